use lopdf::{Document, Object, Stream, dictionary};

use crate::source::fixture::pdf::{Coding, Sheet, bytes, document, office, with_pages};
use crate::source::{Format, Source, Unreadable, extract};

const PARAGRAPHS: [&str; 7] = [
    "各位代表：",
    "一、2025年工作回顾",
    "过去一年，青溪市生产总值增长5.6%，一般公共预算收入完成128.4亿元，新增城镇就业1.2万人，改造老旧小区86个，建成社区食堂30个，群众办事平均少跑一趟，企业开办当天办结。",
    "二、2026年重点任务",
    "（一）扩大有效投资。全年安排重点项目215项，确保96个项目开工、41个项目竣工，完成投资320.5亿元以上，争取专项资金18.6亿元，把钱花在群众最盼的地方，每一项都公开进度、接受评议，年底逐项报告结果。",
    "（二）办好民生实事。新建学校2所，修缮道路15公里，新增停车位1200个，为1600户困难家庭改造厨卫，城乡低保标准提高6%，让每一笔钱都看得见去处，让每一件事都有人负责到底。",
    "让我们携手前行，把青溪建设得更加美好！",
];

const CODINGS: [Coding; 12] = [
    Coding::Gbk("GBK-EUC-H"),
    Coding::Gbk("GBKp-EUC-H"),
    Coding::Gbk("GBK2K-H"),
    Coding::Gbk("GB-EUC-H"),
    Coding::Gbk("GBpc-EUC-H"),
    Coding::Utf16("UniGB-UCS2-H"),
    Coding::Utf16("UniGB-UTF16-H"),
    Coding::Utf16("UniGB-UTF16-V"),
    Coding::Utf16("UniCNS-UCS2-H"),
    Coding::Utf16("UniJIS-UTF16-H"),
    Coding::Utf8,
    Coding::Identity,
];

fn read(document: Document) -> Source {
    extract(&bytes(document)).expect("a whole file")
}

fn shown(coding: Coding, sheets: &[Sheet]) -> String {
    read(document(coding, "", sheets)).text
}

const UCS2: Coding = Coding::Utf16("UniGB-UCS2-H");

#[test]
fn every_font_of_official_files_gives_the_same_paragraphs() {
    // Three rounds fill several pages, so paragraphs are torn by page breaks.
    let paragraphs = PARAGRAPHS.repeat(3);
    for coding in CODINGS {
        if matches!(coding, Coding::Utf16("UniGB-UTF16-V")) {
            continue;
        }
        let source = read(office(coding, &paragraphs));
        assert_eq!(source.format, Format::Pdf);
        assert!(source.remarks.is_empty(), "{coding:?}");
        let lines: Vec<&str> = source.text.lines().collect();
        assert_eq!(lines, paragraphs, "{coding:?}");
    }
}

#[test]
fn rare_hanzi_of_four_bytes_are_read() {
    for coding in [Coding::Gbk("GBK2K-H"), Coding::Utf16("UniGB-UTF16-H")] {
        let mut sheet = Sheet::default();
        sheet.put(coding, 16.0, 72.0, 700.0, "堃喆㐀𠮷两地，A1。");
        assert_eq!(shown(coding, &[sheet]), "堃喆㐀𠮷两地，A1。", "{coding:?}");
    }
}

#[test]
fn vertical_text_is_read_from_right_to_left() {
    let coding = Coding::Utf16("UniGB-UTF16-V");
    let mut sheet = Sheet::default();
    sheet.put(coding, 16.0, 400.0, 700.0, "青溪市政府工作报告");
    sheet.put(coding, 16.0, 340.0, 700.0, "各位代表︓");
    assert_eq!(shown(coding, &[sheet]), "青溪市政府工作报告\n各位代表：");
}

