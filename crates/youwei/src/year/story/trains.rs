//! Freight trains: some two hundred to Europe and a few others, two new lines, one train
//! that is recorded twice and one that runs nearly empty.

use serde_json::{Value as Json, json};
use youwei_base::Day;

use super::super::days::{later, on, work_days_later, workday, workday_before};
use super::super::diary::{Check, Diary, Fraud, Step, Who};
use super::super::dice::Dice;

const SYSTEM: &str = "freight-trains";
const CLERK: Who = ("land-port", "freight-clerk");
const INSPECTOR: Who = ("commerce", "freight-inspector");
const SUPERVISOR: Who = ("supervision-office", "supervisor");

const TWICE: Fraud = Fraud {
    id: "train-twice",
    zh: "同一列班列换个班列号再登记一次，多计一列",
    en: "One train is recorded again under another number, to be counted twice",
    caught: Check::Flag("same-train"),
};
const EMPTY: Fraud = Fraud {
    id: "train-for-the-count",
    zh: "年底拉空箱凑列数",
    en: "A train of empty containers runs for the count",
    caught: Check::Flag("mostly-empty"),
};

/// Containers of a train.
const BOXES: u32 = 41;
/// So many trains have containers of their own before the first comes back.
const SETS: u32 = 16;
/// Firms of the city that ship.
const SHIPPER: &str = "91990100MA0000015X";

/// Line, station abroad, country, border port, kind, and the day of its first train if it
/// is a new one.
type Line = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<Day>,
);

fn lines() -> [Line; 6] {
    [
        (
            "云泽—汉堡",
            "汉堡",
            "德国",
            "alashankou",
            "china-europe",
            None,
        ),
        (
            "云泽—杜伊斯堡",
            "杜伊斯堡",
            "德国",
            "khorgos",
            "china-europe",
            None,
        ),
        (
            "云泽—莫斯科",
            "莫斯科",
            "俄罗斯",
            "manzhouli",
            "china-europe",
            None,
        ),
        (
            "云泽—罗兹",
            "罗兹",
            "波兰",
            "alashankou",
            "china-europe",
            Some(on(5, 14)),
        ),
        (
            "云泽—明斯克",
            "明斯克",
            "白俄罗斯",
            "erenhot",
            "china-europe",
            Some(on(9, 3)),
        ),
        (
            "云泽—塔什干",
            "塔什干",
            "乌兹别克斯坦",
            "khorgos",
            "central-asia",
            None,
        ),
    ]
}

/// A train of the story.
struct Train {
    number: u32,
    line: Line,
    outbound: bool,
    departs: Day,
    /// Which set of containers it carries.
    set: u32,
    heavy: u32,
    local: u32,
    first: bool,
}

/// Writes them down.
pub fn write(diary: &mut Diary, seed: u64) {
    let dice = Dice::of("trains", seed);
    let lines = lines();
    let mut opened = Vec::new();
    let mut day = on(1, 7);
    let mut number = 0;
    while day <= on(12, 16) {
        let (at, _) = pick(&dice, &lines, day);
        let Some(line) = lines.get(at).copied() else {
            break;
        };
        let first = line.5.is_some() && !opened.contains(&at);
        if first {
            opened.push(at);
        }
        let train = Train {
            number,
            line,
            outbound: first || dice.percent(58),
            departs: day,
            set: number % SETS,
            heavy: 36 + u32::try_from(dice.below(5)).unwrap_or_default(),
            local: 9 + u32::try_from(dice.below(8)).unwrap_or_default(),
            first,
        };
        run(diary, &dice, &train, None);
        if train.departs >= on(7, 9) && train.departs <= on(7, 10) {
            again(diary, &dice, &train);
        }
        number += 1;
        day = later(day, if dice.percent(55) { 2 } else { 1 });
    }
    let (number, line) = (number + 1_000, lines[0]);
    let empty = Train {
        number,
        line,
        outbound: true,
        departs: on(11, 9),
        set: SETS + 2,
        heavy: 14,
        local: 6,
        first: false,
    };
    run(diary, &dice, &empty, Some(EMPTY));
}

/// Which line runs: the new ones from their first day on, which they open.
fn pick(dice: &Dice, lines: &[Line], day: Day) -> (usize, i64) {
    let thrown = dice.below(100);
    let at = match thrown {
        0..=31 => 0,
        32..=54 => 1,
        55..=71 => 2,
        72..=79 => 3,
        80..=87 => 4,
        _ => 5,
    };
    let runs = lines
        .get(at)
        .is_some_and(|it| it.5.is_none_or(|first| first <= day));
    (if runs { at } else { 0 }, thrown)
}

