//! What becomes of a signing: registered, paid for, begun.

use youwei_base::Day;

use super::super::super::days::{later, on, work_days_later, workday};
use super::super::super::diary::{Diary, Fraud, Paper, Step, Who};
use super::super::super::dice::Dice;
use super::{INSPECTOR, Sought, code, yuan};

/// What becomes of it in the year: most are registered, half of these have money, one in
/// ten starts.
pub fn after(diary: &mut Diary, dice: &Dice, one: &Sought) {
    if dice.percent(14) {
        return;
    }
    // Some are later than they promised.
    let days = if dice.percent(8) {
        66
    } else {
        dice.between(12, 50)
    };
    let registered = workday(later(one.signed(), days));
    if registered > on(12, 28) {
        return;
    }
    register(diary, one, registered);
    if dice.percent(50) {
        money(
            diary,
            one,
            workday(later(registered, 8)),
            one.total * 2_000,
            0,
            None,
        );
    }
    if one.number.is_multiple_of(10) && one.signed() < on(7, 1) {
        start(diary, one, registered);
    }
}

pub fn register(diary: &mut Diary, one: &Sought, day: Day) {
    let licence = Paper::Text(
        format!("执照{}.txt", one.number),
        format!("执照{}", one.number),
    );
    let registered = one
        .step(INSPECTOR, "register")
        .with("company", code(true, one.number))
        .with("registered_on", day.to_string())
        .handing("licence", licence);
    diary.write(day, registered);
}

/// Money that arrives, and the account that is looked at when the window is over; amounts
/// in units of 10,000 yuan.
pub fn money(
    diary: &mut Diary,
    one: &Sought,
    day: Day,
    amount: i64,
    out: i64,
    fraud: Option<Fraud>,
) {
    let slip = format!("工行{:06}", one.number);
    let paper = |what: &str| {
        Paper::Text(
            format!("{what}{}.txt", one.number),
            format!("{what}{}", one.number),
        )
    };
    let arrived = |verified: bool| {
        let step = one
            .step(INSPECTOR, "record-money")
            .with("slip_no", slip.as_str())
            .with("on", day.to_string())
            .with("amount", (amount * 10_000).to_string())
            .handing("slip_file", paper("进账单"));
        match verified {
            true => step.with("verification", format!("验字{}", one.number)),
            false => step.refused(),
        }
    };
    let checked = workday(later(day, 32));
    if checked > on(12, 30) {
        return;
    }
    if one.number.is_multiple_of(13) {
        diary.write(day, arrived(false));
    }
    diary.write(day, arrived(true));
    let check = one
        .step(INSPECTOR, "check-account")
        .with("slip_no", slip.as_str())
        .with("out", (out * 10_000).to_string())
        .handing("statement", paper("流水"));
    diary.write(
        checked,
        match fraud {
            Some(fraud) => check.deceiving(fraud),
            None => check,
        },
    );
}

/// Filed, entered as a key project of the county, and begun there.
fn start(diary: &mut Diary, one: &Sought, registered: Day) {
    let of = registered.strftime("%y%m").to_string();
    let code_of = format!("{of}-{}-04-01-{:06}", one.place.1, 700_000 + one.number);
    let at = |days| work_days_later(registered, days);
    diary.write(
        at(10),
        one.step(one.clerk(), "file-project")
            .with("code", code_of.as_str()),
    );
    let key = diary.slot();
    let works: Who = (one.place.0, "project-clerk");
    let reform: Who = ("development-reform", "project-inspector");
    let step = |who, action| Step::of(who, "key-projects", action, key);
    let propose = step(works, "propose")
        .opening()
        .with("name", format!("{}{}", one.place.2, one.product))
        .with("code", code_of)
        .with("level", "county")
        .with("industry", "manufacturing")
        .with("unit", one.place.0)
        .with("area", one.place.1)
        .with("builder", code(true, one.number))
        .with("total", yuan(one.total));
    diary.write(at(12), propose);
    diary.write(at(14), step(reform, "admit"));
    diary.write(
        at(15),
        one.step(one.clerk(), "link-project").linked("project", key),
    );
    // Before anything is confirmed there, nothing is confirmed here.
    diary.write(at(16), one.step(one.clerk(), "confirm-start").refused());
    let begun = at(30);
    let number = format!("泽建许〔2026〕7{:03}号", one.number);
    let permit = step(works, "record-permit")
        .with("kind", "construction")
        .with("number", number.as_str())
        .with("issued_on", at(28).to_string());
    diary.write(at(29), permit);
    let day = begun.to_string();
    diary.write(
        at(31),
        step(works, "apply-start").with("started_on", day.as_str()),
    );
    let confirmed = step(reform, "confirm-start")
        .with("started_on", day)
        .with("permit", number)
        .with("payment", format!("付字第7{:04}号", one.number));
    diary.write(at(34), confirmed);
    diary.write(at(36), one.step(one.clerk(), "confirm-start"));
}
