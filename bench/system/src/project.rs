//! The life of a key project as those who work on it enter it: what is asked, by whom, on
//! which day.

use jiff::ToSpan;
use serde_json::{Map, Value, json};
use youwei_base::Day;

/// The system.
pub const SYSTEM: &str = "key-projects";

/// One thing that somebody does.
pub struct Step {
    pub day: Day,
    /// The role in which it is done.
    pub role: &'static str,
    pub action: &'static str,
    pub input: Map<String, Value>,
}

/// The counties of the city with the code of each.
pub const AREAS: [(&str, &str); 8] = [
    ("990101", "泽南区"),
    ("990102", "泽北区"),
    ("990103", "澜川区"),
    ("990121", "东岭县"),
    ("990122", "西塬县"),
    ("990123", "青禾县"),
    ("990124", "岭原县"),
    ("990171", "高铁新区"),
];

const CLERK: &str = "project-clerk";
const INSPECTOR: &str = "project-inspector";
const LEAD: &str = "project-lead";

/// How many facts a life of so many months states that ended, and how many one whose
/// project is still being built.
pub fn facts(months: usize, ends: bool) -> usize {
    // Listed, planned for two years, started; each month's money and dispatch; finished
    // and in production.
    4 + 2 * months + if ends { 2 } else { 0 }
}

/// The life of a project that has its last monthly report `months` months after its start;
/// it ends, or is still being built on `today`.
pub fn life(number: usize, months: usize, ends: bool, today: Day) -> Vec<Step> {
    let mut steps = Steps {
        all: Vec::with_capacity(12 + 2 * months),
        today,
    };
    // The last month that is over is the last that can be reported, and a project that
    // ends has some days left for it.
    let first_of_month = today.first_of_month();
    let back = months + if ends { 2 } else { 0 };
    let start = first_of_month.saturating_sub((back as i64).months());
    let start = start.saturating_add(((number % 7) as i64).days());
    let before = |days: i64| start.saturating_sub(days.days());
    let (code, place) = AREAS[number % AREAS.len()];
    let level = ["province", "city", "city", "county"][number / AREAS.len() % 4];
    let industry = ["manufacturing", "infrastructure", "energy", "livelihood"][number / 32 % 4];
    let kind = ["标准厂房", "快速路", "储能电站", "社区医院"][number / 32 % 4];
    let total = 50_000_000 + (number as u64 % 977) * 1_000_000;

    steps.add(
        before(40),
        CLERK,
        "propose",
        json!({
            "name": format!("{place}{kind}{number}号工程"),
            "code": project_code(number, code),
            "level": level, "industry": industry, "unit": "housing-construction", "area": code,
            "content": format!("新建{kind}及配套道路、管网，用地{}亩。", 20 + number % 300),
            "total": total.to_string(), "land_mu": (20 + number % 300).to_string(),
            "plan_start": before(5).to_string(), "plan_finish": "2027-12-31",
        }),
    );
    steps.add(before(37), INSPECTOR, "admit", json!({}));
    steps.add(
        before(30),
        CLERK,
        "record-permit",
        permit("approval", number, before(31)),
    );
    steps.add(before(28), LEAD, "plan-year", plan(start.year(), total));
    steps.add(
        before(12),
        CLERK,
        "record-permit",
        permit("construction", number, before(13)),
    );
    steps.add(
        before(0),
        CLERK,
        "apply-start",
        json!({ "started_on": before(2).to_string() }),
    );
    steps.add(start.saturating_add(1.day()), INSPECTOR, "confirm-start", json!({
        "started_on": before(2).to_string(), "permit": format!("建施（{}）{number}号", start.year()),
        "payment": format!("付款凭证{number}"),
    }));
    // What a month costs, in thousandths: in the end nearly all is spent, and half of it of
    // one project in fifty, which a check flags.
    let spent = match ends && number % 50 != 7 {
        true => 900,
        false => 450,
    };
    let share = spent / months.max(1) as u64;
    let mut month = start.first_of_month();
    for at in 0..months {
        let following = month.saturating_add(1.month());
        steps.add(
            following.saturating_add(1.day()),
            CLERK,
            "report-month",
            json!({
                "month": month.strftime("%Y-%m").to_string(),
                "amount": (total / 1_000 * share * (9 + (number + at) as u64 % 3) / 10).to_string(),
                "progress_now": ((at + 1) * 90 / (months + 1)).to_string(),
            }),
        );
        steps.add(
            following.saturating_add(2.days()),
            LEAD,
            "dispatch",
            json!({
                "month": month.strftime("%Y-%m").to_string(), "level_asked": "deputy-mayor",
                "words": format!("由住建局牵头，{}日前解决临时用电。", 10 + at % 18),
            }),
        );
        month = following;
    }
    steps.add(
        month.saturating_add(3.days()),
        LEAD,
        "plan-year",
        plan(start.year() + 1, total),
    );
    if ends {
        let done = month.saturating_add(8.days()).to_string();
        steps.add(
            month.saturating_add(10.days()),
            CLERK,
            "apply-finish",
            json!({ "finished_on": done }),
        );
        steps.add(month.saturating_add(14.days()), INSPECTOR, "confirm-finish", json!({
            "finished_on": done, "acceptance": format!("验备{number}"), "settlement": format!("结算{number}"),
        }));
        let produced = month.saturating_add(20.days());
        steps.add(produced, INSPECTOR, "confirm-production", json!({
            "produced_on": produced.to_string(), "invoice": format!("发票{number}"), "power": format!("电表{number}"),
        }));
    }
    steps.all
}

