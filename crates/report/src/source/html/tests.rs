use super::*;
use crate::source::{Source, extract};

fn page(body: &str) -> Source {
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>政府工作报告_青溪市人民政府\
         </title></head><body>{body}</body></html>"
    );
    extract(page.as_bytes()).expect("a page with text")
}

const PARAGRAPHS: &str = "<p>　　今年，青溪市将办好三件事，新建学校2所，修缮道路15公里，改造老旧小区8个。</p>\
    <p>　　我们将持续减少审批环节，压缩办理时间，企业开办当天办结，群众少跑一趟。</p>\
    <p>　　强化统筹，压实责任，月月盘点，季季公示，年底向代表报告结果。</p>";

#[test]
fn blocks_and_breaks_make_lines_and_inline_tags_join() {
    let cases = [
        (
            "<p>甲<b>乙</b><span style='color:red'>丙</span></p><p>丁</p>",
            "甲乙丙\n丁",
        ),
        ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
        ("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙"),
        ("<p>新增\n      就业1.2万人</p>", "新增就业1.2万人"),
        ("<p>the new\n  school</p>", "the new school"),
        (
            "<p>A&amp;B &lt;5%&gt; &ldquo;十五五&rdquo;</p>",
            "A&B <5%> “十五五”",
        ),
        ("<p>&nbsp;&nbsp;&nbsp;&nbsp;首行</p>", "首行"),
        ("<p>　　首行</p>", "　　首行"),
        ("<pre>一行\n二行</pre>", "一行\n二行"),
    ];
    for (body, expected) in cases {
        assert_eq!(page(body).text, expected, "{body}");
    }
}

#[test]
fn a_row_of_data_is_a_line_and_a_table_for_layout_is_not() {
    let data = "<table><tr><th>指标</th><th>目标</th></tr>\
        <tr><td><p>新增</p><p>就业</p></td><td>1.2万人</td></tr></table>";
    assert_eq!(page(data).text, "指标\t目标\n新增 就业\t1.2万人");
    let layout = format!("<table><tr><td></td><td>{PARAGRAPHS}</td></tr></table>");
    assert_eq!(page(&layout).text.lines().count(), 3);
}

#[test]
fn headings_are_hinted_with_their_level() {
    let source = page("<h1>政府工作报告</h1><p>各位代表：</p><h2>一、回顾</h2><p>甲。</p>");
    let hinted: Vec<(u8, &str)> = source
        .headings
        .iter()
        .map(|it| {
            (
                it.level,
                source.text[it.start..].lines().next().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(hinted, [(1, "政府工作报告"), (2, "一、回顾")]);
}

#[test]
fn scripts_and_hidden_elements_are_never_text() {
    let source = page(&format!(
        "<script>document.write('脚本。')</script><style>p{{}}</style><noscript>请打开脚本</noscript>\
         <div style='display: none'>隐藏</div><div hidden>藏</div>{PARAGRAPHS}\
         <button>提交</button><select><option>选项</option></select>"
    ));
    assert_eq!(source.text.lines().count(), 3);
    for gone in ["脚本", "隐藏", "藏", "提交", "选项"] {
        assert!(!source.text.contains(gone), "{gone}");
    }
}

#[test]
fn the_furniture_of_a_site_is_dropped_and_the_title_kept() {
    let source = page(&format!(
        "<div class='header'><h1>青溪市人民政府</h1></div>\
         <ul class='menu'><li><a href='/a'>首页</a></li><li><a href='/b'>政务公开</a></li></ul>\
         <div class='crumbs'>当前位置：<a href='/'>首页</a> &gt; <a href='/x'>工作报告</a></div>\
         <div class='article'><div class='art-title'>政府工作报告</div>\
         <div class='info'>发布时间：2026-02-03　来源：市政府办公室</div>\
         <div class='tools'>字号：<a href='#'>大</a> <a href='#'>中</a></div>\
         <div id='zoom'>{PARAGRAPHS}<h3>一、总体要求</h3><p>坚持稳中求进，以进促稳，先立后破。</p>\
         <div class='share'>分享到：微信</div></div>\
         <p>上一篇：<a href='/1'>2025年报告</a></p><p>下一篇：没有了</p></div>\
         <div class='side'><ul><li><a href='/n1'>青溪市召开座谈会</a></li>\
         <li><a href='/n2'>又一条新闻</a></li></ul></div>\
         <footer>主办单位：青溪市人民政府办公室 青ICP备00000000号</footer>"
    ));
    let lines: Vec<&str> = source.text.lines().collect();
    assert_eq!(lines[0], "政府工作报告");
    assert_eq!(lines.len(), 6, "{lines:#?}");
    assert_eq!(lines[4], "一、总体要求");
    assert_eq!(lines[5], "坚持稳中求进，以进促稳，先立后破。");
    assert_eq!(source.headings.len(), 1);
}

#[test]
fn furniture_that_holds_the_article_is_no_furniture() {
    for (open, close) in [
        ("<form id='form1'>", "</form>"),
        ("<div class='print-box nav'>", "</div>"),
        ("<header>", "</header>"),
        ("<aside>", "</aside>"),
    ] {
        let source = page(&format!("{open}{PARAGRAPHS}{close}"));
        assert_eq!(source.text.lines().count(), 3, "{open}");
    }
}

#[test]
fn a_linked_phrase_in_a_sentence_stays() {
    let source = page(&format!(
        "{PARAGRAPHS}<p>落实<a href='/plan'>《青溪市水网建设三年行动方案》</a>，新建泵站3座。</p>\
         <p>（<a href='#sec2'>二</a>）<a href='#sec2'>扩大有效投资</a></p>"
    ));
    assert!(
        source
            .text
            .ends_with("落实《青溪市水网建设三年行动方案》，新建泵站3座。\n（二）扩大有效投资")
    );
}

#[test]
fn the_declared_encoding_is_found() {
    let cases: [(&[u8], Option<&str>); 6] = [
        (b"<meta charset=gb2312>", Some("GBK")),
        (
            b"<META http-equiv=Content-Type content=\"text/html; charset=GBK\">",
            Some("GBK"),
        ),
        (b"<?xml version='1.0' encoding='utf-8'?>", Some("UTF-8")),
        (b"<meta charset='utf-16'>", Some("UTF-8")),
        (b"<meta charset='no-such'>", None),
        ("正文里写 charset=gbk 不算".as_bytes(), None),
    ];
    for (bytes, expected) in cases {
        assert_eq!(declared_encoding(bytes).map(|it| it.name()), expected);
    }
}

#[test]
fn a_page_in_gbk_is_read_whatever_it_declares() {
    for declared in ["gb2312", "utf-8"] {
        let page = format!("<html><head><meta charset={declared}></head>{PARAGRAPHS}</html>");
        let bytes = encoding_rs::GB18030.encode(&page).0.into_owned();
        let source = extract(&bytes).expect("text");
        assert_eq!(source.format, Format::Html);
        assert!(
            source.text.starts_with("　　今年，青溪市将办好三件事"),
            "{declared}"
        );
    }
}

#[test]
fn hostile_nesting_costs_no_minutes() {
    let deep = format!(
        "{}甲。{}",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    );
    assert_eq!(page(&deep).text, "甲。");
    let unclosed = format!("{}乙。", "<b><p><font size=1>".repeat(50_000));
    assert_eq!(page(&unclosed).text, "乙。");
    let links = format!("{}丙。", "<a href=x><div>".repeat(20_000));
    assert!(page(&links).text.contains('丙'));
    let tables = format!("{}丁。", "<table><tr><td>".repeat(20_000));
    assert!(page(&tables).text.contains('丁'));
}
