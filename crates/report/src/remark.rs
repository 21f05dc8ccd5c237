//! Remarks of a careful reader, each with its place.

use youwei_base::Bilingual;

use crate::body::Body;
use crate::layout::Zone;
use crate::lexicon::lexicon;
use crate::reading::{Measure, Reading, Remark, Target};
use crate::text::{CharIndex, contains_any, inked, names_year};

/// What there is to note about a reading, in reading order.
pub(crate) fn remarks(
    text: &str,
    body: &Body,
    reading: &Reading,
    index: &CharIndex,
) -> Vec<Remark> {
    let mut out = Vec::new();
    out.extend(no_report(text, body, reading));
    out.extend(begins_mid_section(text, body, index));
    if reading.year.is_none() && !reading.commitments.is_empty() {
        out.push(note(
            "year-unknown",
            0,
            0,
            "全文没有写明报告年份，「年内」「6月底前」等期限无法换算成日期；请在文首加一行带年份的标题（如「2026年某某市政府工作报告」）后重新收入。",
            "The text does not say its year, so 年内 or 6月底前 cannot be resolved to a day; put a title line with the year at its head (such as 2026年某某市政府工作报告) and take it in again.",
        ));
    }
    if reading.place.is_empty() {
        out.push(note(
            "place-unknown",
            0,
            0,
            "没有认出是哪个地方的报告，地名代码和单位名称前缀可能不准；请核对。",
            "Whose report it is was not recognised, so place codes and unit names may be off; please check.",
        ));
    }
    out.extend(torn(text, body, index));
    out.extend(past_dates(reading));
    for target in &reading.targets {
        out.extend(about_target(target));
    }
    out.sort_by_key(|remark| remark.start);
    out
}

