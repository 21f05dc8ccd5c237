//! Freight trains: some 180 between China and Europe of the 200 promised, two dozen to
//! Central Asia; two new lines, boxes that come back, and trains that are none.

use serde_json::{Value as Json, json};
use youwei_base::Day;
use youwei_base::ids::container;

use super::super::days::{later, on, work_days_later, workday, workday_before};
use super::super::diary::{Check, Diary, Fraud, Said, Slot, Step, Who};
use super::super::dice::Dice;
use super::firms;

const SYSTEM: &str = "freight-trains";
const CLERK: Who = ("land-port", "freight-clerk");
const INSPECTOR: Who = ("commerce", "freight-inspector");
const SUPERVISOR: Who = ("supervision-office", "supervisor");

/// How many to Europe and back leave in each month: a little less than the calendar asks.
const TO_EUROPE: [i64; 12] = [11, 9, 14, 15, 16, 17, 16, 17, 18, 17, 16, 5];
/// And to Central Asia.
const TO_ASIA: [i64; 12] = [2, 1, 2, 2, 3, 2, 2, 2, 3, 2, 2, 1];

/// Blocks of boxes that go round: a block is on one train in some months.
const BLOCKS: u32 = 120;
const BOXES: u32 = 41;

const TWICE: Fraud = Fraud {
    id: "train-counted-twice",
    zh: "六月的一列班列改个班列号、挪四天，又登记成一列",
    en: "A train of June is entered once more, with another number and four days later",
    caught: Check::Flag("same-train"),
};
const SAME_BOX: Fraud = Fraud {
    id: "box-on-two-trains",
    zh: "把三天前已经发走的几个箱又写进一列的箱单",
    en: "Some boxes that left three days ago stand on another train",
    caught: Check::Flag("same-box"),
};
const SPLIT: Fraud = Fraud {
    id: "train-split",
    zh: "一列的箱拆成两列同一天发",
    en: "The boxes of one train leave as two on the same day",
    caught: Check::Flag("split-train"),
};
const EMPTIES: Fraud = Fraud {
    id: "train-of-empties",
    zh: "月底拉一列空箱凑列数",
    en: "A train of empties runs for the count at the end of a month",
    caught: Check::Refusal("整列都是空箱"),
};
const PASSING: Fraud = Fraud {
    id: "train-of-another-city",
    zh: "把邻市始发、只是经过的班列登记成本市的",
    en: "A train that starts in another city and passes through is entered as our own",
    caught: Check::Refusal("始发城市"),
};
const OUTSIDER: Fraud = Fraud {
    id: "cargo-not-from-here",
    zh: "外地企业的货登记成本地货",
    en: "Cargo of a firm from elsewhere is entered as local",
    caught: Check::Flag("local-by-outsider"),
};
const CHEAP: Fraud = Fraud {
    id: "cargo-of-no-value",
    zh: "用不值钱的货装满一列",
    en: "A train is filled with cargo that is worth next to nothing",
    caught: Check::Flag("low-value"),
};
const DIFFER: Fraud = Fraud {
    id: "customs-differ",
    zh: "空箱登记成重箱，与报关的数对不上",
    en: "Empties are entered as heavy, and customs has another number",
    caught: Check::Flag("customs-differ"),
};

/// A train of the story.
struct Train {
    slot: Slot,
    number: String,
    serial: u32,
    kind: &'static str,
    outbound: bool,
    line: &'static str,
    day: Day,
}

impl Train {
    fn step(&self, who: Who, action: &'static str) -> Step {
        Step::of(who, SYSTEM, action, self.slot)
    }

    fn plan(&self) -> Step {
        let far = self.line.rsplit('—').next().unwrap_or(self.line);
        let (from, to, way) = match self.outbound {
            true => ("云泽国际陆港", far, "outbound"),
            false => (far, "云泽国际陆港", "return"),
        };
        let port = match self.kind {
            "china-europe" => "alashankou",
            _ => "khorgos",
        };
        self.step(CLERK, "plan")
            .opening()
            .with("train_no", self.number.as_str())
            .with("kind", self.kind)
            .with("direction", way)
            .with("line", self.line)
            .with("port", port)
            .with("origin", from)
            .with("destination", to)
            .with("unit", "land-port")
            .with("planned_on", self.day.to_string())
    }

