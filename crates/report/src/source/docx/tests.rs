use crate::source::fixture::docx::{document, docx, paragraph, with, zip};
use crate::source::{Format, Source, extract};

fn read(body: &str) -> Source {
    extract(&docx(body, "", "")).expect("a whole file")
}

fn hints(source: &Source) -> Vec<(u8, &str)> {
    source
        .headings
        .iter()
        .map(|it| {
            let line = source.text[it.start..].lines().next().unwrap_or("");
            (it.level, line)
        })
        .collect()
}

#[test]
fn runs_join_and_breaks_part() {
    let cases = [
        (
            "<w:p><w:r><w:t>新增城镇</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>就业1.2万人</w:t></w:r></w:p>",
            "新增城镇就业1.2万人",
        ),
        (
            "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>",
            "甲\n乙\t丙",
        ),
        (
            "<w:p><w:r><w:t>甲</w:t><w:br w:type=\"page\"/><w:t>乙</w:t></w:r></w:p>",
            "甲乙",
        ),
        (
            "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"420\"/></w:tabs></w:pPr><w:hyperlink><w:smartTag><w:r><w:t>链接里的字</w:t></w:r></w:smartTag></w:hyperlink></w:p>",
            "链接里的字",
        ),
        (
            "<w:p><w:r><w:t>A&amp;B&#x3002;</w:t></w:r></w:p><w:p/><w:p><w:r><w:t xml:space=\"preserve\">　　乙</w:t></w:r></w:p>",
            "A&B。\n　　乙",
        ),
        (
            "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>控件里</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            "控件里",
        ),
        (
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>12</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t>项</w:t></w:r></w:p>",
            "12项",
        ),
        (
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>qīng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>青</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>溪</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>",
            "青溪",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(read(body).text, expected, "{body}");
    }
    assert_eq!(read(&paragraph("甲")).format, Format::Docx);
}

#[test]
fn what_was_deleted_or_hidden_is_not_read() {
    let cases = [
        (
            "<w:p><w:r><w:t>新建</w:t></w:r><w:del w:id=\"1\"><w:r><w:delText>10</w:delText><w:t>旧</w:t></w:r></w:del><w:ins w:id=\"2\"><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t>座泵站</w:t></w:r></w:p>",
            "新建12座泵站",
        ),
        (
            "<w:p><w:moveFrom w:id=\"1\"><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo w:id=\"2\"><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>",
            "移来",
        ),
        (
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>可见</w:t></w:r></w:p>",
            "可见",
        ),
        (
            "<w:p><w:pPr><w:rPr><w:del w:id=\"3\"/></w:rPr></w:pPr><w:r><w:t>一段被撕开，</w:t></w:r></w:p><w:p><w:r><w:t>修订后相连。</w:t></w:r></w:p>",
            "一段被撕开，修订后相连。",
        ),
        (
            "<w:tbl><w:tr><w:trPr><w:del w:id=\"4\"/></w:trPr><w:tc><w:p><w:r><w:t>删</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>留</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "留",
        ),
        (
            "<w:p><w:pPr><w:pStyle w:val=\"a\"/><w:pPrChange w:id=\"5\"><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>正文</w:t></w:r></w:p>",
            "正文",
        ),
    ];
    for (body, expected) in cases {
        let source = read(body);
        assert_eq!(source.text, expected, "{body}");
        assert!(source.headings.is_empty(), "{body}");
    }
}

#[test]
fn a_text_box_is_read_once_after_its_paragraph() {
    let inside = paragraph("框里的话");
    let body = format!(
        "<w:p><w:r><w:t>前半</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>\
         <w:txbxContent>{inside}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>\
         <w:txbxContent>{inside}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:t>后半</w:t></w:r></w:p>"
    );
    assert_eq!(read(&body).text, "前半后半\n框里的话");
    let old = format!(
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    );
    assert_eq!(read(&old).text, "框里的话");
}

#[test]
fn a_table_row_is_a_line_unless_it_is_layout() {
    let cell = |content: &str| format!("<w:tc><w:tcPr/>{content}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table = |rows: &[String]| format!("<w:tbl>{}</w:tbl>", rows.concat());
    let data = table(&[
        row(&[cell(&paragraph("指标")), cell(&paragraph("目标"))]),
        row(&[
            cell(&(paragraph("新增") + &paragraph("就业"))),
            cell("<w:p/>"),
            cell(&paragraph("1.2万人")),
        ]),
    ]);
    assert_eq!(read(&data).text, "指标\t目标\n新增 就业\t\t1.2万人");
    let nested = table(&[row(&[
        cell(&paragraph("外")),
        cell(&(data.clone() + "<w:p/>")),
    ])]);
    assert_eq!(read(&nested).text, "外\t指标 目标 新增 就业  1.2万人");
    let single = table(&[row(&[cell(&(paragraph("甲。") + &paragraph("乙。")))])]);
    assert_eq!(read(&single).text, "甲。\n乙。");
}

#[test]
fn heading_styles_are_hints() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"x\"><w:name w:val=\"我的标题\"/><w:basedOn w:val=\"1\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"y\"><w:name w:val=\"标题 2\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"z\"><w:name w:val=\"三级标题\"/><w:basedOn w:val=\"loop\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"loop\"><w:name w:val=\"圈\"/><w:basedOn w:val=\"loop\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"TOC1\"><w:name w:val=\"toc 1\"/></w:style>";
    let body = [
        with("<w:pStyle w:val=\"TOC1\"/>", "一、回顾\t1"),
        with("<w:pStyle w:val=\"1\"/>", "一、回顾"),
        with("<w:pStyle w:val=\"x\"/>", "二、目标"),
        with("<w:pStyle w:val=\"y\"/>", "（一）产业"),
        with("<w:pStyle w:val=\"z\"/>", "1.园区"),
        with("<w:pStyle w:val=\"loop\"/>", "圈里的话。"),
        with("<w:outlineLvl w:val=\"3\"/>", "（1）厂房"),
        with(
            "<w:pStyle w:val=\"1\"/><w:outlineLvl w:val=\"9\"/>",
            "不是标题。",
        ),
    ]
    .concat();
    let source = extract(&docx(&body, styles, "")).expect("a whole file");
    assert_eq!(
        hints(&source),
        [
            (1, "一、回顾"),
            (1, "二、目标"),
            (2, "（一）产业"),
            (3, "1.园区"),
            (4, "（1）厂房"),
        ]
    );
    assert!(!source.text.contains('\t'));
}

const LISTS: &str = "<w:abstractNum w:abstractNumId=\"0\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:pStyle w:val=\"h2\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.%3\"/><w:isLgl/></w:lvl>\
    <w:lvl w:ilvl=\"3\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%4.\"/><w:lvlRestart w:val=\"0\"/></w:lvl>\
    <w:lvl w:ilvl=\"4\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{F06C}\"/></w:lvl>\
    </w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
    <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>\
    <w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/></w:num>";

fn listed(list: u32, level: u32, text: &str) -> String {
    with(
        &format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"),
        text,
    )
}

#[test]
fn automatic_numbers_become_text() {
    let body = [
        listed(1, 0, "回顾"),
        listed(1, 0, "目标"),
        listed(1, 1, "产业"),
        listed(1, 1, "民生"),
        listed(1, 2, "学校"),
        listed(1, 3, "不重来"),
        listed(1, 4, "符号"),
        listed(1, 0, "任务"),
        listed(1, 1, "又从一起"),
        listed(1, 3, "接着数"),
        listed(3, 0, "同一定义接着数"),
        listed(2, 0, "重新开始"),
        listed(2, 0, "继续"),
        listed(0, 0, "不编号"),
        listed(99, 0, "没有这个列表"),
    ]
    .concat();
    let source = extract(&docx(&body, "", LISTS)).expect("a whole file");
    let lines: Vec<&str> = source.text.lines().collect();
    assert_eq!(
        lines,
        [
            "一、回顾",
            "二、目标",
            "（一）产业",
            "（二）民生",
            "2.1 学校",
            "1. 不重来",
            "符号",
            "三、任务",
            "（一）又从一起",
            "2. 接着数",
            "四、同一定义接着数",
            "一、重新开始",
            "二、继续",
            "不编号",
            "没有这个列表",
        ]
    );
}

#[test]
fn a_style_can_number_its_paragraphs() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"h2\"><w:name w:val=\"heading 2\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>";
    let body = with("<w:pStyle w:val=\"h2\"/>", "扩大投资")
        + &with(
            "<w:pStyle w:val=\"h2\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>",
            "不编号",
        )
        + &with("<w:pStyle w:val=\"h2\"/>", "改善民生");
    let source = extract(&docx(&body, styles, LISTS)).expect("a whole file");
    assert_eq!(
        hints(&source),
        [(2, "（一）扩大投资"), (2, "不编号"), (2, "（二）改善民生")]
    );
}

