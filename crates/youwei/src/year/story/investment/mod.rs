//! Investment: some 240 signings over the year, a few of which get as far as a start, and
//! what is faked on the way. It is the promise that signing keeps and starting does not.

mod deceits;
mod life;

use youwei_base::Day;
use youwei_base::ids::credit_code;

use super::super::days::{later, on, work_days_later, workday};
use super::super::diary::{Diary, Fraud, Paper, Said, Slot, Step, Who};
use super::super::dice::Dice;

const SYSTEM: &str = "investment";
const INSPECTOR: Who = ("investment-promotion", "investment-inspector");
const LEAD: Who = ("investment-promotion", "investment-lead");
const FAIR: Who = ("market-regulation", "fair-competition-reviewer");
const REFORM: Who = ("development-reform", "investment-reviewer");

/// How many are entered in each month that come to be signed.
const SIGNED: [usize; 12] = [9, 14, 27, 23, 25, 28, 18, 20, 28, 19, 20, 3];

/// Units with a clerk, their places, and what they are called there.
const PLACES: [(&str, &str, &str); 3] = [
    ("zenan", "990101", "泽南"),
    ("lanchuan", "990103", "澜川"),
    ("dongling", "990121", "东岭"),
];

const PRODUCTS: [&str; 8] = [
    "正极材料",
    "精密齿轮",
    "医用导管",
    "工业传感器",
    "植物提取物",
    "充电模块",
    "陶瓷基板",
    "冷链装备",
];
const CHANNELS: [&str; 5] = ["chain", "business", "direct", "capital-region", "fund"];

/// A project that is sought.
struct Sought {
    slot: Slot,
    number: u32,
    place: (&'static str, &'static str, &'static str),
    product: String,
    address: String,
    /// In units of 100 million yuan.
    total: i64,
    investor: u32,
    /// The day on which it is entered.
    from: Day,
}

impl Sought {
    fn clerk(&self) -> Who {
        (self.place.0, "investment-clerk")
    }

    fn step(&self, who: Who, action: &'static str) -> Step {
        Step::of(who, SYSTEM, action, self.slot)
    }

    /// The day that is so many work days after it was entered.
    fn day(&self, days: i64) -> Day {
        work_days_later(self.from, days)
    }

