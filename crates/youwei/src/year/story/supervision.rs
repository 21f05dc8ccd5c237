//! What the supervision office presses for in the year, what is closed after the log has
//! drawn its sample, and what units ask of one another.

use youwei_base::Day;

use super::super::days::{later, month, on, work_days_later, workday};
use super::super::diary::{Check, Diary, Fraud, Paper, Slot, Step, Who};
use super::super::dice::Dice;
use super::super::photo::Photo;
use super::matters::{CLOSINGS as TO_CLOSE, Closing, MATTERS, Matter, Way};
use super::verified::{press_again, verify};

const ORDERS: &str = "supervision";
const CLOSINGS: &str = "task-closing";
const REQUESTS: &str = "data-requests";

const SUPERVISOR: Who = ("supervision-office", "supervisor");
const HEAD: Who = ("supervision-office", "supervision-lead");
const LEADER: Who = ("city-government", "leader");

const MEETING: Fraud = Fraud {
    id: "feedback-without-evidence",
    zh: "拿“已开会部署”当反馈，没有佐证",
    en: "A meeting is told for a result, with nothing to show",
    caught: Check::Refusal("佐证"),
};
const RETURNED: Fraud = Fraud {
    id: "papers-for-results",
    zh: "以文件代替成果，反馈一再被退回",
    en: "Papers stand in for results, and the feedback is returned again and again",
    caught: Check::Flag("returned-often"),
};
const OWN_REVIEW: Fraud = Fraud {
    id: "reviewed-by-its-author",
    zh: "作出结论的人自己复核",
    en: "Who concluded decides on the review",
    caught: Check::Refusal("回避"),
};
const CLOSED_TWICE: Fraud = Fraud {
    id: "closing-applied-twice",
    zh: "抽中复核以后另起一件销号申请，想躲过去",
    en: "A second application to close, so as not to be checked",
    caught: Check::Refusal("已经申请过销号"),
};
const USED_PHOTO: Fraud = Fraud {
    id: "closing-with-used-photo",
    zh: "拿别的任务销号用过的照片申请销号",
    en: "A photograph that closed another task is to close this one",
    caught: Check::Refusal("用过"),
};

/// Writes it all down.
pub fn write(diary: &mut Diary, seed: u64) {
    let dice = Dice::of("supervision", seed);
    for matter in &MATTERS {
        press(diary, &dice, matter);
    }
    mistakes(diary);
    close(diary, &dice);
    ask(diary, &dice);
}

fn clerk(unit: &'static str) -> Who {
    (unit, "project-clerk")
}

