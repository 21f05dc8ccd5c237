//! Investment: some 240 signings over the year, a few of which get as far as a start, and
//! what is faked on the way. It is the promise that signing keeps and starting does not.

mod deceits;
mod earlier;
mod life;
mod works;

use youwei_base::Day;
use youwei_base::ids::credit_code;

use super::super::days::{later, on, work_days_later, workday};
use super::super::diary::{Diary, Fraud, Paper, Said, Slot, Step, Who};
use super::super::dice::Dice;
use super::scenarios;

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
const CHANNELS: [&str; 6] = [
    "chain",
    "business",
    "direct",
    "capital-region",
    "fund",
    "commissioned",
];

/// Where investors are from, up to which hundredth of them, how their credit codes begin,
/// and what they are called.
const ORIGINS: [(i64, &str, &str, &str); 6] = [
    (40, "beijing-tianjin", "91110108", "京澜"),
    (58, "domestic", "91310115", "沪岭"),
    (74, "domestic", "91440300", "粤禾"),
    (84, "domestic", "91330100", "浙川"),
    (95, "province", "91990200", "云河"),
    (100, "foreign", "", "南屿"),
];

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
    /// Where the investor is from, by [`ORIGINS`].
    origin: usize,
    channel: &'static str,
    /// The scenario that it answers.
    scenario: Option<Slot>,
    /// Tax promised a year, in units of 10,000 yuan.
    tax: i64,
    /// The day on which it is entered.
    from: Day,
    first_on: Day,
    signed_on: Day,
    plan_register: Day,
    plan_start: Day,
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

    /// Dates that follow from the day on which it is entered, with a signing after eleven
    /// work days.
    fn dated(self) -> Sought {
        let signed_on = self.day(11);
        Sought {
            first_on: later(self.from, -40),
            signed_on,
            plan_register: later(signed_on, 60),
            plan_start: later(signed_on, 240),
            ..self
        }
    }

    /// Whether it has a clause that is reviewed.
    fn clause(&self) -> bool {
        self.number.is_multiple_of(9) || matches!(self.number, 801 | 802)
    }

    fn area(&self) -> u32 {
        self.place.1.parse().unwrap_or_default()
    }

    fn is_foreign(&self) -> bool {
        self.origin().1 == "foreign"
    }

    fn origin(&self) -> &'static (i64, &'static str, &'static str, &'static str) {
        ORIGINS.get(self.origin).unwrap_or(&ORIGINS[0])
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
            signed(diary, &dice, &one);
        }
    }
    earlier::write(diary, &dice);
    for (number, scenario) in (811..).zip(scenarios::write(diary)) {
        let mut one = sought(diary, &dice, number, workday(scenarios::CONTRACTED));
        one.channel = "scenario";
        one.scenario = Some(scenario);
        signed(diary, &dice, &one);
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

/// From the lead to the signing, and what becomes of it.
fn signed(diary: &mut Diary, dice: &Dice, one: &Sought) {
    to_talks(diary, one, None);
    through_review(diary, one);
    if one.number.is_multiple_of(17) {
        // Which is no signing.
        let framework = one.step(one.clerk(), "record-framework");
        let day = one.day(10);
        diary.write(day, framework.with("framework_on", day.to_string()));
    }
    diary.write(one.day(11), sign(one, "contract"));
    life::after(diary, dice, one);
}

fn sought(diary: &mut Diary, dice: &Dice, number: u32, from: Day) -> Sought {
    let place = *dice.pick(&PLACES, &PLACES[0]);
    let product = dice.pick(&PRODUCTS, &PRODUCTS[0]);
    let large = number.is_multiple_of(11);
    let channel = *dice.pick(&CHANNELS, &"direct");
    let thrown = dice.below(100);
    // What comes from the capital region is from there, and so is who deceives; one of
    // last year's is foreign.
    let origin = match (channel, number) {
        ("capital-region", _) | (_, 900..) => 0,
        (_, 808) => ORIGINS.len() - 1,
        _ => ORIGINS.iter().position(|it| thrown < it.0).unwrap_or(0),
    };
    let total = match large {
        true => dice.between(10, 28),
        false => dice.between(1, 8),
    };
    let one = Sought {
        slot: diary.slot(),
        number,
        place,
        product: format!("{product}{number}型"),
        address: format!("{}产业大道{number}号", place.2),
        total,
        investor: number,
        origin,
        channel: if number == 808 { "direct" } else { channel },
        scenario: None,
        tax: total * 12 * dice.between(16, 32),
        from,
        first_on: from,
        signed_on: from,
        plan_register: from,
        plan_start: from,
    };
    one.dated()
}

/// A number with both its check characters, of a firm of the city or of elsewhere.
fn code(here: bool, number: u32) -> String {
    code_of(if here { "91990100" } else { ORIGINS[0].2 }, number)
}

fn code_of(head: &str, number: u32) -> String {
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
fn to_talks(diary: &mut Diary, one: &Sought, fraud: Option<Fraud>) {
    let (_, from, head, name) = *one.origin();
    let lead = one
        .step(one.clerk(), "report-lead")
        .opening()
        .with("name", format!("{}{}", one.place.2, one.product))
        .with("channel", one.channel)
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
        .with("first_on", one.first_on.to_string())
        .with("investor", format!("{name}{}号公司", one.investor))
        .with("investor_from", from)
        .with("paid_in", yuan(1))
        .with("industry", "manufacturing")
        .with("product", one.product.as_str())
        .with("contact", format!("{}经理 138{:08}", "韩", one.number));
    let lead = match one.is_foreign() {
        true => lead.with("control_from", "foreign"),
        false => lead.with("investor_code", code_of(head, one.investor)),
    };
    let lead = match one.scenario {
        Some(scenario) => lead.linked("scenario", scenario),
        None => lead,
    };
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
    diary.write(one.day(3), terms(one));
}

fn terms(one: &Sought) -> Step {
    let land = one.total * 12;
    one.step(one.clerk(), "set-terms")
        .with("total", yuan(one.total))
        .with("fixed", (one.total * 70_000_000).to_string())
        .with("capital", (one.total * 20_000_000).to_string())
        .with("land_mu", land.to_string())
        .with("output", yuan(one.total * 2))
        .with("tax", (one.tax * 10_000).to_string())
        .with("energy_tce", (one.total * 900).to_string())
        .with("address", one.address.as_str())
        .with("plan_register", one.plan_register.to_string())
        .with("plan_start", one.plan_start.to_string())
        .with("plan_produce", later(one.plan_start, 560).to_string())
}

/// Handed in, judged by six, and passed.
fn through_review(diary: &mut Diary, one: &Sought) {
    let clause = one.clause();
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
    let contract = format!("泽招〔{}〕{}号", one.signed_on.year(), one.number);
    one.step(INSPECTOR, "sign")
        .with("signed_on", one.signed_on.to_string())
        .with("contract_no", contract)
        .with("paper_kind", kind)
        .handing("contract", paper)
}