#[test]
fn spaces_are_where_a_reader_sees_them() {
    let line = |pieces: &[(f64, &str)]| {
        let mut sheet = Sheet::default();
        for (x, text) in pieces {
            sheet.put(UCS2, 10.0, *x, 700.0, text);
        }
        shown(UCS2, &[sheet])
    };
    let cases: [(&[(f64, &str)], &str); 9] = [
        (&[(100.0, "新增"), (121.0, "就业")], "新增就业"),
        (
            &[(100.0, "安排"), (122.5, "341"), (140.0, "项")],
            "安排341项",
        ),
        (&[(100.0, "the"), (118.0, "new")], "the new"),
        (&[(100.0, "5"), (105.2, "6")], "56"),
        (&[(100.0, "341 项")], "341 项"),
        (&[(100.0, "市长　张青溪")], "市长　张青溪"),
        (&[(100.0, "指标"), (200.0, "目标")], "指标\t目标"),
        // The same glyphs twice, a hair apart: a program's way to make them bold.
        (&[(100.0, "加粗"), (100.3, "加粗")], "加粗"),
        // Pieces may be drawn in any order.
        (&[(120.0, "后"), (100.0, "前前")], "前前后"),
    ];
    for (pieces, expected) in cases {
        assert_eq!(line(pieces), expected, "{pieces:?}");
    }
}

#[test]
fn text_operators_move_the_pen_as_the_standard_says() {
    let cases = [
        (
            "BT /F1 10 Tf 40 TL 100 700 Td <9752> Tj T* <6EAA> Tj ET",
            "青\n溪",
        ),
        (
            "BT /F1 10 Tf 100 700 Td <9752> Tj 0 -40 TD <6EAA> Tj T* <5E02> Tj ET",
            "青\n溪\n市",
        ),
        (
            "BT /F1 10 Tf 40 TL 100 700 Td (\\227R) ' (n\\252) ' ET",
            "青\n溪",
        ),
        ("BT /F1 10 Tf 40 TL 100 700 Td 0 0 (\\227R) \" ET", "青"),
        (
            "BT /F1 10 Tf 100 700 Td [<9752> -50 <6EAA> -3000 <5E02>] TJ ET",
            "青溪\t市",
        ),
        (
            "q 2 0 0 2 0 0 cm BT /F1 5 Tf 50 350 Td <9752> Tj ET Q BT /F1 10 Tf 110 700 Td <6EAA> Tj ET",
            "青溪",
        ),
        (
            "BT /F1 10 Tf 5 Tc 100 700 Td <9752> Tj <6EAA> Tj ET",
            "青溪",
        ),
        (
            "BT /F1 10 Tf 200 Tz 100 700 Td <9752> Tj 100 Tz <6EAA> Tj ET",
            "青溪",
        ),
        (
            "BT /F1 10 Tf 100 700 Td 4 Ts <9752> Tj 0 Ts <6EAA> Tj ET",
            "青溪",
        ),
        // Turned by a quarter, upside down, and a slanted watermark.
        ("BT /F1 10 Tf 0 1 -1 0 300 300 Tm <97526EAA> Tj ET", "青溪"),
        ("BT /F1 10 Tf -1 0 0 -1 300 300 Tm <97526EAA> Tj ET", "青溪"),
        (
            "BT /F1 10 Tf 1 0 0 1 100 700 Tm <9752> Tj 1 1 -1 1 300 300 Tm <6EAA> Tj ET",
            "青",
        ),
        // Off the sheet.
        (
            "BT /F1 10 Tf 100 700 Td <9752> Tj 2000 0 Td <6EAA> Tj ET",
            "青",
        ),
        // Damage: operators without operands, unbalanced states, unknown fonts.
        (
            "Q Q Tj Tm cm /No Tf BT /F1 10 Tf 100 700 Td <9752> Tj ET q q",
            "青",
        ),
    ];
    for (content, expected) in cases {
        let sheet = Sheet {
            content: content.into(),
        };
        assert_eq!(shown(UCS2, &[sheet]), expected, "{content}");
    }
}

