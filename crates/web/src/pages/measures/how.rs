//! How a measure is computed, in words.

use youwei_account::{Course, How, Measure, Per};
use youwei_base::{Bilingual, Decimal};

/// The rule of a measure: over which time, of which facts, how.
pub(super) fn how(measure: &Measure, name: &dyn Fn(&str) -> Bilingual) -> Bilingual {
    let (time_zh, time_en) = match measure.per {
        Per::Year => (
            "从当年 1 月 1 日到所看的一天",
            "From 1 January of the year to the day looked at",
        ),
        Per::Cumulative => (
            "从第一条事实到所看的一天",
            "From the first fact to the day looked at",
        ),
    };
    let own = facts(&name(&measure.metric), measure.select.as_deref());
    let (zh, en) = match &measure.how {
        How::Count => (
            format!("数一数{}有多少条", own.zh),
            format!("count {}", own.en),
        ),
        How::Sum => (
            format!("把{}的数加起来", own.zh),
            format!("add up {}", own.en),
        ),
        How::Last => (
            format!("取{}中日期最晚的一条", own.zh),
            format!("take the last by day of {}", own.en),
        ),
        How::Growth {
            since: Some(year), ..
        } => (
            format!(
                "把{}的数加起来，看 {year} 年以来平均每年增长百分之几",
                own.zh
            ),
            format!(
                "add up {} and see by how many per cent it grew a year on average since {year}",
                own.en
            ),
        ),
        How::Growth { base: None, .. } => (
            format!("把{}的数加起来，与上年同期之和相比，看增长百分之几", own.zh),
            format!(
                "add up {} and compare with the same period of the year before, in per cent",
                own.en
            ),
        ),
        How::Growth {
            base: Some(base), ..
        } => (
            format!(
                "把{}的数加起来，与“{}”同期之和相比，看增长百分之几",
                own.zh,
                name(base).zh
            ),
            format!(
                "add up {} and compare with the sum of “{}” for the same period, in per cent",
                own.en,
                name(base).en
            ),
        ),
        How::Share { of, select } => {
            let whole = facts(&name(of), select.as_deref());
            (
                format!("把{}的数加起来，除以{}之和", own.zh, whole.zh),
                format!("add up {} and divide by the sum of {}", own.en, whole.en),
            )
        }
        How::Gap { benchmark } => (
            format!(
                "取{}中日期最晚的一条，减去“{}”最晚的一条",
                own.zh,
                name(benchmark).zh
            ),
            format!(
                "take the last by day of {}, less the last of “{}”",
                own.en,
                name(benchmark).en
            ),
        ),
    };
    let (mut zh, mut en) = (format!("{time_zh}，{zh}。"), format!("{time_en}, {en}."));
    if measure.zero {
        zh.push_str("它任何时候都应为 0。");
        en.push_str(" It must be 0 at all times.");
    }
    match &measure.course {
        Course::Calendar => {}
        Course::Quarters(shares) => {
            let said: Vec<String> = shares
                .iter()
                .map(|it| format!("{}%", Decimal::normalize(it)))
                .collect();
            zh.push_str(&format!("对全年目标，各季度末应达 {}。", said.join("、")));
            en.push_str(&format!(
                " Of a target for the year, {} are expected by the ends of the quarters.",
                said.join(", ")
            ));
        }
        Course::Due => {
            zh.push_str("到时限一次完成，此前不折算进度。");
            en.push_str(" It comes at once by the due day; nothing is expected before.");
        }
    }
    zh.push_str("同一条事实后来的说法代替先前的，撤回的不再计；先后两种都留在账本里。");
    en.push_str(" A later statement of a fact takes the place of an earlier one, and what was taken back does not count; both stay in the ledger.");
    Bilingual::new(zh, en)
}

fn facts(metric: &Bilingual, select: Option<&str>) -> Bilingual {
    let (zh, en) = (&metric.zh, &metric.en);
    match select {
        Some(select) => Bilingual::new(
            format!("“{zh}”的事实里符合 {select} 的部分"),
            format!("the facts “{en}” with {select}"),
        ),
        None => Bilingual::new(format!("“{zh}”的事实"), format!("the facts “{en}”")),
    }
}

#[cfg(test)]
mod tests {
    use youwei_account::{Measures, Source};

    use super::*;

    #[test]
    fn every_way_of_computing_is_said_in_both_languages() {
        let text = |how: &str| {
            format!(
                "[m]\nname = {{ zh = \"甲\", en = \"a\" }}\nmetric = \"x\"\nwhere = \"level != \\\"county\\\"\"\nunit = \"%\"\nper = \"year\"\nsource = \"测试\"\n{how}"
            )
        };
        for (lines, zh, en) in [
            ("how = \"count\"", "数一数", "count the facts"),
            (
                "how = \"sum\"\npace = [20, 55, 80, 100]",
                "20%、55%、80%、100%",
                "20%, 55%",
            ),
            ("how = \"last\"\nzero = true", "应为 0", "must be 0"),
            ("how = \"growth\"", "上年同期", "year before"),
            ("how = \"growth\"\nbase = \"y\"", "“y”同期", "“y”"),
            (
                "how = \"share\"\nof = { metric = \"y\" }",
                "除以“y”",
                "divide by",
            ),
            (
                "how = \"gap\"\nbenchmark = \"y\"",
                "减去“y”",
                "less the last of “y”",
            ),
        ] {
            let text = text(lines);
            let source = Source {
                text: &text,
                file: "a/measures.toml",
            };
            let measures = Measures::read(&[source], None).unwrap();
            let said = how(measures.get("m").unwrap(), &|id| Bilingual::new(id, id));
            assert!(said.zh.contains(zh), "{}", said.zh);
            assert!(said.en.contains(en), "{}", said.en);
            assert!(said.zh.contains("level != \"county\""), "{}", said.zh);
        }
    }
}
