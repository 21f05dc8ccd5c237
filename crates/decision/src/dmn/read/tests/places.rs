//! Every character of an expression is found where it stands in the file.

use proptest::prelude::*;

use super::{clean, model, take};
use crate::dmn::raw::{BoxedKind, Text};

fn literal(written: &str) -> (String, Text) {
    let text = model(&format!(
        "\n <decision name='d'><literalExpression><text>{written}</text></literalExpression></decision>"
    ));
    let (model, found) = take(&text);
    assert_eq!(found, []);
    let expression = model.decisions.into_iter().next().unwrap().expression;
    let BoxedKind::Literal(literal) = expression.unwrap().kind else {
        panic!("no literal");
    };
    (text, literal.text)
}

/// What stands in the file at the place of a byte.
fn at(text: &str, (line, column): (u32, u32)) -> String {
    let line = text.split('\n').nth(line as usize - 1).unwrap();
    line.chars().skip(column as usize - 1).collect()
}

#[test]
fn entities_cdata_and_comments_move_no_character() {
    let written = "人均收入 &lt; 500 and\r\n\t<![CDATA[x < \"低\" & y]]><!-- < no --> &amp;&#x4F4E;&#20445;<?p q?> end";
    let (file, text) = literal(written);
    assert_eq!(&*text, "人均收入 < 500 and\n\tx < \"低\" & y &低保 end");
    for (word, stands) in [
        ("人均", "人均收入 &lt;"),
        ("收入", "收入 &lt;"),
        ("< 500", "&lt; 500"),
        ("500", "500 and"),
        ("x <", "x < \"低\" & y]]>"),
        ("y &", "y]]><!--"),
        (" &低保", " &amp;&#x4F4E;"),
        ("&低保", "&amp;&#x4F4E;"),
        ("低保 end", "&#x4F4E;&#20445;"),
        ("保 end", "&#20445;<?p"),
        ("end", "end</text>"),
    ] {
        let byte = text.find(word).unwrap();
        let found = at(&file, text.position(byte as u32));
        assert!(found.starts_with(stands), "{word}: {found}");
    }
    let place = text.place(text.find('低').unwrap() as u32, text.len() as u32);
    assert_eq!((place.line, place.length), (3, 55));
}

#[test]
fn values_of_attributes_have_their_places_too() {
    let model = clean(
        "\n<inputData name = '家庭  &quot;人口&quot;\n数'  id=\"a\"><variable typeRef=\" number \"/></inputData>",
    );
    let input = &model.inputs[0];
    assert_eq!(&*input.head.name, "家庭 \"人口\" 数");
    assert_eq!(input.head.name.position(0), (2, 20));
    assert_eq!(input.head.name.position("家庭 \"".len() as u32), (2, 30));
    assert_eq!(
        input.head.name.position("家庭 \"人口\" ".len() as u32),
        (3, 1)
    );
    let of = input.variable.type_ref.as_ref().unwrap();
    assert_eq!(
        (&**of, of.whole().line, of.whole().column, of.whole().length),
        ("number", 3, 32, 6)
    );
    assert_eq!((input.head.origin.line, input.head.origin.column), (2, 1));
}

#[test]
fn an_element_stands_at_its_start_tag() {
    let model = clean("\n  <decision\n id='d' name='d'><list/></decision>");
    let place = model.decisions[0].head.origin;
    assert_eq!((place.line, place.column, place.length), (2, 3, 9));
    let place = model.decisions[0].expression.as_ref().unwrap().origin;
    assert_eq!((place.line, place.column, place.length), (3, 18, 7));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn however_a_text_is_written_each_character_is_found(
        parts in prop::collection::vec((0..6_u8, "[a-z低保户 \n]{0,4}"), 0..8)
    ) {
        let (mut written, mut plain) = (String::new(), String::new());
        for (kind, part) in &parts {
            let (before, after, as_text) = match kind {
                0 => ("<![CDATA[", "]]>", part.clone()),
                1 => ("<!--", "-->", String::new()),
                2 => ("&amp;", "", format!("&{part}")),
                3 => ("&#x1F600;", "", format!("😀{part}")),
                4 => ("\r\n", "", format!("\n{part}")),
                _ => ("", "", part.clone()),
            };
            written.push_str(&format!("{before}{part}{after}"));
            plain.push_str(&as_text);
        }
        let (file, text) = literal(&written);
        prop_assert_eq!(&*text, plain.as_str());
        for (byte, char) in plain.char_indices() {
            let found = at(&file, text.position(byte as u32));
            let stands = match char {
                '&' => found.starts_with("&amp;"),
                '😀' => found.starts_with("&#x1F600;"),
                '\n' => found.is_empty() || found.starts_with('\r'),
                char => found.starts_with(char),
            };
            prop_assert!(stands, "{char:?} in {written:?}: {found:?}");
        }
    }
}