#[test]
fn a_form_is_read_where_it_is_drawn_and_a_circle_of_forms_ends() {
    let mut pdf = Document::with_version("1.5");
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        "Encoding" => dictionary! { "Differences" => vec![Object::Integer(1), "A".into(), "uni9752".into()] },
    });
    let form = pdf.new_object_id();
    let resources = dictionary! {
        "Font" => dictionary! { "F1" => font },
        "XObject" => dictionary! { "X1" => form },
    };
    let stream = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Form",
            "Matrix" => vec![1.into(), 0.into(), 0.into(), 1.into(), 100.into(), 600.into()],
            "Resources" => resources.clone(),
        },
        b"BT /F1 10 Tf (\\001\\002) Tj ET /X1 Do /X1 Do".to_vec(),
    );
    pdf.objects.insert(form, Object::Stream(stream));
    let sheet = Sheet {
        content: b"/X1 Do".to_vec(),
    };
    let result = extract(&bytes(with_pages(pdf, resources, &[sheet])));
    // The circle doubles at every turn, so it either ends by depth or by cost.
    match result {
        Ok(source) => assert!(source.text.starts_with("A青")),
        Err(why) => assert!(matches!(why, Unreadable::PdfTooLong { .. })),
    }
}

#[test]
fn running_heads_and_page_numbers_are_dropped_and_figures_in_the_text_are_not() {
    let sheets: Vec<Sheet> = (1..=4)
        .map(|page| {
            let mut sheet = Sheet::default();
            sheet.put(
                UCS2,
                9.0,
                72.0,
                805.0,
                &format!("青溪市政府工作报告　第{page}页"),
            );
            sheet.put(UCS2, 16.0, 104.0, 700.0, &format!("第{page}件实事办好了。"));
            sheet.put(UCS2, 16.0, 104.0, 400.0, "2026");
            sheet.put(UCS2, 9.0, 290.0, 40.0, &format!("- {page} -"));
            sheet
        })
        .collect();
    let text = shown(UCS2, &sheets);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 8, "{lines:#?}");
    assert_eq!(&lines[..2], ["第1件实事办好了。", "2026"]);
}

#[test]
fn a_paragraph_ends_by_indent_by_gap_and_by_size() {
    let mut sheet = Sheet::default();
    sheet.put(UCS2, 22.0, 200.0, 780.0, "政府工作报告");
    for (y, text) in [
        (700.0, "这一段没有缩进也没有句号但占满了整整一行的宽度，"),
        (676.0, "第二行接着说完了。"),
        (652.0, "短行之后另起一段，又占满了整整一行的宽度和位置，"),
        (628.0, "这一行接着上一行，也占满了整整一行的宽度和位置。"),
        (580.0, "空了一行，所以是另一段。"),
    ] {
        sheet.put(UCS2, 16.0, 72.0, y, text);
    }
    let text = shown(UCS2, &[sheet]);
    let starts: Vec<String> = text
        .lines()
        .map(|it| it.chars().take(4).collect())
        .collect();
    assert_eq!(starts, ["政府工作", "这一段没", "短行之后", "空了一行"]);
}

#[test]
fn a_file_whose_fonts_hide_their_characters_is_refused() {
    let mut sheet = Sheet::default();
    sheet.put(Coding::Unmapped, 16.0, 72.0, 700.0, "看得见却读不出");
    let result = extract(&bytes(document(Coding::Unmapped, "", &[sheet])));
    assert_eq!(result, Err(Unreadable::PdfWithoutCharacters));
}

#[test]
fn a_few_hidden_characters_are_marked_and_remarked() {
    let mut sheet = Sheet::default();
    let text = "今年新建学校二所，改造老旧小区八十六个，建成食堂三十个。";
    sheet.put(Coding::Identity, 16.0, 72.0, 700.0, &format!("{text}藏"));
    let source = read(document(Coding::Identity, text, &[sheet]));
    assert_eq!(source.text, format!("{text}\u{FFFD}"));
    assert_eq!(source.remarks.len(), 1);
}

#[test]
fn pictures_without_text_are_named_by_page() {
    let picture = || Sheet {
        content: b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q".to_vec(),
    };
    let all = extract(&bytes(document(UCS2, "", &[picture(), picture()])));
    assert_eq!(all, Err(Unreadable::PdfScanned { pages: 2 }));
    let mut words = Sheet::default();
    words.put(UCS2, 16.0, 72.0, 700.0, "这一页有文字，下一页是图。");
    let some = read(document(UCS2, "", &[words, picture()]));
    assert_eq!(some.text, "这一页有文字，下一页是图。");
    assert!(some.remarks[0].zh.contains("第 2 页"));
    let nothing = extract(&bytes(document(UCS2, "", &[Sheet::default()])));
    assert_eq!(nothing, Err(Unreadable::Empty));
}
