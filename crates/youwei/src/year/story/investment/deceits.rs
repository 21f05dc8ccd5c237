//! What is faked in investment, and what notices it.

use super::super::super::days::{later, on, work_days_later, workday};
use super::super::super::diary::{Check, Diary, Fraud, Paper, Step, Who};
use super::super::super::dice::Dice;
use super::super::super::photo::Photo;
use super::life::{money, register};
use super::{INSPECTOR, LEAD, PLACES, Sought, sign, sought, terms, through_review, to_talks};

const SUPERVISOR: Who = ("supervision-office", "supervisor");

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

/// Writes them down.
pub fn write(diary: &mut Diary, dice: &Dice) {
    deceits(diary, dice);
    shell(diary, dice);
    clauses(diary, dice);
}

/// A framework that poses as a signing, the same project twice, money over a bridge, an old
/// code, a firm abroad that is ours.
fn deceits(diary: &mut Diary, dice: &Dice) {
    let true_one = sought(diary, dice, 901, workday(on(3, 2)));
    to_talks(diary, &true_one, None);
    through_review(diary, &true_one);
    diary.write(
        true_one.day(10),
        sign(&true_one, "framework").deceiving(FRAMEWORK),
    );
    diary.write(true_one.signed_on, sign(&true_one, "contract"));
    let registered = workday(later(true_one.signed_on, 15));
    register(diary, &true_one, registered, registered);
    let paid = workday(later(registered, 5));
    money(diary, &true_one, paid, 9_000, 8_600, Some(BRIDGE));
    let old = true_one
        .step(true_one.clerk(), "file-project")
        .with("code", format!("2403-{}-04-01-700901", true_one.place.1))
        .deceiving(OLD_CODE);
    diary.write(work_days_later(registered, 8), old);
    let over = true_one
        .step(LEAD, "terminate")
        .with("why_ended", "funds")
        .with("reason", "到位资金已转走，拿旧代码备案被查出，协议终止");
    diary.write(on(6, 18), over);

    let again = Sought {
        slot: diary.slot(),
        number: 902,
        product: true_one.product.clone(),
        address: true_one.address.clone(),
        investor: true_one.investor,
        total: true_one.total,
        place: true_one.place,
        from: workday(on(5, 11)),
        ..true_one
    }
    .dated();
    to_talks(diary, &again, None);
    through_review(diary, &again);
    diary.write(again.signed_on, sign(&again, "contract").deceiving(RENAMED));
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
        ..true_one
    }
    .dated();
    to_talks(diary, &elsewhere, Some(COUNTIES));
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
    to_talks(diary, &thin, None);
    let hollow = terms(&thin).deceiving(THIN);
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
    to_talks(diary, &one, None);
    through_review(diary, &one);
    diary.write(one.signed_on, sign(&one, "contract"));
    let registered = workday(on(4, 20));
    register(diary, &one, registered, registered);
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
    to_talks(diary, &one, None);
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