    fn depart(&self, boxes: Vec<Json>) -> Step {
        let count = boxes.len();
        self.step(CLERK, "depart")
            .with("departed_on", self.day.to_string())
            .with("wagons", count)
            .with("waybill", format!("YZ26{:06}", self.serial))
            .with("waybill_boxes", count)
            .with("containers", boxes)
    }

    fn count(&self, heavy: i64) -> Step {
        let sign = i32::from(!self.outbound);
        self.step(INSPECTOR, "count")
            .with("declaration", format!("99012026{sign}{:09}", self.serial))
            .with("declared_boxes", heavy)
    }
}

/// What is on a train: so many boxes from one on, of which so many are heavy and so many
/// of these with cargo from here.
struct Load {
    first: u32,
    boxes: i64,
    heavy: i64,
    local: i64,
    value: i64,
    shipper: String,
}

impl Load {
    fn of(block: u32, heavy: i64, local: i64) -> Load {
        Load {
            first: block % BLOCKS * BOXES,
            boxes: BOXES.into(),
            heavy,
            local,
            value: 36_000,
            shipper: firms::code(990_171, 1 + block % 9),
        }
    }

    fn list(&self) -> Vec<Json> {
        let number = |nth: i64| {
            let nth = self.first + u32::try_from(nth).unwrap_or_default();
            container::after("YZLU1000010", nth).unwrap_or_default()
        };
        let one = |nth: i64| {
            if nth >= self.heavy {
                return json!({ "number": number(nth), "size": "ft40", "load": "empty" });
            }
            let mut heavy = json!({
                "number": number(nth), "size": "ft40", "load": "heavy",
                "cargo": "elsewhere", "value": self.value,
            });
            if let Some(about) = heavy.as_object_mut().filter(|_| nth < self.local) {
                about.insert("cargo".to_owned(), "local".into());
                about.insert("shipper".to_owned(), self.shipper.as_str().into());
            }
            heavy
        };
        (0..self.boxes).map(one).collect()
    }
}

/// Writes them down.
pub fn write(diary: &mut Diary, seed: u64) {
    let dice = Dice::of("trains", seed);
    let mut serial = 0;
    for (kind, months) in [("china-europe", TO_EUROPE), ("central-asia", TO_ASIA)] {
        for (month, many) in (1_i8..).zip(months) {
            // What counts work days of a year that is not published cannot be begun.
            let days = if month == 12 { 8 } else { 27 };
            for nth in 0..many {
                serial += 1;
                let day = on(month, 1 + i8::try_from(nth * days / many).unwrap_or(0));
                ordinary(diary, &dice, (kind, serial), day.max(on(1, 8)));
            }
        }
    }
    lines(diary, 900);
    counted_twice(diary, 910);
    tricks(diary, 920);
    trouble(diary, 940);
    for (words, measure) in [
        ("全年开行中欧班列200列以上", "china-europe-trains"),
        ("新开通国际班列线路2条", "lines-opened"),
        ("国际班列重箱率保持在90%以上", "heavy-share"),
        ("本地货占比达到35%以上", "local-cargo-share"),
    ] {
        let record = None;
        diary.say(
            on(2, 4),
            Said::Bind {
                words,
                measure,
                record,
            },
        );
    }
}

fn train(diary: &mut Diary, serial: u32, line: &'static str, day: Day) -> Train {
    Train {
        slot: diary.slot(),
        number: format!("X8{serial:03}"),
        serial,
        kind: "china-europe",
        outbound: true,
        line,
        day,
    }
}