fn remind((words, title, unit): (&'static str, &str, &str), slot: Slot) -> Step {
    Step::of(SUPERVISOR, ORDERS, "remind", slot)
        .opening()
        .with("matter", title)
        .with("from_where", "report")
        .with("unit", unit)
        .with(
            "asked",
            "说明目前进度和差距，提出补救措施、责任人和完成日期",
        )
        .promised("commitment", words)
}

/// The unit tells what it did, and hands in what shows it.
fn told(slot: Slot, unit: &'static str, words: &str) -> Step {
    let paper = Paper::Text(format!("办理情况{slot}.txt"), format!("{words}（{slot}）"));
    Step::of(clerk(unit), ORDERS, "feed-back", slot)
        .with("words", words)
        .handing("paper", paper)
}

fn returned(slot: Slot, why: &str) -> Step {
    Step::of(SUPERVISOR, ORDERS, "return-feedback", slot).with("why", why)
}

fn issue(who: Who, action: &'static str, slot: Slot, asked: &str) -> Step {
    Step::of(who, ORDERS, action, slot).with("asked", asked)
}

/// One matter from the reminder to the conclusion; a day later it is delivered.
fn press(diary: &mut Diary, dice: &Dice, matter: &Matter) {
    let (unit, (of, day), way) = (matter.unit, matter.on, matter.way);
    let slot = diary.slot();
    let first = workday(on(of, day));
    let named = (matter.words, matter.title, unit);
    diary.write(first, remind(named, slot));
    let mut at = match way {
        Way::Order | Way::Talk | Way::Notice => {
            // Five work days pass, and nobody answers.
            let ordered = work_days_later(first, 8);
            diary.write(
                ordered,
                issue(HEAD, "order", slot, "限期办结，报书面整改方案"),
            );
            ordered
        }
        _ => first,
    };
    if matches!(way, Way::Talk | Way::Notice) {
        at = work_days_later(at, 12);
        diary.write(at, issue(HEAD, "talk", slot, "主要负责人当面说明"));
    }
    if way == Way::Notice {
        at = work_days_later(at, 7);
        let named = issue(LEADER, "notify", slot, "公开通报，五个工作日内拿出清偿计划");
        diary.write(at, named.with("basis", "市政府常务会议纪要〔2026〕21号"));
    }
    if way == Way::Papers {
        let bare = Step::of(clerk(unit), ORDERS, "feed-back", slot)
            .with("words", "已召开专题会议，作出全面部署");
        diary.write(work_days_later(at, 1), bare.deceiving(MEETING));
    }
    at = work_days_later(at, dice.between(2, 4));
    // Papers come first where results are asked for.
    let first = match way {
        Way::Returned | Way::Papers => "已查明原因，排出补救计划，责任到人",
        _ => matter.told,
    };
    diary.write(at, told(slot, unit, first));
    if matches!(way, Way::Returned | Way::Papers) {
        at = work_days_later(at, 1);
        diary.write(at, returned(slot, "只有安排，没有完成的数量和日期"));
        at = work_days_later(at, 2);
        diary.write(at, told(slot, unit, matter.told));
    }
    if way == Way::Papers {
        at = work_days_later(at, 1);
        diary.write(
            at,
            returned(slot, "仍是会议纪要，现场没有进展").deceiving(RETURNED),
        );
        at = work_days_later(at, 2);
        diary.write(at, told(slot, unit, "承认没有开工，重新申报开工日期"));
    }
    at = work_days_later(at, dice.between(1, 3));
    let conclude = Step::of(SUPERVISOR, ORDERS, "conclude", slot);
    diary.write(at, conclude.with("conclusion", matter.concluded));
    at = work_days_later(at, 1);
    diary.write(at, Step::of(SUPERVISOR, ORDERS, "deliver", slot));
    match way {
        Way::Review => {
            review(diary, slot, unit, at);
            verify(diary, dice, (slot, matter.title), later(at, 8));
        }
        Way::Talk => press_again(diary, slot, unit, at),
        Way::Notice | Way::Papers => {}
        _ => verify(diary, dice, (slot, matter.title), at),
    }
}

/// Asked for within thirty days, decided by somebody else within thirty more.
fn review(diary: &mut Diary, slot: Slot, unit: &'static str, delivered: Day) {
    let ask = Step::of(clerk(unit), ORDERS, "ask-review", slot)
        .with("review_why", "两个项目验收已完成，备案在途，应计入竣工");
    diary.write(workday(later(delivered, 12)), ask);
    let decide = |who| {
        Step::of(who, ORDERS, "decide-review", slot)
            .with("outcome", "kept")
            .with("review", "备案以前不计竣工，维持原结论")
    };
    let own = decide(SUPERVISOR).deceiving(OWN_REVIEW);
    diary.write(workday(later(delivered, 16)), own);
    diary.write(workday(later(delivered, 20)), decide(HEAD));
}

/// What is refused: a department that may not supervise, a matter pressed for twice.
fn mistakes(diary: &mut Diary) {
    let matter = &MATTERS[4];
    let slot = diary.slot();
    let twice = remind((matter.words, matter.title, matter.unit), slot).refused();
    diary.write(on(6, 5), twice);
    let slot = diary.slot();
    let words = "全年安排市级以上重点项目300项";
    let other = Step {
        who: ("development-reform", "project-lead"),
        ..remind((words, words, "commerce"), slot)
    };
    diary.write(on(5, 6), other.refused());
}

fn applied(
    (words, title): (&'static str, &str),
    unit: &'static str,
    (day, result): (Day, &str),
    slot: Slot,
) -> Step {
    Step::of(clerk(unit), CLOSINGS, "apply", slot)
        .opening()
        .with("matter", title)
        .with("unit", unit)
        .with("done_on", later(day, -3).to_string())
        .with("result", result)
        .promised("commitment", words)
}

fn picture(number: u32, taken: Day) -> Paper {
    let at = (11_450, 3_805);
    Paper::Photo(Photo { number, taken, at })
}

/// Applications to close: the log says which are looked into, and the story waits for it.
fn close(diary: &mut Diary, dice: &Dice) {
    for (number, task) in (60_001..).zip(&TO_CLOSE) {
        let Closing {
            words,
            title,
            unit,
            on: (of, day),
            result,
            fails,
        } = *task;
        let slot = diary.slot();
        let day = workday(on(of, day));
        let photo = || picture(number, later(day, -2));
        diary.write(
            day,
            applied((words, title), unit, (day, result), slot).handing("photo", photo()),
        );
        // The first drawing after the day that follows the application.
        let held = later(day, 2);
        let digits = format!("{:05}", dice.between(0, 99_999));
        let lottery = Step::of(SUPERVISOR, CLOSINGS, "settle", slot)
            .with("held_on", held.to_string())
            .with("issue", format!("26{:03}", held.day_of_year()))
            .with("digits", digits);
        // It is drawn in the evening, and entered on the next working morning.
        diary.write(workday(later(held, 1)), lottery);
        let mut at = work_days_later(day, dice.between(4, 8));
        let checked = |at: &str| match at {
            "on-site" => ("pass-on-site", "fail-on-site"),
            _ => ("pass-on-paper", "fail-on-paper"),
        };
        if let Some((why, mended)) = fails {
            for stage in ["on-site", "on-paper"] {
                let failed =
                    Step::of(SUPERVISOR, CLOSINGS, checked(stage).1, slot).with("reason", why);
                diary.write(at, failed.standing(stage));
            }
            let other = diary.slot();
            let again = applied((words, title), unit, (at, result), other)
                .handing("photo", picture(number + 500, day));
            diary.write(work_days_later(at, 1), again.deceiving(CLOSED_TWICE));
            at = work_days_later(at, 10);
            let again = Step::of(clerk(unit), CLOSINGS, "apply-again", slot)
                .with("done_on", later(at, -1).to_string())
                .with("result", mended)
                .handing("photo", picture(number + 100, later(at, -1)));
            diary.write(at, again);
            at = work_days_later(at, 4);
        }
        for stage in ["on-site", "on-paper"] {
            let passed = Step::of(SUPERVISOR, CLOSINGS, checked(stage).0, slot)
                .with("words", format!("核对属实：{result}"));
            let passed = match stage {
                "on-site" => passed.with("log_no", format!("督查记录{number}")),
                _ => passed,
            };
            diary.write(at, passed.standing(stage));
        }
    }
    // A photograph that closed the schools is to close something else.
    let (slot, day) = (diary.slot(), on(10, 29));
    let words = "修复历史遗留矿山2300亩";
    let done = (day, "2300亩全部修复");
    let used = applied((words, words), "ecology-environment", done, slot);
    let used = used.handing("photo", picture(60_005, later(workday(on(9, 14)), -2)));
    diary.write(day, used.deceiving(USED_PHOTO));
}

/// What is asked, by whom, of whom, how many hours it is thought to take.
const ASKED: [(&str, &str, &str, i64); 8] = [
    ("校园消防器材检查汇总", "emergency", "education", 4),
    (
        "物业小区电动车棚摸底",
        "emergency",
        "housing-construction",
        6,
    ),
    (
        "规上工业用电走访情况",
        "development-reform",
        "industry-information",
        8,
    ),
    ("景区最大承载量核定材料", "emergency", "culture-tourism", 3),
    ("村级河长名册", "ecology-environment", "water", 5),
    ("展会客商联系情况", "investment-promotion", "commerce", 4),
    ("医院停电演练方案", "development-reform", "health", 2),
    ("渣土车运营企业名册", "ecology-environment", "transport", 3),
];

fn request(
    slot: Slot,
    what: &str,
    (asker, of): (&'static str, &str),
    day: Day,
    hours: i64,
) -> Step {
    Step::of((asker, "list-clerk"), REQUESTS, "ask", slot)
        .opening()
        .with("what", what)
        .with("shape", "form")
        .with("period", month(day.month()))
        .with("how_often", "monthly")
        .with("why", "汇总上报")
        .with("basis", "市政府办公室工作通知")
        .with("unit", of)
        .with("estimate", hours.to_string())
        .with("deadline", later(day, 12).to_string())
}

/// Requests month by month: most are answered, some joined, some refused.
fn ask(diary: &mut Diary, dice: &Dice) {
    for of in 2..=11_i8 {
        for (at, (what, asker, unit, hours)) in ASKED.into_iter().enumerate() {
            // More is asked where a half-year or the year ends.
            let likely = if matches!(of, 6 | 7 | 11) { 70 } else { 30 };
            if !dice.percent(likely) {
                continue;
            }
            let slot = diary.slot();
            let day = workday(on(of, i8::try_from(4 + dice.below(12)).unwrap_or(4)));
            diary.write(day, request(slot, what, (asker, unit), day, hours));
            if dice.percent(35) {
                let joins = Step::of(SUPERVISOR, REQUESTS, "join", slot);
                diary.write(work_days_later(day, 1), joins.with("purpose", "督查调研用"));
            }
            let answers = work_days_later(day, dice.between(2, 6));
            let who = (unit, "list-clerk");
            if at == 3 || dice.percent(12) {
                let refuse = Step::of(who, REQUESTS, "refuse", slot)
                    .with("because", "held")
                    .with("held_at", "行业主管系统，可按权限查询")
                    .with("reason", "已经有了，不重复报送");
                diary.write(answers, refuse);
            } else {
                let paper = Paper::Text(format!("{what}{of}月.txt"), format!("{what} {of}"));
                let answer = Step::of(who, REQUESTS, "answer-it", slot)
                    .with("hours", (hours + dice.below(4)).to_string())
                    .handing("paper", paper);
                diary.write(answers, answer);
            }
        }
        // What is held is refused at once, and leaves no trace but in the year's account.
        if matches!(of, 3 | 7 | 10) {
            let (slot, day) = (diary.slot(), workday(on(of, 20)));
            let pair = ("emergency", "development-reform");
            let held = request(slot, "新开工重点项目数", pair, day, 2);
            diary.write(day, held.refused());
        }
    }
}
