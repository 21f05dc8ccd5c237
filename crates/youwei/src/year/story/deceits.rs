//! What is faked in the year, and what is to notice it: a start with a used photograph,
//! one before its permit, one without payments, a code used twice, money that jumps.

use youwei_base::Day;

use super::super::days::{month, on, work_days_later, workday};
use super::super::diary::{Check, Diary, Fraud, Paper, Slot, Step, Who};
use super::super::dice::Dice;
use super::super::photo::Photo;
use super::sites::{self, Site};

const SYSTEM: &str = "key-projects";
const INSPECTOR: Who = ("development-reform", "project-inspector");
const SUPERVISOR: Who = ("supervision-office", "supervisor");
const CLERK: Who = ("commerce", "project-clerk");

const USED_PHOTO: Fraud = Fraud {
    id: "used-photo",
    zh: "艾洛森精密传动项目拿别的工地用过的照片报开工",
    en: "The Ailosen works report their start with a photograph that another site had used",
    caught: Check::Refusal("用过"),
};
const BEFORE_PERMIT: Fraud = Fraud {
    id: "start-before-permit",
    zh: "开工日期报在施工许可之前",
    en: "A start is reported before the construction permit",
    caught: Check::Refusal("早于施工许可"),
};
const OLD_PHOTO: Fraud = Fraud {
    id: "old-photo",
    zh: "拿开工以前拍的照片证明开工",
    en: "A photograph taken before the start is to show it",
    caught: Check::Refusal("开工日期之前"),
};
const NO_ACCOUNT: Fraud = Fraud {
    id: "start-without-payments",
    zh: "只有一张照片、没有付款也没有用电的开工",
    en: "A start that only a photograph shows, without payments or power",
    caught: Check::Flag("started-without-account"),
};
const NO_MONEY: Fraud = Fraud {
    id: "progress-without-money",
    zh: "月月零投资，形象进度却在涨",
    en: "Progress grows month by month and nothing is spent",
    caught: Check::Flag("progress-without-money"),
};
const JUMP: Fraud = Fraud {
    id: "month-jump",
    zh: "半年末突击报投资，是各月中位数的好几倍",
    en: "At the half-year several times the usual investment is reported",
    caught: Check::Flag("month-jump"),
};
const TWICE: Fraud = Fraud {
    id: "code-used-twice",
    zh: "同一个项目代码换个名字再报一次",
    en: "One project's code is entered again under another name",
    caught: Check::Refusal("代码"),
};
const BEYOND: Fraud = Fraud {
    id: "beyond-total",
    zh: "累计投资报过了总投资",
    en: "More is reported as spent than the works cost in all",
    caught: Check::Refusal("超过总投资"),
};

const EARLY: Fraud = Fraud {
    id: "finished-early",
    zh: "投资才完成总投资的一成多，就报竣工",
    en: "Works are reported as finished with little more than a tenth of their money spent",
    caught: Check::Flag("finished-short"),
};

/// Writes them down.
pub fn write(diary: &mut Diary, seed: u64) {
    let dice = Dice::of("deceits", seed);
    let honest = works(diary, "西塬会展中心", 500_001, on(9, 21));
    let photo = Photo {
        number: 50_001,
        taken: on(9, 23),
        at: (11_420, 3_801),
    };
    begin(diary, honest, on(9, 21), Some(photo), true);
    for of in 10..=11 {
        month_of(diary, honest, of, dice.between(400, 600), None);
    }
    ailosen(diary, photo);
    without_payments(diary);
    jumping(diary, &dice);
}

/// A record that is proposed and admitted in March at the latest.
fn works(diary: &mut Diary, name: &str, serial: u32, start: Day) -> Slot {
    works_of(diary, "county", name, serial, start)
}

fn works_of(diary: &mut Diary, level: &'static str, name: &str, serial: u32, start: Day) -> Slot {
    let slot = diary.slot();
    let propose = Step::of(CLERK, SYSTEM, "propose", slot)
        .opening()
        .with("name", name)
        .with("code", format!("2601-990122-04-01-{serial:06}"))
        .with("level", level)
        .with("industry", "services")
        .with("unit", "commerce")
        .with("area", "990122")
        .with("site", Site::of(990_122, serial).said())
        .with("total", "200000000")
        .with("plan_start", start.to_string());
    let (builder, code) = sites::builder("commerce", 990_122, serial % 1_000);
    let propose = propose.with("builder", code).with("builder_name", builder);
    diary.write(on(2, 4), propose);
    diary.write(on(2, 9), Step::of(INSPECTOR, SYSTEM, "admit", slot));
    slot
}

fn permit(slot: Slot, day: Day) -> Step {
    Step::of(CLERK, SYSTEM, "record-permit", slot)
        .with("kind", "construction")
        .with("number", format!("泽建许〔2026〕9{slot:03}号"))
        .with("issued_on", day.to_string())
}

fn apply(slot: Slot, day: Day) -> Step {
    Step::of(CLERK, SYSTEM, "apply-start", slot).with("started_on", day.to_string())
}

fn confirm(slot: Slot, day: Day) -> Step {
    Step::of(INSPECTOR, SYSTEM, "confirm-start", slot)
        .with("started_on", day.to_string())
        .with("permit", format!("泽建许〔2026〕9{slot:03}号"))
}

