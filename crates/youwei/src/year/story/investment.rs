//! Investment: some 240 signings over the year, a few of which get as far as a start, and
//! what is faked on the way. It is the promise that signing keeps and starting does not.

use youwei_base::Day;
use youwei_base::ids::credit_code;

use super::super::days::{later, on, work_days_later, workday};
use super::super::diary::{Check, Diary, Fraud, Paper, Said, Slot, Step, Who};
use super::super::dice::Dice;
use super::super::photo::Photo;

const SYSTEM: &str = "investment";
const INSPECTOR: Who = ("investment-promotion", "investment-inspector");
const LEAD: Who = ("investment-promotion", "investment-lead");
const FAIR: Who = ("market-regulation", "fair-competition-reviewer");
const REFORM: Who = ("development-reform", "investment-reviewer");
const SUPERVISOR: Who = ("supervision-office", "supervisor");

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

const FRAMEWORK: Fraud = Fraud {
    id: "framework-as-signing",
    zh: "拿框架协议报签约",
    en: "A framework agreement is reported as a signing",
    caught: Check::Refusal("框架协议不算签约"),
};
const RENAMED: Fraud = Fraud {
    id: "old-project-renamed",
    zh: "签过的项目换个名字再签一次",
    en: "A project that was signed is signed again under another name",
    caught: Check::Refusal("老项目换名"),
};
const COUNTIES: Fraud = Fraud {
    id: "one-project-two-counties",
    zh: "同一个项目两个县各报一次",
    en: "Two counties report one project",
    caught: Check::Flag("several-counties"),
};
const BRIDGE: Fraud = Fraud {
    id: "bridge-money",
    zh: "到位资金不到三十天又转走",
    en: "Money arrives and leaves again within thirty days",
    caught: Check::Flag("bridge"),
};
const ROUND_TRIP: Fraud = Fraud {
    id: "round-trip-money",
    zh: "境外注册、本市控制的公司充外资",
    en: "A firm abroad that is controlled from here poses as foreign",
    caught: Check::Flag("round-trip"),
};
const SHELL: Fraud = Fraud {
    id: "empty-shell",
    zh: "注册了公司，一个参保的人也没有",
    en: "A company is registered and nobody is insured with it",
    caught: Check::Flag("empty-shell"),
};
const THIN: Fraud = Fraud {
    id: "signing-without-substance",
    zh: "实缴一亿元的公司承诺投资六十亿元",
    en: "A firm with a capital of 100 million promises six billion",
    caught: Check::Flag("thin"),
};
const DISGUISED: Fraud = Fraud {
    id: "clause-in-disguise",
    zh: "把按纳税奖励的条款写成代办服务",
    en: "A reward for taxes is written down as a service",
    caught: Check::Refusal("另选种类"),
};
const TAX_BACK: Fraud = Fraud {
    id: "tax-returned",
    zh: "协议里写了税收返还",
    en: "The agreement returns taxes",
    caught: Check::Refusal("第十条"),
};
const OLD_CODE: Fraud = Fraud {
    id: "old-project-code",
    zh: "拿两年前的项目代码备案",
    en: "The project code is two years old",
    caught: Check::Refusal("赋码时间"),
};

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
            after(diary, &dice, &one);
        }
    }
    deceits(diary, &dice);
    shell(diary, &dice);
    clauses(diary, &dice);
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

/// What becomes of it in the year: most are registered, half of these have money, one in
/// ten starts.
fn after(diary: &mut Diary, dice: &Dice, one: &Sought) {
    if dice.percent(14) {
        return;
    }
    // Some are later than they promised.
    let days = if dice.percent(8) {
        66
    } else {
        dice.between(12, 50)
    };
    let registered = workday(later(one.signed(), days));
    if registered > on(12, 28) {
        return;
    }
    register(diary, one, registered);
    if dice.percent(50) {
        money(
            diary,
            one,
            workday(later(registered, 8)),
            one.total * 2_000,
            0,
            None,
        );
    }
    if one.number.is_multiple_of(10) && one.signed() < on(7, 1) {
        start(diary, one, registered);
    }
}

