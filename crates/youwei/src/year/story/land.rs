//! Land of low use: three dozen parcels found, listed and brought back into use, some
//! late, one idle again, and what is tried for the figure.

use youwei_base::Day;

use super::super::days::{later, on, work_days_later, workday};
use super::super::diary::{Check, Diary, Fraud, Paper, Said, Slot, Step, Who};
use super::super::dice::Dice;
use super::super::photo::Photo;
use super::firms;

const SYSTEM: &str = "low-use-land";
const CLERK: Who = ("high-speed-rail-area", "park-clerk");
const INSPECTOR: Who = ("natural-resources", "land-inspector");
const SUPERVISOR: Who = ("supervision-office", "supervisor");

const SIGNED: Fraud = Fraud {
    id: "land-only-signed",
    zh: "只签了收储合同就报盘活",
    en: "Land is reported as revived when nothing but a contract was signed",
    caught: Check::Refusal("重新使用的旁证"),
};
const BEFORE: Fraud = Fraud {
    id: "land-in-use-before",
    zh: "认定以前就用起来的地拿来报盘活",
    en: "Land that was in use before it was listed is reported as revived",
    caught: Check::Refusal("不算盘活"),
};
const TWO: Fraud = Fraud {
    id: "parcel-entered-twice",
    zh: "同一宗地换个名字再报一次",
    en: "One parcel is entered again under another name",
    caught: Check::Refusal("不动产单元号"),
};
const QUICK: Fraud = Fraud {
    id: "land-revived-at-once",
    zh: "刚认定十几天就报盘活，凑半年数",
    en: "Land is listed and revived within days, for the half-year",
    caught: Check::Flag("quickly"),
};
const PICTURE: Fraud = Fraud {
    id: "land-of-a-photograph",
    zh: "只有一张照片说地已经用起来",
    en: "Only a photograph says that the land is used",
    caught: Check::Flag("photo-alone"),
};
const RICH: Fraud = Fraud {
    id: "land-not-that-low",
    zh: "亩均税收并不低的企业用地报成低效，好凑任务数",
    en: "Land of a firm with good yield is entered as of low use, to have more to revive",
    caught: Check::Refusal("没有低到标准"),
};

/// How many parcels there are besides.
const PARCELS: u32 = 38;

const NAMES: [&str; 6] = [
    "旧纺织厂",
    "停产轧钢车间",
    "闲置仓储地",
    "老机械厂北区",
    "空置标准厂房",
    "停建物流园",
];
const WAYS: [&str; 5] = ["buy-back", "exchange", "build-up", "vacate", "divide"];

/// A parcel.
struct Parcel {
    slot: Slot,
    number: u32,
    mu: i64,
}

impl Parcel {
    fn step(&self, who: Who, action: &'static str) -> Step {
        Step::of(who, SYSTEM, action, self.slot)
    }

    fn find(&self, name: &str, day: Day) -> Step {
        self.step(CLERK, "find")
            .opening()
            .with("name", format!("{name}（{}号）", self.number))
            .with("parcel", format!("990171001001GB{:05}", self.number))
            .with("park", "云泽高新技术产业开发区")
            .with("unit", "high-speed-rail-area")
            .with("area", "990171")
            .with("firm", firms::code(990_171, self.number))
            .with("land_mu", self.mu)
            .with("found_on", day.to_string())
            .with("criterion", "stopped")
            .with("stopped_since", "2024-06-30")
    }

    /// It is listed, and after the notice the way is settled; the day of that.
    fn listed(&self, diary: &mut Diary, (found, slow): (Day, i64), way: &str, by: Day) -> Day {
        let confirm = self
            .step(INSPECTOR, "confirm")
            .with("basis", "用电、纳税记录和现场核查");
        let confirmed = work_days_later(found, slow);
        diary.write(confirmed, confirm);
        let planned = work_days_later(confirmed, 7);
        let plan = self
            .step(INSPECTOR, "plan")
            .with("way", way)
            .with("plan_by", by.to_string());
        diary.write(planned, plan);
        planned
    }

    fn revive(&self, day: Day) -> Step {
        self.step(INSPECTOR, "revive")
            .with("revived_on", day.to_string())
            .with("revived_mu", self.mu)
            .with("contract", format!("泽盘〔2026〕{}号", self.number))
    }
}

/// Writes them down; `poor` are the records of firms with little tax on their land.
pub fn write(diary: &mut Diary, seed: u64, poor: &[(Slot, u32)]) {
    let dice = Dice::of("land", seed);
    for number in 1..=PARCELS {
        ordinary(diary, &dice, number);
    }
    for (nth, (rating, firm)) in (60..).zip(poor) {
        let it = parcel(diary, nth, 14);
        let found = it
            .find("低效厂区", on(6, 10))
            .with("criterion", "low-tax")
            .with("firm", firms::code(990_171, *firm))
            .linked("rating", *rating);
        diary.write(on(6, 10), found);
        it.listed(diary, (on(6, 10), 5), "build-up", on(12, 31));
    }
    tricks(diary, &dice, poor);
    let (words, measure, record) = ("年内盘活低效用地5000亩", "land-revived", None);
    diary.say(
        on(2, 4),
        Said::Bind {
            words,
            measure,
            record,
        },
    );
}

