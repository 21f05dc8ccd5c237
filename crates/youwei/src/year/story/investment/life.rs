//! What becomes of a signing: registered, paid for, looked at, begun; or given up.

use youwei_base::Day;

use super::super::super::days::{later, on, work_days_later, workday, workday_before};
use super::super::super::diary::{Diary, Fraud, Paper};
use super::super::super::dice::Dice;
use super::super::super::photo::Photo;
use super::super::sites::Site;
use super::works::{self, Works};
use super::{INSPECTOR, LEAD, Sought, code};

/// Those of January and February that only put machines into a hall that stands: they
/// begin in spring, are finished in September and produce in October. The second has a
/// clause that is honoured.
const FAST: [u32; 3] = [4, 9, 18];

/// Why a signing comes to nothing, and why a start is put off.
const GIVEN_UP: [(&str, &str); 4] = [
    ("funds", "投资方融资没有落实，资金不到位，双方协议终止"),
    ("elsewhere", "投资方总部调整布局，项目转投外地"),
    ("land", "用能指标没有落实，投资方不再等待"),
    ("other", "产品价格下跌，投资方暂停扩产"),
];
const PUT_OFF: [&str; 4] = [
    "进口设备交货推迟，施工图随设备修改",
    "汛期停工，场地平整顺延",
    "专线供电要等变电站投运",
    "投资方二轮融资交割推迟",
];

/// What becomes of it in the year: most are registered, looked at, and have money; of those
/// that were signed in spring half begin, others are put off, and some come to nothing. A
/// few are left as they are, past their days.
pub fn after(diary: &mut Diary, dice: &Dice, one: &Sought) {
    let fast = FAST.contains(&one.number);
    if !fast && dice.percent(10) {
        let late = dice.percent(12);
        let day = workday_before(later(one.signed_on, dice.between(30, 56)));
        if !late && day <= on(12, 28) {
            given_up(diary, dice, one, day);
        }
        return;
    }
    // Some are later than they promised.
    let days = match (fast, dice.percent(3)) {
        (true, _) => 12,
        (_, true) => 66,
        _ => dice.between(12, 50),
    };
    let registered = workday(later(one.signed_on, days));
    if registered > on(12, 28) {
        return;
    }
    register(diary, one, registered, registered);
    if fast || dice.percent(60) {
        let amount = one.total * 2_000;
        money(diary, one, workday(later(registered, 8)), amount, 0, None);
    }
    // One in fifty is forgotten.
    let forgotten = dice.percent(2);
    let looked = workday_before(later(registered, dice.between(50, 86)));
    if (fast || !forgotten) && looked <= on(12, 28) {
        substance(diary, one, looked, dice.between(3, 140));
    }
    begun(diary, dice, one, (registered, fast));
}

/// Begun, put off, given up, or left as it is.
fn begun(diary: &mut Diary, dice: &Dice, one: &Sought, (registered, fast): (Day, bool)) {
    let spring = one.signed_on < on(7, 1);
    let (share, wait) = if spring { (50, 55) } else { (15, 10) };
    let starts = dice.percent(share);
    let told = work_days_later(registered, 10 + dice.below(wait));
    if fast {
        let told = work_days_later(registered, 3);
        let mut works = Works::beginning(diary, told);
        works.finish = Some(on(9, 15));
        works.produced = Some(on(10, 13));
        works::write(diary, dice, one, &works);
        if one.clause() {
            works::honour(diary, one, on(10, 27), 300);
        }
    } else if starts {
        let works = Works::beginning(diary, told);
        if works.begun <= on(11, 27) {
            works::write(diary, dice, one, &works);
        }
    } else if one.plan_start <= on(12, 20) {
        match dice.below(100) {
            0..=7 => {}
            8..=19 => given_up(diary, dice, one, workday_before(later(one.plan_start, -6))),
            _ => {
                let why = dice.pick(&PUT_OFF, &PUT_OFF[0]);
                let step = one.step(LEAD, "extend-start").with("why", *why);
                let day = workday_before(later(one.plan_start, -dice.between(4, 20)));
                diary.write(day, step);
                // What was put off until a day of this year comes to nothing before it.
                let due = later(one.plan_start, 90);
                if due <= on(12, 31) {
                    given_up(diary, dice, one, workday_before(later(due, -3)));
                }
            }
        }
    }
}

pub fn given_up(diary: &mut Diary, dice: &Dice, one: &Sought, day: Day) {
    let (why, reason) = *dice.pick(&GIVEN_UP, &GIVEN_UP[0]);
    let step = one.step(LEAD, "terminate");
    diary.write(day, step.with("why_ended", why).with("reason", reason));
}

/// Registered on one day, told on another.
pub fn register(diary: &mut Diary, one: &Sought, told: Day, on: Day) {
    let licence = Paper::Text(
        format!("执照{}.txt", one.number),
        format!("执照{}", one.number),
    );
    let registered = one
        .step(INSPECTOR, "register")
        .with("company", code(true, one.number))
        .with("registered_on", on.to_string())
        .handing("licence", licence);
    diary.write(told, registered);
}

/// Somebody goes there, with so many people insured.
pub fn substance(diary: &mut Diary, one: &Sought, day: Day, insured: i64) {
    let photo = Photo {
        number: 71_000 + one.number,
        taken: workday_before(later(day, -1)),
        at: Site::of(one.area(), one.number).seen(),
    };
    let looked = one
        .step(INSPECTOR, "check-substance")
        .with("insured", insured)
        .with("paper", format!("社保2026-{}", one.number))
        .handing("photo", Paper::Photo(photo));
    diary.write(day, looked);
}

/// Money that arrives, and the account that is looked at when the window is over; amounts
/// in units of 10,000 yuan. Foreign money is confirmed by the commerce department.
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
        match (verified, one.is_foreign()) {
            (true, true) => step.with("commerce", format!("商资确〔2026〕{}号", one.number)),
            (true, false) => step.with("verification", format!("验字{}", one.number)),
            (false, _) => step.refused(),
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