#[test]
fn other_shapes_of_the_package_are_read() {
    let body = document(&paragraph("各位代表："));
    let utf16: Vec<u8> = body
        .replace("UTF-8", "UTF-16")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [b"\xFF\xFE", utf16.as_slice()].concat();
    let relation = "<Relationships><Relationship Id='a' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='/word/document2.xml'/></Relationships>";
    let cases: Vec<(&str, Vec<u8>)> = vec![
        (
            "only the part",
            zip(&[("word/document.xml", body.as_bytes())]),
        ),
        (
            "backslashes",
            zip(&[("word\\document.xml", body.as_bytes())]),
        ),
        ("utf-16", zip(&[("word/document.xml", &utf16)])),
        ("utf-16 with mark", zip(&[("word/document.xml", &marked)])),
        (
            "another name",
            zip(&[
                ("_rels/.rels", relation.as_bytes()),
                ("word/document2.xml", body.as_bytes()),
            ]),
        ),
        (
            "damaged styles",
            zip(&[
                ("word/document.xml", body.as_bytes()),
                ("word/styles.xml", b"<w:styles><w:style"),
            ]),
        ),
        (
            "another prefix",
            zip(&[("word/document.xml", body.replace("w:", "ns0:").as_bytes())]),
        ),
    ];
    for (name, bytes) in cases {
        let text = extract(&bytes).map(|it| it.text);
        assert_eq!(text.as_deref(), Ok("各位代表："), "{name}");
    }
}

#[test]
fn thousands_of_nested_tables_are_no_trouble() {
    let deep = format!(
        "{}{}{}",
        "<w:tbl><w:tr><w:tc>".repeat(3_000),
        paragraph("甲"),
        "</w:tc></w:tr></w:tbl>".repeat(3_000)
    );
    assert_eq!(read(&deep).text, "甲");
}
