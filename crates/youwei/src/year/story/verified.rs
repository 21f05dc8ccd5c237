//! What becomes of a conclusion once the time to ask for a review is over: somebody looks
//! whether it was put right, and what was not is ordered again.

use youwei_base::Day;

use super::super::days::{later, work_days_later, workday};
use super::super::diary::{Diary, Paper, Slot, Step, Who};
use super::super::dice::Dice;

const ORDERS: &str = "supervision";
const SUPERVISOR: Who = ("supervision-office", "supervisor");
const HEAD: Who = ("supervision-office", "supervision-lead");

/// A conclusion that was delivered on a day and stands, with nobody asking for a review.
pub fn verify(diary: &mut Diary, dice: &Dice, (slot, title): (Slot, &str), delivered: Day) {
    let day = workday(later(delivered, 32 + dice.between(0, 6)));
    let checked = Step::of(SUPERVISOR, ORDERS, "verify", slot)
        .with(
            "verified",
            format!("{title}：逐项核对，整改措施已经落实；进度按月看灯"),
        )
        .with("log_no", format!("督查核验{slot}"));
    diary.write(day, checked.standing("final"));
}

/// One that was not put right: it is ordered again, answered and concluded again.
pub fn press_again(diary: &mut Diary, slot: Slot, unit: &'static str, delivered: Day) {
    let day = workday(later(delivered, 34));
    let again = Step::of(HEAD, ORDERS, "press-again", slot).with(
        "asked",
        "结论作出一个多月，承诺的事没有完成；限期完成并报印发的文件",
    );
    diary.write(day, again.standing("final"));
    let answered = work_days_later(day, 7);
    let paper = Paper::Text(
        format!("再次办理情况{slot}.txt"),
        format!("方案已报省里审批（{slot}）"),
    );
    let told = Step::of((unit, "project-clerk"), ORDERS, "feed-back", slot)
        .with("words", "方案已经上报，等省里批复")
        .handing("paper", paper);
    diary.write(answered, told);
    let concluded = work_days_later(answered, 2);
    let conclude = Step::of(SUPERVISOR, ORDERS, "conclude", slot)
        .with("conclusion", "没有完成属实，批复以后一个月内核验");
    diary.write(concluded, conclude);
    let deliver = Step::of(SUPERVISOR, ORDERS, "deliver", slot);
    diary.write(work_days_later(concluded, 1), deliver);
}
