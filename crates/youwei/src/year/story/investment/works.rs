//! The works of a signing, as a key project of its county: entered, begun, reported month
//! by month, and for a few finished, in production, and held to what was promised.

use youwei_base::Day;

use super::super::super::days::{later, month, on, work_days_later, workday, workday_before};
use super::super::super::diary::{Diary, Paper, Slot, Step, Who};
use super::super::super::dice::Dice;
use super::super::sites::Site;
use super::{INSPECTOR, LEAD, Sought, code, yuan};

const REFORM: Who = ("development-reform", "project-inspector");

/// What the works are.
pub struct Works {
    pub key: Slot,
    /// When the filing is told.
    pub told: Day,
    pub begun: Day,
    /// Spent in earlier years, in units of 10,000 yuan.
    pub before: i64,
    pub finish: Option<Day>,
    pub produced: Option<Day>,
}

impl Works {
    /// Works that begin a month after their filing.
    pub fn beginning(diary: &mut Diary, told: Day) -> Works {
        Works {
            key: diary.slot(),
            told,
            begun: work_days_later(told, 20),
            before: 0,
            finish: None,
            produced: None,
        }
    }
}

/// Filed, entered as a key project of the county, begun and built there.
pub fn write(diary: &mut Diary, dice: &Dice, one: &Sought, works: &Works) {
    let of = later(works.begun, -35).strftime("%y%m").to_string();
    let code_of = format!("{of}-{}-04-01-{:06}", one.place.1, 700_000 + one.number);
    let at = |days| work_days_later(works.told, days);
    let file = one.step(one.clerk(), "file-project");
    diary.write(works.told, file.with("code", code_of.as_str()));
    let clerk: Who = (one.place.0, "project-clerk");
    let step = |who, action| Step::of(who, "key-projects", action, works.key);
    let mut propose = step(clerk, "propose")
        .opening()
        .with("name", format!("{}{}", one.place.2, one.product))
        .with("code", code_of)
        .with("level", "county")
        .with("industry", "manufacturing")
        .with("unit", one.place.0)
        .with("area", one.place.1)
        .with("site", Site::of(one.area(), one.number).said())
        .with("builder", code(true, one.number))
        .with("builder_name", format!("云泽{}有限公司", one.product))
        .with("total", yuan(one.total))
        .with("plan_start", works.begun.to_string());
    if works.before > 0 {
        propose = propose.with("invested_before", (works.before * 10_000).to_string());
    }
    diary.write(at(2), propose);
    diary.write(at(4), step(REFORM, "admit"));
    let link = one.step(one.clerk(), "link-project");
    diary.write(at(5), link.linked("project", works.key));
    if one.number.is_multiple_of(10) {
        // Before anything is confirmed there, nothing is confirmed here.
        diary.write(at(5), one.step(one.clerk(), "confirm-start").refused());
    }
    let begun = works.begun.to_string();
    let number = format!("泽建许〔{}〕7{:03}号", works.begun.year(), one.number);
    let recorded = at(6).max(workday_before(later(works.begun, -1)));
    let permit = step(clerk, "record-permit")
        .with("kind", "construction")
        .with("number", number.as_str())
        .with(
            "issued_on",
            workday_before(later(works.begun, -2)).to_string(),
        );
    diary.write(recorded, permit);
    let applied = work_days_later(recorded.max(works.begun), 1);
    let apply = step(clerk, "apply-start").with("started_on", begun.as_str());
    diary.write(applied, apply);
    let confirmed = work_days_later(applied, 3);
    let confirm = step(REFORM, "confirm-start")
        .with("started_on", begun)
        .with("permit", number)
        .with("payment", format!("付字第7{:04}号", one.number));
    diary.write(confirmed, confirm);
    let here = one.step(one.clerk(), "confirm-start");
    diary.write(work_days_later(confirmed, 2), here);
    let spent = reported(diary, dice, one, works, confirmed);
    finished(diary, one, works, works.before + spent);
}