/// A train from its plan to its arrival.
fn run(diary: &mut Diary, dice: &Dice, train: &Train, fraud: Option<Fraud>) {
    let slot = diary.slot();
    let step = |who, action| Step::of(who, SYSTEM, action, slot);
    let told = workday(train.departs);
    let planned = workday_before(later(train.departs, -3));
    diary.write(
        planned.max(on(1, 5)),
        plan(step(CLERK, "plan").opening(), train),
    );
    let left = depart(step(CLERK, "depart"), train);
    let left = match fraud {
        Some(fraud) => left.deceiving(fraud),
        None => left,
    };
    diary.write(told, left);
    let checked = work_days_later(told, dice.between(1, 4));
    if fraud.is_some() {
        let no = step(INSPECTOR, "refuse").with("reason", "重箱率不到四成，属凑列数发运，不予计列");
        diary.write(checked, no);
        return;
    }
    diary.write(checked, count(step(INSPECTOR, "count"), train));
    let arrived = later(train.departs, dice.between(15, 24));
    let arrival = step(CLERK, "arrive").with("arrived_on", arrived.to_string());
    let at = workday(arrived).max(work_days_later(checked, 1));
    if at <= on(12, 31) {
        diary.write(at, arrival);
    }
}

/// The same containers under another number three days later: counted, and taken out.
fn again(diary: &mut Diary, dice: &Dice, of: &Train) {
    let slot = diary.slot();
    let step = |who, action| Step::of(who, SYSTEM, action, slot);
    let train = Train {
        number: of.number + 2_000,
        departs: later(of.departs, 3),
        first: false,
        ..*of
    };
    let told = workday(train.departs);
    diary.write(
        workday_before(later(train.departs, -1)),
        plan(step(CLERK, "plan").opening(), &train),
    );
    let left = depart(step(CLERK, "depart"), &train);
    diary.write(told, left.deceiving(TWICE));
    let checked = work_days_later(told, dice.between(2, 3));
    diary.write(checked, count(step(INSPECTOR, "count"), &train));
    let revoke =
        step(SUPERVISOR, "revoke").with("reason", "箱号、封志与另一列相同，是同一列，撤销计列");
    diary.write(work_days_later(checked, 8), revoke);
}

fn plan(step: Step, train: &Train) -> Step {
    const HOME: &str = "云泽国际陆港";
    let (line, abroad, country, port, kind, _) = train.line;
    let (origin, destination) = match train.outbound {
        true => (HOME, abroad),
        false => (abroad, HOME),
    };
    step.with("train_no", format!("X{}", 8_000 + train.number))
        .with("kind", kind)
        .with(
            "direction",
            if train.outbound { "outbound" } else { "return" },
        )
        .with("line", line)
        .with("port", port)
        .with("origin", origin)
        .with("destination", destination)
        .with("country", country)
        .with("unit", "land-port")
        .with("planned_on", train.departs.to_string())
}

fn depart(step: Step, train: &Train) -> Step {
    let boxes: Vec<Json> = (0..BOXES).map(|at| container(train, at)).collect();
    step.with("departed_on", train.departs.to_string())
        .with("wagons", BOXES)
        .with("containers", boxes)
        .with("waybill", format!("YZ26{:08}", train.number + 1))
        .with("waybill_boxes", BOXES)
}

fn count(step: Step, train: &Train) -> Step {
    let way = if train.outbound { 0 } else { 1 };
    let step = step
        .with(
            "declaration",
            format!("99012026{way}{:09}", train.number + 10_000),
        )
        .with("declared_boxes", train.heavy);
    match train.first {
        true => step.with("first_run", true),
        false => step,
    }
}

/// One container: some with goods of the city, some with others', a few empty.
fn container(train: &Train, at: u32) -> Json {
    let number = numbered(train.set * 100 + at + 1);
    if at >= train.heavy {
        return json!({ "number": number, "size": "ft40", "load": "empty" });
    }
    if at < train.local {
        return json!({
            "number": number, "size": "ft40", "load": "heavy", "cargo": "local",
            "shipper": SHIPPER, "value": (41_000 + at * 300).to_string(), "weight": 18,
        });
    }
    json!({
        "number": number, "size": "ft40", "load": "heavy", "cargo": "elsewhere",
        "value": (38_000 + at * 500).to_string(), "weight": 20,
    })
}

/// A number of the invented owner YZL with its check digit (ISO 6346): the characters'
/// worth times the powers of two, modulo 11; letters are worth 10 and on, without the
/// multiples of 11.
fn numbered(serial: u32) -> String {
    const OWNER: [u32; 4] = [37, 38, 23, 32];
    let digits = format!("{serial:06}");
    let worth = digits.chars().map(|it| it.to_digit(10).unwrap_or_default());
    let sum: u32 = OWNER
        .into_iter()
        .chain(worth)
        .zip(0_u32..)
        .map(|(worth, place)| worth << place)
        .sum();
    format!("YZLU{digits}{}", sum % 11 % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_check() {
        for serial in [1, 100_001, 2_345, 999_999] {
            let number = numbered(serial);
            assert!(
                youwei_base::ids::container::check(&number).is_ok(),
                "{number}"
            );
        }
    }
}