    fn signed(&self) -> Day {
        self.day(11)
    }
}

/// Writes it down.
pub fn write(diary: &mut Diary, seed: u64) {
    let dice = Dice::of("investment", seed);
    let mut number = 0_u32;
    for (month, count) in (1_i8..).zip(SIGNED) {
        for _ in 0..count {
            number += 1;
            let first = if month == 1 { 6 } else { 1 };
            let last = if month == 12 { 2 } else { 12 };
            let day = i8::try_from(dice.between(first, last)).unwrap_or(6);
            let one = sought(diary, &dice, number, workday(on(month, day)));
            to_talks(diary, &dice, &one, None);
            through_review(diary, &one, number.is_multiple_of(9));
            diary.write(one.signed(), sign(&one, "contract"));
            life::after(diary, &dice, &one);
        }
    }
    deceits::write(diary, &dice);
    for (words, measure) in [
        ("年内签约亿元以上项目260个", "investments-signed"),
        ("10亿元以上项目不少于20个", "investments-signed-ten"),
        ("当年签约项目开工率达到60%以上", "started-this-year"),
    ] {
        let record = None;
        diary.say(
            on(2, 3),
            Said::Bind {
                words,
                measure,
                record,
            },
        );
    }
}

fn sought(diary: &mut Diary, dice: &Dice, number: u32, from: Day) -> Sought {
    let place = *dice.pick(&PLACES, &PLACES[0]);
    let product = dice.pick(&PRODUCTS, &PRODUCTS[0]);
    let large = number.is_multiple_of(11);
    Sought {
        slot: diary.slot(),
        number,
        place,
        product: format!("{product}{number}型"),
        address: format!("{}产业大道{number}号", place.2),
        total: if large {
            dice.between(10, 28)
        } else {
            dice.between(1, 8)
        },
        investor: number,
        from,
    }
}

/// A number with both its check characters, of a firm in Beijing or here.
fn code(here: bool, number: u32) -> String {
    let head = if here { "91990100" } else { "91110108" };
    for own in "0123456789X".chars() {
        for last in "0123456789ABCDEFGHJKLMNPQRTUWXY".chars() {
            let code = format!("{head}MA{number:06}{own}{last}");
            if credit_code::check(&code).is_ok() {
                return code;
            }
        }
    }
    String::new()
}

fn yuan(hundred_millions: i64) -> String {
    (hundred_millions * 100_000_000).to_string()
}

/// Entered, talked about, its terms set.
fn to_talks(diary: &mut Diary, dice: &Dice, one: &Sought, fraud: Option<Fraud>) {
    let channel = dice.pick(&CHANNELS, &"direct");
    let lead = one
        .step(one.clerk(), "report-lead")
        .opening()
        .with("name", format!("{}{}", one.place.2, one.product))
        .with("channel", *channel)
        .with("source_words", "产业链招商专班对接")
        .with("chain", "装备与新材料")
        .with("chain_node", one.product.as_str())
        .with("fund", "云泽产业引导基金")
        .with("fund_stake", "20")
        .with("agent", "云泽商会")
        .with(
            "central_soe",
            if one.number.is_multiple_of(7) {
                "third"
            } else {
                "no"
            },
        )
        .with("unit", one.place.0)
        .with("area", one.place.1)
        .with("address", one.address.as_str())
        .with("first_on", later(one.from, -40).to_string())
        .with("investor", format!("京澜{}号公司", one.investor))
        .with("investor_code", code(false, one.investor))
        .with("investor_from", "beijing-tianjin")
        .with("paid_in", yuan(1))
        .with("industry", "manufacturing")
        .with("product", one.product.as_str())
        .with("contact", format!("{}经理 138{:08}", "韩", one.number));
    diary.write(
        one.from,
        match fraud {
            Some(fraud) => lead.deceiving(fraud),
            None => lead,
        },
    );
    let talk = one
        .step(one.clerk(), "talk")
        .with("on", one.day(2).to_string())
        .with("words", "看了厂址，谈了用地和节点");
    diary.write(one.day(2), talk);
    if one.number.is_multiple_of(23) {
        // Nobody has set the terms yet.
        diary.write(one.day(2), one.step(one.clerk(), "hand-in").refused());
    }
    diary.write(one.day(3), terms(one, dice));
}

fn terms(one: &Sought, dice: &Dice) -> Step {
    let land = one.total * 12;
    let signed = one.signed();
    one.step(one.clerk(), "set-terms")
        .with("total", yuan(one.total))
        .with("fixed", (one.total * 70_000_000).to_string())
        .with("capital", (one.total * 20_000_000).to_string())
        .with("land_mu", land.to_string())
        .with("output", yuan(one.total * 2))
        .with("tax", (land * dice.between(16, 32) * 10_000).to_string())
        .with("energy_tce", (one.total * 900).to_string())
        .with("address", one.address.as_str())
        .with("plan_register", later(signed, 60).to_string())
        .with("plan_start", later(signed, 240).to_string())
        .with("plan_produce", later(signed, 800).to_string())
}

/// Handed in, judged by six, and passed.
fn through_review(diary: &mut Diary, one: &Sought, clause: bool) {
    if clause {
        let open = one
            .step(one.clerk(), "add-clause")
            .with("kind", "reward")
            .with("words", "按设备投资额补助且不限企业")
            .with("open", true)
            .with("basis", "published");
        diary.write(one.day(3), open);
    }
    diary.write(one.day(4), one.step(one.clerk(), "hand-in"));
    let law: Who = ("justice", "investment-reviewer");
    let green: Who = ("ecology-environment", "investment-reviewer");
    for (who, matter) in [
        (REFORM, "industry"),
        (green, "environment"),
        (REFORM, "energy"),
        (REFORM, "land"),
        (law, "legal"),
    ] {
        let opinion = one
            .step(who, "give-opinion")
            .with("matter", matter)
            .with("passed", true)
            .with("words", "可行");
        diary.write(one.day(6), opinion);
    }
    if clause {
        let concluded = one
            .step(FAIR, "conclude-clause")
            .with("clause_no", 1)
            .with("conclusion", "compliant")
            .with("words", "条件客观且不排他");
        diary.write(one.day(8), concluded);
    }
    let fair = one
        .step(FAIR, "conclude-fairness")
        .with("fairness", if clause { "compliant" } else { "none" })
        .with(
            "fairness_paper",
            format!("泽市监竞〔2026〕{}号", one.number),
        );
    diary.write(one.day(8), fair);
    diary.write(one.day(9), one.step(LEAD, "pass-review"));
}

fn sign(one: &Sought, kind: &str) -> Step {
    let paper = Paper::Text(
        format!("投资合同{}.txt", one.number),
        format!("{} {}", one.number, kind),
    );
    one.step(INSPECTOR, "sign")
        .with("signed_on", one.signed().to_string())
        .with("contract_no", format!("泽招〔2026〕{}号", one.number))
        .with("paper_kind", kind)
        .handing("contract", paper)
}