fn note(
    kind: &str,
    start: usize,
    end: usize,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> Remark {
    Remark {
        kind: kind.to_owned(),
        message: Bilingual::new(zh, en),
        start,
        end,
    }
}

/// A text that has nothing of the genre is read all the same, and said to be none.
fn no_report(text: &str, body: &Body, reading: &Reading) -> Option<Remark> {
    let sections = body
        .headings
        .iter()
        .filter(|found| found.level <= 2)
        .count();
    let speaks = text.contains("各位代表") || !reading.title.is_empty();
    let promises = reading.commitments.len() >= 5;
    if speaks && (sections > 0 || promises) || sections >= 3 && promises {
        return None;
    }
    Some(note(
        "not-a-report",
        0,
        reading.sentences.last().map_or(0, |last| last.end),
        "这份文本不像政府工作报告：没有部分标题，也没有「各位代表」；已照常读出，请确认文件是否选对。",
        "This does not look like a government work report: no part headings, no address to the deputies. It was read all the same; please check that it is the right file.",
    ))
}

/// A page that begins in the middle of a report.
fn begins_mid_section(text: &str, body: &Body, index: &CharIndex) -> Option<Remark> {
    let words = lexicon();
    let continued = body.paragraphs.iter().take(8).find(|p| {
        inked(p.span.of(text)) < 30 && contains_any(p.span.of(text), &words.remark.continued)
    });
    let first = body.headings.first();
    let opens_late = first.is_some_and(|found| {
        let marker: String = found
            .marker
            .of(text)
            .chars()
            .filter(|ch| !"（）()、 ".contains(*ch))
            .collect();
        let greeted = body.paragraphs[..found.paragraph]
            .iter()
            .any(|p| p.span.of(text).starts_with("各位代表"));
        match found.level {
            1 | 2 => !marker.is_empty() && marker != "一",
            _ => !greeted && body.headings.iter().any(|other| other.level < 3),
        }
    });
    if continued.is_none() && !opens_late {
        return None;
    }
    let place = continued.map(|p| p.span).or_else(|| {
        body.paragraphs
            .iter()
            .find(|p| p.zone == Zone::Body)
            .map(|p| p.span)
    })?;
    Some(note(
        "begins-mid-section",
        index.char_at(place.start),
        index.char_at(place.end),
        "文本从报告中间开始，前面的部分和所属的标题不在这份文件里；请补上前一页，或接受这一部分没有上级标题。",
        "The text begins in the middle of a report: what comes before, and the heading over it, is not in this file. Add the page before, or accept that this part has no heading above it.",
    ))
}

/// A paragraph that was torn and has been put together.
fn torn(text: &str, body: &Body, index: &CharIndex) -> Vec<Remark> {
    let mut out = Vec::new();
    for paragraph in body.paragraphs.iter().filter(|p| p.zone == Zone::Body) {
        let inner = paragraph.span.of(text);
        if let Some(at) = inner.find('\n') {
            let place = index.char_at(paragraph.span.start + at);
            out.push(note(
                "torn-paragraph",
                place,
                place + 1,
                "这一段被换页或换行断开，已接成一段；请核对断开处有没有缺字。",
                "This paragraph was torn by a page or line break and has been joined; check that nothing is missing there.",
            ));
        }
    }
    // A text wrapped at every line tears everywhere; one remark says so.
    if out.len() > 20 {
        out.truncate(1);
        out[0].kind = "wrapped-lines".to_owned();
        out[0].message = Bilingual::new(
            "全文按固定宽度折行，已按标点接回段落；请核对分段。",
            "The whole text is wrapped at a fixed width; paragraphs were put together by punctuation. Please check them.",
        );
    }
    out
}

/// A due day before the report's own year.
fn past_dates(reading: &Reading) -> Vec<Remark> {
    let Some(year) = reading.year else {
        return Vec::new();
    };
    reading
        .commitments
        .iter()
        .filter_map(|commitment| {
            let due = commitment.due.as_ref()?;
            let by = due.by.filter(|by| by.year() < year)?;
            Some(note(
                "date-in-the-past",
                commitment.start,
                commitment.end,
                format!("期限「{}」（{by}）早于报告年份 {year} 年；请核对是不是笔误，或者这句讲的是往年。", due.text),
                format!("The due date {} ({by}) lies before the report's year {year}: a slip, or a sentence about an earlier year? Please check.", due.text),
            ))
        })
        .collect()
}

fn about_target(target: &Target) -> Option<Remark> {
    let words = &lexicon().remark;
    if inked(&target.subject) < 2 {
        return Some(note(
            "number-without-subject",
            target.start,
            target.end,
            format!("「{}」没有找到所指的对象；请补上指标名称。", target.mention),
            format!(
                "What {} counts was not found; please name it.",
                target.mention
            ),
        ));
    }
    let near: String = {
        let at = target.sentence.find(&target.mention).unwrap_or(0);
        let before: Vec<char> = target.sentence[..at].chars().rev().take(16).collect();
        before
            .into_iter()
            .rev()
            .chain(target.mention.chars())
            .collect()
    };
    let near = near.replace("不低于", "").replace("不高于", "");
    let compares = contains_any(&near, &words.against)
        || (target.measure == Measure::Delta && target.unit == "个百分点");
    if compares && !contains_any(&near, &words.based) && !names_year(&near) {
        return Some(note(
            "unclear-base",
            target.start,
            target.end,
            format!(
                "「{}」是和什么、哪个时点相比，原文没有写明；请在口径里写清基数。",
                target.mention
            ),
            format!(
                "The text does not say what {} is compared with, or as of when; state the base in its measure.",
                target.mention
            ),
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::read_text;

    fn kinds(text: &str) -> Vec<String> {
        read_text(text)
            .remarks
            .into_iter()
            .map(|r| r.kind)
            .collect()
    }

    #[test]
    fn a_text_that_is_no_report_is_read_with_a_remark() {
        let got = kinds("白日依山尽。黄河入海流。");
        assert!(got.contains(&"not-a-report".to_owned()), "{got:?}");
    }

    #[test]
    fn a_page_that_begins_in_the_middle_says_so() {
        let got = kinds(
            "政府工作报告\n(上接 03 版)\n推进交通建设。加快东岭大桥建设，年内完成投资3亿元。\n(五)办好教育。新建学校3所。\n三、加强自身建设\n严控一般性支出。\n",
        );
        assert!(got.contains(&"begins-mid-section".to_owned()), "{got:?}");
        assert!(got.contains(&"year-unknown".to_owned()), "{got:?}");
    }
}
