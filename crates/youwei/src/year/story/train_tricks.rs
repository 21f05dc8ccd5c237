//! What is tried with freight trains beside those that run as they should: boxes that
//! left already, a train as two, empties, trains and cargo of elsewhere; and mistakes.

use serde_json::{Value as Json, json};
use youwei_base::Day;
use youwei_base::ids::container;

use super::super::days::{later, on, work_days_later, workday};
use super::super::diary::{Check, Diary, Fraud, Said, Slot, Step, Who};
use super::firms;

const SYSTEM: &str = "freight-trains";
const CLERK: Who = ("land-port", "freight-clerk");
const INSPECTOR: Who = ("commerce", "freight-inspector");
const SUPERVISOR: Who = ("supervision-office", "supervisor");

/// Containers of a train.
const BOXES: u32 = 41;

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
    serial: u32,
    line: &'static str,
    day: Day,
}

impl Train {
    fn step(&self, who: Who, action: &'static str) -> Step {
        Step::of(who, SYSTEM, action, self.slot)
    }

    fn plan(&self) -> Step {
        let far = self.line.rsplit('—').next().unwrap_or(self.line);
        self.step(CLERK, "plan")
            .opening()
            .with("train_no", format!("X8{:03}", self.serial))
            .with("kind", "china-europe")
            .with("direction", "outbound")
            .with("line", self.line)
            .with("port", "alashankou")
            .with("origin", "云泽国际陆港")
            .with("destination", far)
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
        self.step(INSPECTOR, "count")
            .with("declaration", format!("990120260{:09}", self.serial))
            .with("declared_boxes", heavy)
    }

    /// It gets there so many days after it left; told on the next work day.
    fn arrive(&self, diary: &mut Diary, days: i64) {
        let arrived = later(self.day, days);
        let told = self
            .step(CLERK, "arrive")
            .with("arrived_on", arrived.to_string());
        diary.write(workday(later(arrived, 1)), told);
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
            first: block * BOXES,
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
pub fn write(diary: &mut Diary) {
    tricks(diary, 920);
    trouble(diary, 940);
    for (words, measure) in [
        ("国际班列重箱率保持在90%以上", "heavy-share"),
        ("本地货占比达到35%以上", "local-cargo-share"),
    ] {
        let record = None;
        let bind = Said::Bind {
            words,
            measure,
            record,
        };
        diary.say(on(2, 4), bind);
    }
}

fn train(diary: &mut Diary, serial: u32, line: &'static str, day: Day) -> Train {
    Train {
        slot: diary.slot(),
        serial,
        line,
        day,
    }
}

/// What is tried.
fn tricks(diary: &mut Diary, serial: u32) {
    let line = "云泽—杜伊斯堡";
    let honest = train(diary, serial, line, on(3, 16));
    diary.write(on(3, 13), honest.plan());
    diary.write(on(3, 16), honest.depart(Load::of(106, 40, 14).list()));
    diary.write(on(3, 18), honest.count(40));
    honest.arrive(diary, 17);
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
    other.arrive(diary, 18);
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
            half.arrive(diary, 16);
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
    outsider.arrive(diary, 19);
    let cheap = train(diary, serial + 7, line, on(9, 23));
    diary.write(on(9, 22), cheap.plan());
    let load = Load {
        value: 600,
        ..Load::of(112, 41, 5)
    };
    diary.write(on(9, 23), cheap.depart(load.list()));
    diary.write(on(9, 24), cheap.count(41).deceiving(CHEAP));
    // It counted, and was taken out again once the values were compared with customs.
    let out = cheap.step(SUPERVISOR, "revoke").with(
        "reason",
        "报关货值每标箱不足一千元，发货人三天前才登记，属以低值货刷列，撤销计列",
    );
    diary.write(on(10, 12), out);
    let differ = train(diary, serial + 8, line, on(10, 21));
    diary.write(on(10, 20), differ.plan());
    diary.write(on(10, 21), differ.depart(Load::of(113, 41, 12).list()));
    diary.write(on(10, 23), differ.count(29).deceiving(DIFFER));
    let right = differ
        .step(CLERK, "correct-boxes")
        .with("containers", Load::of(113, 29, 12).list())
        .with("waybill_boxes", BOXES)
        .with("why", "与海关对账，十二个空箱误登为重箱，按报关单更正");
    diary.write(work_days_later(on(10, 23), 3), right);
    differ.arrive(diary, 20);
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
    late.arrive(diary, 18);
}