/// What is spent month by month; the sum, in units of 10,000 yuan. What is finished was
/// paid for but for a few hundredths.
fn reported(diary: &mut Diary, dice: &Dice, one: &Sought, works: &Works, confirmed: Day) -> i64 {
    let total = one.total * 10_000;
    let first = match works.begun < on(1, 1) {
        true => 1,
        false => works.begun.month(),
    };
    let last = works.finish.map_or(11, |it| it.month() - 1);
    let months = i64::from(last - first + 1).max(1);
    let each = (total * 94 / 100 - works.before) / months;
    let mut spent = 0;
    for of in first..=last {
        let amount = match works.finish {
            Some(_) => each,
            None => total * dice.between(15, 35) / 1_000,
        };
        spent += amount;
        let progress = ((works.before + spent) * 100 / total).clamp(1, 97);
        let told = Step::of(
            (one.place.0, "project-clerk"),
            "key-projects",
            "report-month",
            works.key,
        )
        .with("month", month(of))
        .with("amount", (amount * 10_000).to_string())
        .with("progress_now", progress);
        let day = workday_before(on(of + 1, 4)).max(work_days_later(confirmed, 1));
        diary.write(day, told);
    }
    spent
}

/// Accepted, and in production, where the story says so.
fn finished(diary: &mut Diary, one: &Sought, works: &Works, spent: i64) {
    let Some(finish) = works.finish else {
        return;
    };
    let step = |who, action| Step::of(who, "key-projects", action, works.key);
    let applied = work_days_later(finish, 1);
    let apply = step((one.place.0, "project-clerk"), "apply-finish");
    diary.write(applied, apply.with("finished_on", finish.to_string()));
    let done = step(REFORM, "confirm-finish")
        .with("finished_on", finish.to_string())
        .with("acceptance", format!("泽竣备〔2026〕7{:03}号", one.number))
        .with("settlement", format!("结算7{:03}", one.number))
        .with("settled", (spent * 10_000).to_string());
    diary.write(work_days_later(applied, 4), done);
    let Some(produced) = works.produced else {
        return;
    };
    let there = step(REFORM, "confirm-production")
        .with("produced_on", produced.to_string())
        .with("invoice", format!("发票7{:04}", one.number))
        .with("power", format!("户7{:04}，读数十二万", one.number));
    diary.write(work_days_later(produced, 2), there);
    let here = one.step(one.clerk(), "confirm-production");
    diary.write(work_days_later(produced, 4), here);
}

/// The clause that was reviewed is honoured, in units of 10,000 yuan.
pub fn honour(diary: &mut Diary, one: &Sought, day: Day, amount: i64) {
    let slip = format!("财付2026{:04}", one.number);
    let paid = one
        .step(INSPECTOR, "honour")
        .with("clause_no", 1)
        .with("amount", (amount * 10_000).to_string())
        .with("slip_no", slip.as_str())
        .handing("voucher", Paper::Text(format!("{slip}.txt"), slip.clone()));
    diary.write(workday(day), paid);
}

/// What was promised is held against what came, with so many hundredths of the tax.
pub fn evaluate(diary: &mut Diary, one: &Sought, day: Day, kept: i64) {
    let action = if kept >= 80 {
        "evaluate"
    } else {
        "evaluate-short"
    };
    let report = Paper::Text(
        format!("履约评估{}.txt", one.number),
        format!(
            "第{}号投资合同的履约评估，税收完成百分之{kept}。",
            one.number
        ),
    );
    let step = one
        .step(LEAD, action)
        .with("output_kept", yuan(one.total * 2 * kept / 100))
        .with("tax_kept", (one.tax * kept * 100).to_string())
        .with("above_scale", kept >= 80)
        .handing("paper", report);
    diary.write(workday(day), step);
}

/// Some of what was paid out comes back, in units of 10,000 yuan.
pub fn recover(diary: &mut Diary, one: &Sought, day: Day, amount: i64) {
    let slip = format!("缴{}{:04}", day.strftime("%m%d"), one.number);
    let back = one
        .step(INSPECTOR, "recover")
        .with("slip_no", slip.as_str())
        .with("amount", (amount * 10_000).to_string())
        .handing("receipt", Paper::Text(format!("{slip}.txt"), slip.clone()));
    diary.write(workday(day), back);
}