/// A train that runs as it should, a little late now and then.
fn ordinary(diary: &mut Diary, dice: &Dice, (kind, serial): (&'static str, u32), day: Day) {
    let outbound = kind == "central-asia" || dice.percent(58);
    let line = match kind {
        "central-asia" => "云泽—阿拉木图",
        _ => *dice.pick(&["云泽—汉堡", "云泽—杜伊斯堡"], &"云泽—汉堡"),
    };
    let it = Train {
        kind,
        outbound,
        ..train(diary, serial, line, day)
    };
    let heavy = if outbound {
        dice.between(39, 41)
    } else {
        dice.between(33, 38)
    };
    let load = Load::of(serial, heavy, dice.between(10, 17));
    diary.write(
        workday_before(later(day, -dice.between(3, 6))).max(on(1, 7)),
        it.plan(),
    );
    let told = workday(day);
    // Now and then a box is forgotten and the list corrected.
    let slip = dice.percent(4);
    let mut boxes = load.list();
    let all = boxes.clone();
    if slip {
        boxes.pop();
    }
    let depart = it.depart(boxes).with("waybill_boxes", all.len());
    diary.write(told, depart);
    let mut counted = work_days_later(told, dice.between(1, 4));
    if slip {
        diary.write(counted, it.count(heavy).refused());
        let right = it
            .step(CLERK, "correct-boxes")
            .with("containers", all)
            .with("waybill_boxes", BOXES)
            .with("why", "漏录一箱");
        counted = work_days_later(counted, 1);
        diary.write(counted, right);
    }
    diary.write(counted, it.count(heavy));
    // At the border it takes longer in autumn.
    let way = dice.between(14, 21) + if dice.percent(3) { 16 } else { 0 };
    let arrived = later(day, way);
    if arrived < on(12, 28) {
        let arrive = it
            .step(CLERK, "arrive")
            .with("arrived_on", arrived.to_string());
        diary.write(workday(arrived).max(counted), arrive);
    }
}

/// The two new lines; the second train of one is said to be the first again.
fn lines(diary: &mut Diary, serial: u32) {
    for (nth, (line, day)) in (0..).zip([
        ("云泽—华沙", on(4, 22)),
        ("云泽—华沙", on(5, 20)),
        ("云泽—第比利斯", on(10, 15)),
    ]) {
        let it = train(diary, serial + nth, line, day);
        diary.write(work_days_later(day, -1).min(day), it.plan());
        diary.write(workday(day), it.depart(Load::of(60 + nth, 40, 16).list()));
        let counted = work_days_later(day, 2);
        let first = it.count(40).with("first_run", true);
        if nth == 1 {
            diary.write(counted, first.refused());
            diary.write(counted, it.count(40));
        } else {
            diary.write(counted, first);
        }
    }
}

/// One train that is entered as two, counted, found out and taken out of the count.
fn counted_twice(diary: &mut Diary, serial: u32) {
    let load = Load::of(105, 41, 15);
    for (nth, day) in (0..).zip([on(6, 8), on(6, 12)]) {
        let it = train(diary, serial + nth, "云泽—汉堡", day);
        diary.write(day, it.plan());
        let depart = it.depart(load.list());
        if nth == 0 {
            diary.write(day, depart);
            diary.write(work_days_later(day, 1), it.count(41));
            continue;
        }
        diary.write(day, depart.deceiving(TWICE));
        diary.write(on(6, 15), it.count(41));
        let out = it.step(SUPERVISOR, "revoke").with(
            "reason",
            "与6月8日的班列四十一个箱号全同，是同一列登记了两次",
        );
        diary.write(on(7, 6), out);
    }
}

/// What else is tried.
fn tricks(diary: &mut Diary, serial: u32) {
    let line = "云泽—杜伊斯堡";
    let honest = train(diary, serial, line, on(3, 16));
    diary.write(on(3, 13), honest.plan());
    diary.write(on(3, 16), honest.depart(Load::of(106, 40, 14).list()));
    diary.write(on(3, 18), honest.count(40));
    // Three days later five of its boxes stand on another train; they are taken off.
    let other = train(diary, serial + 1, line, on(3, 19));
    let own = Load::of(107, 40, 14);
    let mut borrowed = Load {
        boxes: 36,
        heavy: 36,
        ..Load::of(107, 36, 12)
    }
    .list();
    borrowed.extend(Load::of(106, 40, 0).list().into_iter().take(5));
    diary.write(on(3, 18), other.plan());
    diary.write(on(3, 19), other.depart(borrowed).deceiving(SAME_BOX));
    let right = other
        .step(CLERK, "correct-boxes")
        .with("containers", own.list())
        .with("waybill_boxes", BOXES)
        .with("why", "箱号核对后更正");
    diary.write(on(3, 23), right);
    diary.write(on(3, 24), other.count(40));
    // One train as two.
    for nth in 2..=3 {
        let half = train(diary, serial + nth, line, on(5, 11));
        let load = Load {
            boxes: 23,
            heavy: 23,
            ..Load::of(106 + nth, 23, 8)
        };
        diary.write(on(5, 8), half.plan());
        let depart = half.depart(load.list());
        if nth == 2 {
            diary.write(on(5, 11), depart);
            diary.write(on(5, 13), half.count(23));
        } else {
            diary.write(on(5, 12), depart.deceiving(SPLIT));
            let no = half
                .step(INSPECTOR, "refuse")
                .with("reason", "与同日另一列合起来一列就装得下，按拆列处理");
            diary.write(on(5, 14), no);
        }
    }
    let empty = train(diary, serial + 4, line, on(7, 30));
    diary.write(on(7, 29), empty.plan());
    diary.write(on(7, 30), empty.depart(Load::of(110, 0, 0).list()));
    diary.write(on(7, 31), empty.count(0).deceiving(EMPTIES));
    let no = empty.step(INSPECTOR, "refuse").with("reason", "整列空箱");
    diary.write(on(7, 31), no);
    let passing = train(diary, serial + 5, line, on(8, 12));
    let plan = passing.plan().with("origin", "邻市陆港").deceiving(PASSING);
    diary.write(on(8, 10), plan);
    let outsider = train(diary, serial + 6, line, on(8, 18));
    let load = Load {
        shipper: firms::code(110_108, 7),
        ..Load::of(111, 40, 30)
    };
    diary.write(on(8, 17), outsider.plan());
    diary.write(on(8, 18), outsider.depart(load.list()).deceiving(OUTSIDER));
    let right = outsider
        .step(CLERK, "correct-boxes")
        .with("containers", Load::of(111, 40, 4).list())
        .with("waybill_boxes", BOXES)
        .with("why", "货源地按报关单更正");
    diary.write(on(8, 20), right);
    diary.write(on(8, 21), outsider.count(40));
    let cheap = train(diary, serial + 7, line, on(9, 23));
    diary.write(on(9, 22), cheap.plan());
    let load = Load {
        value: 600,
        ..Load::of(112, 41, 5)
    };
    diary.write(on(9, 23), cheap.depart(load.list()));
    diary.write(on(9, 24), cheap.count(41).deceiving(CHEAP));
    let differ = train(diary, serial + 8, line, on(10, 21));
    diary.write(on(10, 20), differ.plan());
    diary.write(on(10, 21), differ.depart(Load::of(113, 41, 12).list()));
    diary.write(on(10, 23), differ.count(29).deceiving(DIFFER));
}

/// Mistakes, a train that never left, and one that waits too long for its check.
fn trouble(diary: &mut Diary, serial: u32) {
    let line = "云泽—汉堡";
    let never = train(diary, serial, line, on(9, 10));
    diary.write(on(9, 7), never.plan());
    let again = train(diary, serial, line, on(9, 10));
    diary.write(on(9, 8), again.plan().refused());
    let off = never
        .step(CLERK, "cancel")
        .with("reason", "口岸限流，车皮未到");
    diary.write(on(9, 21), off);
    let late = train(diary, serial + 1, line, on(11, 2));
    diary.write(on(10, 30), late.plan());
    diary.write(on(11, 3), late.depart(Load::of(114, 40, 15).list()));
    let single = late.step(INSPECTOR, "count").with("declared_boxes", 40);
    diary.write(on(11, 9), single.refused());
    diary.write(on(11, 13), late.count(40));
}