/// A start as it should be; without an account only the photograph speaks for it.
fn begin(diary: &mut Diary, slot: Slot, day: Day, photo: Option<Photo>, account: bool) {
    diary.write(work_days_later(day, -1).min(day), permit(slot, day));
    diary.write(work_days_later(day, 1), apply(slot, day));
    let mut done = confirm(slot, day);
    if let Some(photo) = photo {
        done = done.handing("photo", Paper::Photo(photo));
    }
    if account {
        done = done.with("payment", format!("付字第9{slot:04}号"));
    } else {
        done = done.deceiving(NO_ACCOUNT);
    }
    diary.write(work_days_later(day, 4), done);
}

fn month_of(diary: &mut Diary, slot: Slot, of: i8, amount: i64, fraud: Option<Fraud>) {
    let told = Step::of(CLERK, SYSTEM, "report-month", slot)
        .with("month", month(of))
        .with("amount", (amount * 10_000).to_string())
        .with("progress_now", i64::from(of) * 4);
    let told = match fraud {
        Some(fraud) => told.deceiving(fraud),
        None => told,
    };
    diary.write(workday(on(of, 28)), told);
}

/// The one that the report wants begun in the third quarter.
fn ailosen(diary: &mut Diary, used: Photo) {
    let slot = works(diary, "艾洛森精密传动项目", 500_002, on(9, 20));
    diary.write(on(9, 17), permit(slot, on(9, 16)));
    let early = apply(slot, on(9, 10)).deceiving(BEFORE_PERMIT);
    diary.write(on(9, 18), early);
    diary.write(on(9, 24), apply(slot, on(9, 22)));
    let old = Photo {
        number: 50_002,
        taken: on(8, 30),
        at: (11_425, 3_805),
    };
    let bare = confirm(slot, on(9, 22)).handing("photo", Paper::Photo(old));
    diary.write(on(9, 28), bare.deceiving(OLD_PHOTO));
    let shown = confirm(slot, on(9, 22)).handing("photo", Paper::Photo(used));
    diary.write(on(9, 29), shown.deceiving(USED_PHOTO));
    let back = Step::of(INSPECTOR, SYSTEM, "return-start", slot).with(
        "reason",
        "照片是西塬会展中心用过的，现场只有围挡，没有永久工程",
    );
    diary.write(on(9, 30), back);
}

/// A start that only a photograph shows. The works are among those of the city that the
/// report counts, so the count falls by one when it is revoked in August.
fn without_payments(diary: &mut Diary) {
    let slot = works_of(diary, "city", "西塬冷链分拨中心", 500_003, on(4, 20));
    let photo = Photo {
        number: 50_003,
        taken: on(4, 21),
        at: (11_431, 3_811),
    };
    begin(diary, slot, on(4, 20), Some(photo), false);
    for of in 5..=7 {
        let fraud = (of == 6).then_some(NO_MONEY);
        month_of(diary, slot, of, 0, fraud);
    }
    let revoke = Step::of(SUPERVISOR, SYSTEM, "revoke-start", slot)
        .with("reason", "三个月没有付款和用电，现场没有永久工程，撤销认定");
    diary.write(on(8, 12), revoke);
}

/// Money that jumps at the half-year, a code that is used twice, a sum beyond the total.
fn jumping(diary: &mut Diary, dice: &Dice) {
    let slot = works(diary, "西塬建材市场", 500_004, on(2, 12));
    begin(diary, slot, on(2, 12), None, true);
    for of in 2..=5 {
        month_of(diary, slot, of, dice.between(300, 380), None);
    }
    month_of(diary, slot, 6, 2_600, Some(JUMP));
    let right = Step::of(CLERK, SYSTEM, "correct-month", slot)
        .with("month", month(6))
        .with("amount", "3400000")
        .with("why", "督查核对支付凭证后更正");
    diary.write(on(7, 20), right);
    let much = Step::of(CLERK, SYSTEM, "report-month", slot)
        .with("month", month(7))
        .with("amount", "250000000")
        .with("progress_now", 60);
    diary.write(on(8, 3), much.deceiving(BEYOND));
    // What it was, told the day after.
    let told = Step::of(CLERK, SYSTEM, "report-month", slot)
        .with("month", month(7))
        .with("amount", "3300000")
        .with("progress_now", 28);
    diary.write(on(8, 4), told);
    month_of(diary, slot, 8, 320, None);
    let early = Step::of(CLERK, SYSTEM, "apply-finish", slot).with("finished_on", "2026-09-11");
    diary.write(on(9, 14), early.deceiving(EARLY));
    let back = Step::of(INSPECTOR, SYSTEM, "return-finish", slot).with(
        "reason",
        "累计完成投资不到总投资的两成，主体没有封顶，不是竣工",
    );
    diary.write(on(9, 18), back);
    for of in 9..=11 {
        month_of(diary, slot, of, dice.between(300, 360), None);
    }
    let other = diary.slot();
    let again = Step::of(CLERK, SYSTEM, "propose", other)
        .opening()
        .with("name", "西塬建材城（二期）")
        .with("code", "2601-990122-04-01-500004")
        .with("level", "city")
        .with("unit", "commerce")
        .with("area", "990122")
        .with("total", "200000000");
    diary.write(on(5, 12), again.deceiving(TWICE));
}