/// A month that was reported, put right by so much that the report's page, which rounds,
/// says another figure.
pub fn corrected(month: &Value) -> Map<String, Value> {
    let amount = month["amount"]
        .as_str()
        .and_then(|it| it.parse::<u64>().ok());
    // So the same city can be measured as often as one likes.
    let amount = match amount.expect("an amount") {
        much @ 20_000_001.. => much - 20_000_000,
        little => little + 20_000_000,
    };
    object(json!({ "month": month["month"], "amount": amount.to_string(), "why": "漏计一笔付款" }))
}

struct Steps {
    all: Vec<Step>,
    today: Day,
}

impl Steps {
    fn add(&mut self, day: Day, role: &'static str, action: &'static str, input: Value) {
        self.all.push(Step {
            day: day.min(self.today),
            role,
            action,
            input: object(input),
        });
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn permit(kind: &str, number: usize, day: Day) -> Value {
    json!({ "kind": kind, "number": format!("泽发改审〔{}〕{number}号", day.year()), "issued_on": day.to_string() })
}

fn plan(year: i16, total: u64) -> Value {
    json!({ "plan_year": year.to_string(), "year_plan": (total / 2).to_string() })
}

/// A project code of its own for each number below a hundred million.
fn project_code(number: usize, area: &str) -> String {
    let (month, serial) = (1 + number / 1_000_000 % 12, number % 1_000_000);
    format!("25{month:02}-{area}-04-01-{serial:06}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit;
    use std::collections::BTreeSet;
    use youwei_system::decide::decide;
    use youwei_system::records::Records;
    use youwei_system::wish::Wish;

    #[test]
    fn every_step_of_every_kind_of_life_is_accepted() {
        let systems = kit::declared();
        let city = kit::city();
        let (actors, town) = (kit::actors(&city), kit::town(&city));
        let system = systems
            .iter()
            .find(|it| &*it.id == SYSTEM)
            .expect("it is there");
        let mut codes = BTreeSet::new();
        for (number, (months, ends, today)) in [
            (0, (12, true, "2026-11-23")),
            (1, (12, false, "2026-11-23")),
            (34, (1, true, "2026-01-31")),
            (67, (1, false, "2026-03-01")),
            (1_000_007, (3, true, "2026-02-28")),
        ] {
            let today: Day = today.parse().expect("a day");
            let mut records = Records::new(systems.iter().cloned());
            let (mut stated, mut flagged) = (0, false);
            for (index, step) in (0..).zip(life(number, months, ends, today)) {
                assert!(step.day <= today);
                codes.insert(step.input.get("code").cloned().map(|it| it.to_string()));
                let wish = Wish {
                    action: kit::action(system, step.action),
                    input: step.input,
                    seen: None,
                };
                let record = records.book(SYSTEM).and_then(|it| it.get("2026-00001"));
                let (actor, at) = (&actors[step.role], kit::morning(step.day));
                let decided = decide(system, record, &wish, actor, &town, at, &records);
                let decided = decided.unwrap_or_else(|it| panic!("{}: {it:?}", step.action));
                stated += decided.happened.facts.len();
                flagged |= !decided.happened.flags.is_empty();
                let data = serde_json::to_value(decided.happened).expect("JSON");
                let (kind, subject) = (
                    format!("{SYSTEM}.{}", step.action),
                    format!("{SYSTEM}/2026-00001"),
                );
                records.evolve(index, &kind, &subject, at.now, &data);
            }
            assert_eq!(stated, facts(months, ends), "{number}");
            assert_eq!(flagged, ends && number % 50 == 7, "{number}");
        }
        assert_eq!(codes.len(), 6, "five codes and none");
    }
}
