//! Reading a file (DMN 1.1 to 1.5) into the [raw model](crate::dmn::raw). All that is
//! wrong with it is said at once; a hostile file is refused before it costs anything.

mod boxed;
mod bytes;
mod drawing;
mod elements;
mod guard;
mod item;
mod lines;
mod model;
mod names;
mod part;
mod table;
#[cfg(test)]
mod tests;
mod text;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use roxmltree::{Document, ParsingOptions};
use youwei_base::Bilingual;

use self::lines::Lines;
use self::part::{Reader, say};
use crate::diagnostic::{Diagnostic, Severity};
use crate::dmn::raw::{Definitions, Place, Version};

/// How many bytes a file may have: 32 MiB.
pub const BYTES_MAX: usize = 32 << 20;

/// How many nodes of XML a file may have: elements, texts, comments.
pub const NODES_MAX: u32 = 600_000;

/// The characters of a file: what its diagnostics' lines and columns count, and what
/// [`Diagnostic::render`] takes.
///
/// # Errors
/// Says why the bytes are not text, or too many.
pub fn characters<'a>(source: &'a [u8], file: &Arc<str>) -> Result<Cow<'a, str>, Box<Diagnostic>> {
    let whole = |code, message, help| {
        let place = Place::default();
        Box::new(Diagnostic::new(Severity::Error, code, file, place, message).help(help))
    };
    let large = || {
        let mib = BYTES_MAX >> 20;
        let message = say(
            format!("文件超过 {mib} MiB，不读。"),
            format!("the file has more than {mib} MiB and is not read."),
        );
        let help = say(
            "拆成几个模型，用引入（import）连起来；画图的信息可以去掉。",
            "split it into models that import each other; what only draws it may be left out.",
        );
        whole("too-large", message, help)
    };
    if source.len() > BYTES_MAX {
        return Err(large());
    }
    match bytes::decode(source) {
        Ok(text) if text.len() > BYTES_MAX => Err(large()),
        Ok(text) => Ok(text),
        Err(bytes::NotText::Unknown(label)) => {
            let message = say(
                format!("不认识文件声明的编码“{label}”。"),
                format!("the file declares the encoding “{label}”, which is not known."),
            );
            let help = say(
                "把文件存成 UTF-8，并声明 encoding=\"UTF-8\"。",
                "save the file as UTF-8 and declare encoding=\"UTF-8\".",
            );
            Err(whole("encoding", message, help))
        }
        Err(bytes::NotText::Broken(encoding, valid)) => {
            let message = say(
                format!("文件不是 {encoding} 文本。"),
                format!("the file is not text in {encoding}."),
            );
            let help = say(
                "用编辑器把文件另存为 UTF-8，并声明 encoding=\"UTF-8\"。",
                "save the file as UTF-8 with an editor and declare encoding=\"UTF-8\".",
            );
            let mut found = whole("encoding", message, help);
            let good = source.get(..valid).unwrap_or_default();
            if let Ok(good) = std::str::from_utf8(good)
                && valid > 0
            {
                found.place = Lines::new(good).place(good.len(), good.len());
            }
            Err(found)
        }
    }
}

/// Reads a file.
///
/// # Errors
/// The diagnostics, one of them an error at least, where the file is no model at all. A
/// model with errors in its parts is given together with them.
pub fn read(source: &[u8], file: &str) -> Result<(Definitions, Vec<Diagnostic>), Vec<Diagnostic>> {
    let file: Arc<str> = file.into();
    let source = characters(source, &file).map_err(|found| vec![*found])?;
    let lines = Lines::new(&source);
    let fail = |code, place, message, help| {
        let found = Diagnostic::new(Severity::Error, code, &file, place, message);
        vec![found.help(help)]
    };
    if let Err(refused) = guard::look(&source) {
        let (code, at, message, help) = refusal(&refused);
        return Err(fail(code, lines.place(at, at), message, help));
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: NODES_MAX,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(&source, options).map_err(|error| {
        if matches!(error, roxmltree::Error::NodesLimitReached) {
            let message = say(
                format!("文件的元素和文字超过 {NODES_MAX} 个。"),
                format!("the file has more than {NODES_MAX} elements and texts."),
            );
            let help = say(
                "拆成几个模型，用引入（import）连起来。",
                "split it into models that import each other.",
            );
            return fail("too-many-nodes", Place::default(), message, help);
        }
        let pos = error.pos();
        let place = Place {
            line: pos.row,
            column: pos.col,
            length: 0,
        };
        let message = say(
            format!("文件不是完好的 XML：{error}。"),
            format!("the file is not well-formed XML: {error}."),
        );
        let help = say(
            "在这一处前后核对：标签成对，属性加引号，文字里的 < 和 & 写作 &lt; 和 &amp;。",
            "look around this place: tags in pairs, attributes in quotes, < and & in texts written &lt; and &amp;.",
        );
        fail("xml", place, message, help)
    })?;
    let root = document.root_element();
    let namespace = root.tag_name().namespace().unwrap_or_default();
    let version = Version::of_namespace(namespace);
    let Some(version) = version.filter(|_| root.tag_name().name() == "definitions") else {
        let message = say(
            format!(
                "文件不是 DMN 模型：根元素是 <{}>，命名空间是“{namespace}”。",
                root.tag_name().name()
            ),
            format!(
                "the file is no DMN model: its root is <{}> of the namespace “{namespace}”.",
                root.tag_name().name()
            ),
        );
        let tag = text::start_tag(&source, root.range());
        let place = lines.place(tag.start, tag.end);
        let help = say(
            format!(
                "DMN 1.1 至 1.5 的根元素是 <definitions xmlns=\"{}\">。",
                Version::V1_5.namespace()
            ),
            format!(
                "the root of DMN 1.1 to 1.5 is <definitions xmlns=\"{}\">.",
                Version::V1_5.namespace()
            ),
        );
        return Err(fail("not-dmn", place, message, help));
    };
    let mut reader = Reader {
        source: &source,
        lines: &lines,
        root_namespace: namespace,
        namespace: root
            .attribute("namespace")
            .unwrap_or_default()
            .trim()
            .into(),
        file,
        version,
        imports: HashMap::new(),
        diagnostics: Vec::new(),
        left_out: (0, Severity::Note),
    };
    let definitions = reader.definitions(root);
    Ok((definitions, reader.finish()))
}

fn refusal(refused: &guard::Refused) -> (&'static str, usize, Bilingual, Bilingual) {
    match *refused {
        guard::Refused::Doctype(at) => (
            "doctype",
            at,
            say(
                "模型文件不得含有文档类型声明（<!DOCTYPE …>）。",
                "a model may not have a document type (<!DOCTYPE …>).",
            ),
            say(
                "删去这个声明，其中定义的实体直接写出来。",
                "take it away, and write out the entities that it defines.",
            ),
        ),
        guard::Refused::Deep(at) => (
            "too-deep",
            at,
            say(
                format!("元素嵌套超过 {} 层。", guard::DEPTH_MAX),
                format!("elements are nested more than {} deep.", guard::DEPTH_MAX),
            ),
            say(
                "把里层的表达式另写成决策或知识模型。",
                "make the inner expressions decisions or knowledge models of their own.",
            ),
        ),
        guard::Refused::Attributes(at) => (
            "too-many-attributes",
            at,
            say(
                "元素的属性或命名空间太多。",
                "an element has too many attributes or namespaces.",
            ),
            say(
                "只留标准里有的属性，命名空间都在根元素上声明。",
                "keep the attributes of the standard, and declare namespaces at the root.",
            ),
        ),
    }
}
