//! Contracts of last year, entered in January with what became of them until then: their
//! cohorts are complete in this year, some of them produce, and two are held to what they
//! promised.

use youwei_base::Day;

use super::super::super::days::{on, work_days_later, workday};
use super::super::super::diary::Diary;
use super::super::super::dice::Dice;
use super::life::{given_up, money, register, substance};
use super::works::{self, Works};
use super::{LEAD, Sought, sign, sought, through_review, to_talks};

/// A day of the year before.
fn then(month: i8, day: i8) -> Day {
    Day::new(2025, month, day).unwrap_or(Day::MIN)
}

/// How far it has come by January, and when the works are finished and produce.
#[derive(Clone, Copy)]
enum Course {
    /// Begun last year, with so many hundredths of the total spent.
    Begun(Day, i64, Option<(Day, Day)>),
    /// Begun this year.
    Begins(Day),
    /// Put off, then begun.
    PutOff(Day),
    /// Put off no more: it comes to nothing.
    GivenUp(Day),
    /// Nothing happens, past its day.
    Waits,
}

/// Number, day of signing, place among the places, course.
const ALL: [(u32, (i8, i8)); 8] = [
    (801, (2, 18)),
    (802, (3, 11)),
    (803, (5, 20)),
    (804, (6, 17)),
    (805, (8, 12)),
    (806, (9, 9)),
    (807, (10, 16)),
    (808, (11, 6)),
];

fn course(number: u32) -> Course {
    match number {
        801 => Course::Begun(then(5, 12), 62, Some((on(4, 16), on(5, 20)))),
        802 => Course::Begun(then(6, 9), 55, Some((on(5, 14), on(6, 16)))),
        803 => Course::Begun(then(9, 8), 30, Some((on(8, 13), on(9, 17)))),
        804 => Course::Begun(then(11, 17), 6, None),
        805 => Course::PutOff(on(9, 14)),
        806 => Course::GivenUp(on(8, 20)),
        807 => Course::Waits,
        _ => Course::Begins(on(3, 17)),
    }
}

/// Writes them down.
pub fn write(diary: &mut Diary, dice: &Dice) {
    for (number, (month, day)) in ALL {
        let mut one = sought(diary, dice, number, workday(on(1, 6)));
        let signed = workday(then(month, day));
        one.signed_on = signed;
        one.first_on = signed
            .checked_sub(jiff::Span::new().days(70))
            .unwrap_or(signed);
        one.plan_register = signed;
        one.plan_start = if number == 807 { on(9, 30) } else { on(6, 30) };
        to_talks(diary, &one, None);
        through_review(diary, &one);
        let told = one.day(11);
        diary.write(told, sign(&one, "contract"));
        register(diary, &one, told, work_days_later(signed, 15));
        substance(
            diary,
            &one,
            work_days_later(told, 12),
            dice.between(20, 160),
        );
        let paid = work_days_later(told, 3);
        let amount = one.total * 3_000;
        if !matches!(number, 806 | 807) {
            money(diary, &one, paid, amount, 0, None);
        }
        after(diary, dice, &one, told);
    }
}

fn after(diary: &mut Diary, dice: &Dice, one: &Sought, told: Day) {
    let works = |diary: &mut Diary, told, begun, before, ends: Option<(Day, Day)>| Works {
        key: diary.slot(),
        told,
        begun,
        before,
        finish: ends.map(|it| it.0),
        produced: ends.map(|it| it.1),
    };
    match course(one.number) {
        Course::Begun(begun, share, ends) => {
            let before = one.total * 100 * share;
            let works = works(diary, work_days_later(told, 4), begun, before, ends);
            works::write(diary, dice, one, &works);
        }
        Course::Begins(begun) => {
            let works = works(diary, work_days_later(told, 6), begun, 0, None);
            works::write(diary, dice, one, &works);
        }
        Course::PutOff(begun) => {
            let step = one.step(LEAD, "extend-start");
            let why = "专线供电要等变电站投运，开工推迟一个季度";
            diary.write(on(6, 18), step.with("why", why));
            let works = works(diary, on(8, 11), begun, 0, None);
            works::write(diary, dice, one, &works);
        }
        Course::GivenUp(day) => {
            let step = one.step(LEAD, "extend-start");
            diary.write(on(6, 16), step.with("why", "投资方融资交割推迟"));
            given_up(diary, dice, one, day);
        }
        Course::Waits => {}
    }
    match one.number {
        801 => {
            works::honour(diary, one, on(6, 18), 400);
            works::evaluate(diary, one, on(11, 10), 91);
        }
        802 => {
            works::honour(diary, one, on(7, 14), 600);
            works::evaluate(diary, one, on(11, 12), 40);
            // Six tenths of what was paid out.
            works::recover(diary, one, on(11, 18), 200);
            works::recover(diary, one, on(12, 10), 160);
            let close = one.step(LEAD, "close-recovery");
            diary.write(on(12, 14), close);
        }
        _ => {}
    }
}