fn register(diary: &mut Diary, one: &Sought, day: Day) {
    let licence = Paper::Text(
        format!("执照{}.txt", one.number),
        format!("执照{}", one.number),
    );
    let registered = one
        .step(INSPECTOR, "register")
        .with("company", code(true, one.number))
        .with("registered_on", day.to_string())
        .handing("licence", licence);
    diary.write(day, registered);
}

/// Money that arrives, and the account that is looked at when the window is over; amounts
/// in units of 10,000 yuan.
fn money(diary: &mut Diary, one: &Sought, day: Day, amount: i64, out: i64, fraud: Option<Fraud>) {
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
        match verified {
            true => step.with("verification", format!("验字{}", one.number)),
            false => step.refused(),
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

/// Filed, entered as a key project of the county, and begun there.
fn start(diary: &mut Diary, one: &Sought, registered: Day) {
    let of = registered.strftime("%y%m").to_string();
    let code_of = format!("{of}-{}-04-01-{:06}", one.place.1, 700_000 + one.number);
    let at = |days| work_days_later(registered, days);
    diary.write(
        at(10),
        one.step(one.clerk(), "file-project")
            .with("code", code_of.as_str()),
    );
    let key = diary.slot();
    let works: Who = (one.place.0, "project-clerk");
    let reform: Who = ("development-reform", "project-inspector");
    let step = |who, action| Step::of(who, "key-projects", action, key);
    let propose = step(works, "propose")
        .opening()
        .with("name", format!("{}{}", one.place.2, one.product))
        .with("code", code_of)
        .with("level", "county")
        .with("industry", "manufacturing")
        .with("unit", one.place.0)
        .with("area", one.place.1)
        .with("builder", code(true, one.number))
        .with("total", yuan(one.total));
    diary.write(at(12), propose);
    diary.write(at(14), step(reform, "admit"));
    diary.write(
        at(15),
        one.step(one.clerk(), "link-project").linked("project", key),
    );
    // Before anything is confirmed there, nothing is confirmed here.
    diary.write(at(16), one.step(one.clerk(), "confirm-start").refused());
    let begun = at(30);
    let number = format!("泽建许〔2026〕7{:03}号", one.number);
    let permit = step(works, "record-permit")
        .with("kind", "construction")
        .with("number", number.as_str())
        .with("issued_on", at(28).to_string());
    diary.write(at(29), permit);
    let day = begun.to_string();
    diary.write(
        at(31),
        step(works, "apply-start").with("started_on", day.as_str()),
    );
    let confirmed = step(reform, "confirm-start")
        .with("started_on", day)
        .with("permit", number)
        .with("payment", format!("付字第7{:04}号", one.number));
    diary.write(at(34), confirmed);
    diary.write(at(36), one.step(one.clerk(), "confirm-start"));
}

/// A framework that poses as a signing, the same project twice, money over a bridge, an old
/// code, a firm abroad that is ours.
fn deceits(diary: &mut Diary, dice: &Dice) {
    let true_one = sought(diary, dice, 901, workday(on(3, 2)));
    to_talks(diary, dice, &true_one, None);
    through_review(diary, &true_one, false);
    diary.write(
        true_one.day(10),
        sign(&true_one, "framework").deceiving(FRAMEWORK),
    );
    diary.write(true_one.signed(), sign(&true_one, "contract"));
    let registered = workday(later(true_one.signed(), 15));
    register(diary, &true_one, registered);
    let paid = workday(later(registered, 5));
    money(diary, &true_one, paid, 9_000, 8_600, Some(BRIDGE));
    let old = true_one
        .step(true_one.clerk(), "file-project")
        .with("code", format!("2403-{}-04-01-700901", true_one.place.1))
        .deceiving(OLD_CODE);
    diary.write(work_days_later(registered, 8), old);

    let again = Sought {
        slot: diary.slot(),
        number: 902,
        product: true_one.product.clone(),
        address: true_one.address.clone(),
        investor: true_one.investor,
        total: true_one.total,
        place: true_one.place,
        from: workday(on(5, 11)),
    };
    to_talks(diary, dice, &again, None);
    through_review(diary, &again, false);
    diary.write(again.signed(), sign(&again, "contract").deceiving(RENAMED));
    diary.write(
        again.day(12),
        lost(&again, "duplicate", "与已签约的是同一项目"),
    );

    let places = PLACES.iter().find(|it| it.0 != true_one.place.0);
    let elsewhere = Sought {
        slot: diary.slot(),
        number: 903,
        product: true_one.product.clone(),
        address: "开发区北路1号".to_owned(),
        investor: true_one.investor,
        total: true_one.total,
        place: *places.unwrap_or(&PLACES[0]),
        from: workday(on(6, 8)),
    };
    to_talks(diary, dice, &elsewhere, Some(COUNTIES));
    diary.write(
        elsewhere.day(6),
        lost(&elsewhere, "duplicate", "另一处首谈，按首谈地规则分享"),
    );

    let foreign = sought(diary, dice, 904, workday(on(4, 13)));
    let lead = foreign
        .step(foreign.clerk(), "report-lead")
        .opening()
        .with("name", "精密部件")
        .with("channel", "direct")
        .with("source_words", "展会")
        .with("unit", foreign.place.0)
        .with("area", foreign.place.1)
        .with("first_on", later(foreign.from, -5).to_string())
        .with("investor", "某岛投资公司")
        .with("investor_from", "foreign")
        .with("control_from", "city")
        .with("product", "精密部件")
        .deceiving(ROUND_TRIP);
    diary.write(foreign.from, lead);

    let mut thin = sought(diary, dice, 905, workday(on(8, 10)));
    thin.total = 60;
    to_talks(diary, dice, &thin, None);
    let hollow = terms(&thin, dice).deceiving(THIN);
    diary.write(thin.day(4), hollow);
    diary.write(thin.day(6), lost(&thin, "funds", "出资能力不足"));
}

fn lost(one: &Sought, reason: &str, why: &str) -> Step {
    one.step(one.clerk(), "lose")
        .with("why_ended", reason)
        .with("reason", why)
}

/// A company with nobody in it: found in June, revoked in July.
fn shell(diary: &mut Diary, dice: &Dice) {
    let one = sought(diary, dice, 911, workday(on(3, 16)));
    to_talks(diary, dice, &one, None);
    through_review(diary, &one, false);
    diary.write(one.signed(), sign(&one, "contract"));
    register(diary, &one, workday(on(4, 20)));
    let photo = Photo {
        number: 70_001,
        taken: on(6, 10),
        at: (11_433, 3_807),
    };
    let looked = one
        .step(INSPECTOR, "check-substance")
        .with("insured", 0)
        .with("paper", "社保2026-911")
        .handing("photo", Paper::Photo(photo))
        .deceiving(SHELL);
    diary.write(on(6, 11), looked);
    let revoke = one
        .step(SUPERVISOR, "revoke-signing")
        .with("why_ended", "false")
        .with("reason", "注册地是一间上锁的办公室，没有人员、设备和资金");
    diary.write(on(7, 9), revoke);
}

/// Clauses that must not be written.
fn clauses(diary: &mut Diary, dice: &Dice) {
    let one = sought(diary, dice, 921, workday(on(9, 7)));
    to_talks(diary, dice, &one, None);
    let clause = |kind: &str, words: &str| {
        one.step(one.clerk(), "add-clause")
            .with("kind", kind)
            .with("words", words)
            .with("open", false)
            .with("basis", "none")
    };
    let disguised = clause("service", "全程代办，按在我市纳税的地方留成奖励");
    diary.write(one.day(4), disguised.deceiving(DISGUISED));
    diary.write(one.day(4), clause("tax", "前三年税收地方部分全额返还"));
    diary.write(
        one.day(5),
        one.step(one.clerk(), "hand-in").deceiving(TAX_BACK),
    );
    let strike = one.step(one.clerk(), "strike-clause").with("clause_no", 1);
    diary.write(one.day(6), strike);
    diary.write(one.day(7), one.step(one.clerk(), "hand-in"));
    let back = one
        .step(LEAD, "return-review")
        .with("reason", "亩均税收没有说明，补充后再审");
    diary.write(one.day(12), back);
}