fn parcel(diary: &mut Diary, number: u32, mu: i64) -> Parcel {
    let slot = diary.slot();
    Parcel { slot, number, mu }
}

fn ordinary(diary: &mut Diary, dice: &Dice, number: u32) {
    let it = parcel(diary, number, dice.between(95, 150));
    let found = workday(later(on(1, 8), i64::from(number) * 5));
    let name = dice.pick(&NAMES, &NAMES[0]);
    diary.write(found, it.find(name, found));
    // Some are confirmed too late, and the case goes up.
    let slow = if dice.percent(8) {
        18
    } else {
        dice.between(3, 9)
    };
    if dice.percent(5) {
        let no = it
            .step(INSPECTOR, "reject")
            .with("reason", "现场核查，已恢复生产");
        diary.write(work_days_later(found, slow), no);
        return;
    }
    let way = *dice.pick(&WAYS, &"buy-back");
    let by = later(found, 150);
    let planned = it.listed(diary, (found, slow), way, by);
    // Most within the term; one in ten is extended, one in ten is late.
    let mut revived = workday(later(planned, dice.between(35, 110)));
    match dice.below(10) {
        0 => {
            let extend = it.step(INSPECTOR, "extend").with("reason", "安置未完成");
            diary.write(workday(later(planned, 60)), extend);
            revived = workday(later(by, 20));
        }
        1 => revived = workday(later(by, 25)),
        _ => {}
    }
    if revived > on(12, 21) {
        return;
    }
    let sign = match dice.percent(60) {
        true => it
            .revive(revived)
            .with("supply", format!("泽供〔2026〕{number}号")),
        false => it
            .revive(revived)
            .with("power", format!("户号9902{number:04}，已连续用电")),
    };
    diary.write(work_days_later(revived, 2), sign);
    // One stands idle again.
    if number == 6 {
        let idle = it
            .step(SUPERVISOR, "revoke")
            .with("reason", "抽查：供地后没有动工，仍然闲置")
            .with("plan_by", "2026-12-20");
        diary.write(on(9, 15), idle);
    }
}

/// What is tried for the figure.
fn tricks(diary: &mut Diary, dice: &Dice, poor: &[(Slot, u32)]) {
    let signed = parcel(diary, 81, 66);
    diary.write(on(3, 3), signed.find("老农机站", on(3, 3)));
    signed.listed(diary, (on(3, 3), 3), "buy-back", on(9, 30));
    diary.write(on(6, 29), signed.revive(on(6, 26)).deceiving(SIGNED));
    let used = signed.revive(on(2, 10)).with("power", "户号99020081");
    diary.write(on(6, 30), used.deceiving(BEFORE));
    let again = parcel(diary, 82, 66);
    let twin = again
        .find("农机站西院", on(7, 2))
        .with("parcel", "990171001001GB00081");
    diary.write(on(7, 2), twin.deceiving(TWO));
    let quick = parcel(diary, 83, 40);
    diary.write(on(6, 1), quick.find("南环仓库", on(6, 1)));
    let planned = quick.listed(diary, (on(6, 1), 2), "divide", on(12, 1));
    let revived = work_days_later(planned, 3);
    let done = quick.revive(revived).with("supply", "泽供〔2026〕183号");
    diary.write(revived, done.deceiving(QUICK));
    let pictured = parcel(diary, 84, 52);
    diary.write(on(4, 1), pictured.find("废弃冷库", on(4, 1)));
    pictured.listed(diary, (on(4, 1), 4), "vacate", on(10, 31));
    let photo = Photo {
        number: 70_001,
        taken: on(8, 18),
        at: (11_450, 3_805),
    };
    let done = pictured
        .revive(on(8, 17))
        .handing("photo", Paper::Photo(photo));
    diary.write(on(8, 19), done.deceiving(PICTURE));
    // The neighbour of a poor one, whose yield is good: its rating is two before.
    let Some((rating, _)) = poor.first() else {
        return;
    };
    let rich = parcel(diary, 85, 20);
    let claim = rich
        .find("高产厂区", on(7, 8))
        .with("criterion", "low-tax")
        .linked("rating", rating.saturating_sub(1));
    diary.write(on(7, 8), claim.deceiving(RICH));
    // Not a year yet: a mistake, and refused.
    let young = parcel(diary, 86, dice.between(20, 40));
    let soon = young
        .find("新停产车间", on(7, 9))
        .with("stopped_since", "2025-11-01");
    diary.write(on(7, 9), soon.refused());
}
