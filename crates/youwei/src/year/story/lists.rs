//! Lists that are to stay at zero: foul waters, hazards, problems of projects; found,
//! confirmed, ordered, fixed, checked, closed, and one water that comes back.

use youwei_base::Day;

use super::super::days::{later, on, published, work_days_later, workday};
use super::super::diary::{ANYBODY, Check, Diary, Fraud, Paper, Step, Who};
use super::super::dice::Dice;
use super::super::photo::Photo;
use super::named::Course;
use super::projects::Project;

const SYSTEM: &str = "dynamic-lists";
const SUPERVISOR: Who = ("supervision-office", "supervisor");
const WATER_INSPECTOR: Who = ("ecology-environment", "list-inspector");
const HAZARD_INSPECTOR: Who = ("emergency", "list-inspector");

const AGAIN: Fraud = Fraud {
    id: "water-back",
    zh: "销号不到九十天的黑臭水体又黑了",
    en: "A foul water is foul again within ninety days of being closed",
    caught: Check::Flag("soon-again"),
};
const SAME_PICTURE: Fraud = Fraud {
    id: "picture-of-another-fix",
    zh: "用另一处整改的照片报整改完成",
    en: "A hazard is reported fixed with the photograph of another one",
    caught: Check::Refusal("用过"),
};

/// How many work days the system gives to check again what was fixed.
pub const CHECK_DAYS: u32 = 10;
/// And to answer an objection to the notice of closing.
const ANSWER_DAYS: u32 = 15;

/// What is wrong, and where.
struct Trouble {
    kind: &'static str,
    grade: &'static str,
    name: String,
    unit: &'static str,
    inspector: Who,
    /// The project of whose slot it is.
    project: Option<usize>,
    told: bool,
}

const AREAS: [(u32, &str); 8] = [
    (990101, "泽南"),
    (990102, "泽北"),
    (990103, "澜川"),
    (990121, "东岭"),
    (990122, "西塬"),
    (990123, "青禾"),
    (990124, "岭原"),
    (990171, "高铁新区"),
];

const WATERS: [&str; 6] = [
    "西小河",
    "纺织渠",
    "北环沟",
    "老泽水河故道",
    "化工渠",
    "柳林沟",
];
const HAZARDS: [&str; 8] = [
    "仓库消防通道堵塞",
    "液氨管线泄漏报警失灵",
    "粉尘车间除尘停用",
    "燃气阀井积水",
    "脚手架未验收",
    "配电室无绝缘垫",
    "尾矿库排水不畅",
    "危化品混存",
];
const PROBLEMS: [&str; 5] = [
    "征拆未完成",
    "管线迁改滞后",
    "资金拨付滞后",
    "材料检测不合格",
    "扬尘管控不到位",
];

/// Writes them down.
pub fn write(diary: &mut Diary, seed: u64, projects: &[Project]) {
    let dice = Dice::of("lists", seed);
    let going: Vec<&Project> = projects
        .iter()
        .filter(|it| it.course == Course::Goes)
        .collect();
    for number in 0..1_400_u32 {
        let day = workday(later(on(1, 5), dice.below(338)));
        let (area, place) = *dice.pick(&AREAS, &AREAS[0]);
        let trouble = trouble(&dice, &going, place, number, day);
        one(diary, &dice, &trouble, (area, number), day);
    }
    comes_back(diary);
    same_picture(diary);
}

fn trouble(dice: &Dice, going: &[&Project], place: &str, number: u32, day: Day) -> Trouble {
    let number = number + 1;
    match dice.below(100) {
        0..=4 if day < on(9, 1) => Trouble {
            kind: "black-water",
            grade: "ordinary",
            name: format!("{place}{}（{number}段）", dice.pick(&WATERS, &WATERS[0])),
            unit: "urban-management",
            inspector: WATER_INSPECTOR,
            project: None,
            told: dice.percent(50),
        },
        5..=24 => {
            let at = usize::try_from(dice.below(i64::try_from(going.len()).unwrap_or(1)));
            let project = at.ok().and_then(|at| going.get(at));
            Trouble {
                kind: "project-problem",
                grade: "ordinary",
                name: format!(
                    "{}：{}",
                    project.map_or("项目", |it| &it.name),
                    dice.pick(&PROBLEMS, &PROBLEMS[0])
                ),
                unit: project.map_or("housing-construction", |it| it.unit),
                inspector: SUPERVISOR,
                project: project.map(|it| it.slot),
                told: false,
            }
        }
        at => {
            // The last major ones are found in time to be closed before the winter.
            let major = at < 40 && day < on(9, 20);
            Trouble {
                kind: "hazard",
                grade: if major { "major" } else { "ordinary" },
                name: format!("{place}{}（{number}号）", dice.pick(&HAZARDS, &HAZARDS[0])),
                unit: dice.pick::<&str>(
                    &[
                        "industry-information",
                        "housing-construction",
                        "emergency",
                        "transport",
                    ],
                    &"emergency",
                ),
                inspector: HAZARD_INSPECTOR,
                project: None,
                told: dice.percent(8),
            }
        }
    }
}

/// One trouble from the day it is found.
fn one(diary: &mut Diary, dice: &Dice, of: &Trouble, (area, number): (u32, u32), day: Day) {
    let slot = diary.slot();
    let step = |who, action| Step::of(who, SYSTEM, action, slot);
    let clerk: Who = (of.unit, "list-clerk");
    let opens = match of.told {
        true => step(ANYBODY, "tell")
            .with("words", "路过多次，一直没有人管，请来看看。")
            .with("reporter", format!("市民{number}"))
            .with("phone", format!("137{:08}", dice.below(100_000_000))),
        false => step(clerk, "report")
            .with("words", "检查中发现，已拍照留存。")
            .with(
                "found_by",
                *dice.pick(&["inspection", "self", "monitoring", "hotline"], &"self"),
            ),
    };
    let opens = opens
        .opening()
        .with("kind", of.kind)
        .with("name", of.name.as_str())
        .with("area", area.to_string())
        .with("found_on", day.to_string());
    let opens = match of.project {
        Some(project) if day > on(2, 10) => opens.linked("project", project),
        _ => opens,
    };
    diary.write(day, opens);
    // Some are looked at too late, and the case goes up.
    let slow = if dice.percent(5) {
        7
    } else {
        dice.between(1, 4)
    };
    let confirmed = work_days_later(day, slow);
    if dice.percent(6) {
        let no = step(of.inspector, "reject").with("reason", "现场核对，不属实");
        diary.write(confirmed, no);
        return;
    }
    let yes = step(of.inspector, "confirm")
        .with("grade", of.grade)
        .with("basis", "按判定标准现场核对");
    diary.write(confirmed, yes);
    let ordered = work_days_later(confirmed, dice.between(1, 3));
    let order = step(of.inspector, "order")
        .with("unit", of.unit)
        .with("requires", "限期整改，举一反三")
        .with("order_no", format!("泽督〔2026〕{:04}号", number + 1));
    diary.write(ordered, order);
    let planned = work_days_later(ordered, dice.between(1, 3));
    let plan = step(clerk, "plan-fix")
        .with("responsible", "分管负责人")
        .with("measures", "停用、检修、复核后恢复")
        .with("funds", (dice.between(1, 80) * 10_000).to_string());
    diary.write(planned, plan);
    // Most within the term; some not, and the clock runs out.
    let term = if of.grade == "major" { 26 } else { 55 };
    let days = match dice.percent(9) {
        true => term + dice.between(8, 25),
        false => dice.between(6, term - 8),
    };
    let fixed = workday(later(day, days)).max(work_days_later(planned, 1));
    fix(diary, dice, of, (slot, number), fixed);
}

/// It is fixed, checked, put on notice and closed; some checks fail once. What is fixed so
/// late that the check would have until the next year is handed in and refused: its work
/// days are not published, and it waits for them.
fn fix(diary: &mut Diary, dice: &Dice, of: &Trouble, (slot, number): (usize, u32), fixed: Day) {
    if fixed > on(12, 31) {
        return;
    }
    let step = |who, action| Step::of(who, SYSTEM, action, slot);
    let clerk: Who = (of.unit, "list-clerk");
    let mut done = |day: Day, time: u32| {
        let paper = Paper::Text(
            format!("整改报告{number}-{time}.txt"),
            format!("{}：第{time}次整改情况报告。已按要求完成。", of.name),
        );
        let done = step(clerk, "fix").with("fixed_on", day.to_string());
        let done = done.handing("paper", paper);
        let known = published(day, CHECK_DAYS);
        diary.write(day, if known { done } else { done.unpublished() });
        known
    };
    if !done(fixed, 1) {
        return;
    }
    let mut checked = work_days_later(fixed, dice.between(2, 8));
    if dice.percent(7) {
        let no = step(of.inspector, "fail")
            .with("reason", "只清理了表面，源头未治")
            .with("deadline", later(checked, 25).to_string());
        let last = work_days_later(checked, dice.between(4, 9));
        let known = last <= on(12, 31) && done(last, 2);
        diary.write(checked, no);
        if !known {
            return;
        }
        checked = work_days_later(last, dice.between(2, 6));
    }
    // Who passes it late in the year puts it on notice into the next one; they wait.
    let closed = work_days_later(checked, dice.between(6, 9));
    if closed > on(12, 28) {
        return;
    }
    let pass = step(of.inspector, "pass")
        .with("checked_on", checked.to_string())
        .with("reading", format!("复测{:05}", number + 1));
    diary.write(checked, pass);
    let closed = objected(diary, dice, of, (slot, number), checked)
        .map_or(closed, |answered| closed.max(work_days_later(answered, 1)));
    // Somebody is in a hurry; the notice has not ended.
    if dice.percent(5) {
        diary.write(
            work_days_later(checked, 1),
            step(of.inspector, "close").refused(),
        );
    }
    diary.write(closed, step(of.inspector, "close"));
}

/// Some hold something against the closing, and are answered on this day; who does so when
/// the time to answer would end in the next year is refused.
fn objected(
    diary: &mut Diary,
    dice: &Dice,
    of: &Trouble,
    (slot, number): (usize, u32),
    checked: Day,
) -> Option<Day> {
    if !dice.percent(4) {
        return None;
    }
    let step = |who, action| Step::of(who, SYSTEM, action, slot);
    let objection = step(ANYBODY, "clearance-object")
        .with(
            "who",
            format!("市民{number}，136{:08}", dice.below(100_000_000)),
        )
        .with("words", "我家门口还是老样子，请再看看。");
    let day = work_days_later(checked, 2);
    let answered = work_days_later(checked, dice.between(4, 9));
    if !published(day, ANSWER_DAYS) {
        diary.write(day, objection.unpublished());
        return None;
    }
    diary.write(day, objection);
    let answer = step(of.inspector, "clearance-answer")
        .with("objection", 1)
        .with("upheld", false)
        .with("words", "已再次到现场，指标合格，附监测数据。");
    diary.write(answered, answer);
    Some(answered)
}

/// The water that was closed in September and is foul again in November.
fn comes_back(diary: &mut Diary) {
    let slot = diary.slot();
    let step = |who, action| Step::of(who, SYSTEM, action, slot);
    let clerk: Who = ("urban-management", "list-clerk");
    let found = on(7, 6);
    let opens = step(clerk, "report")
        .opening()
        .with("kind", "black-water")
        .with("name", "泽南柳林沟下段")
        .with("area", "990101")
        .with("found_by", "monitoring")
        .with("found_on", found.to_string());
    diary.write(found, opens);
    let yes = step(WATER_INSPECTOR, "confirm")
        .with("grade", "ordinary")
        .with("basis", "透明度、溶解氧、氨氮三项超标");
    diary.write(on(7, 8), yes);
    let order = step(WATER_INSPECTOR, "order")
        .with("unit", "urban-management")
        .with("requires", "控源截污，月底前见效");
    diary.write(on(7, 10), order);
    let plan = step(clerk, "plan-fix")
        .with("responsible", "陈霞")
        .with("measures", "清淤、封堵排口")
        .with("funds", "1200000");
    diary.write(on(7, 14), plan);
    let paper = Paper::Text(
        "柳林沟整改报告.txt".to_owned(),
        "清淤3200立方米，封堵排口2处。".to_owned(),
    );
    let done = step(clerk, "fix").with("fixed_on", on(8, 24).to_string());
    diary.write(on(8, 24), done.handing("paper", paper));
    let pass = step(WATER_INSPECTOR, "pass")
        .with("checked_on", on(8, 31).to_string())
        .with("reading", "水测26-0831");
    diary.write(on(8, 31), pass);
    diary.write(on(9, 9), step(WATER_INSPECTOR, "close"));
    let again = step(WATER_INSPECTOR, "reopen")
        .with("reason", "雨后返黑，上游排口未截")
        .with("found_again", on(11, 10).to_string());
    diary.write(on(11, 10), again.deceiving(AGAIN));
}

/// The same photograph for two hazards.
fn same_picture(diary: &mut Diary) {
    let clerk: Who = ("industry-information", "list-clerk");
    let photo = Photo {
        number: 60_001,
        taken: on(5, 22),
        at: (11_441, 3_812),
    };
    for (at, name) in ["澜川铸造厂防爆灯缺失", "澜川酒精厂防爆灯缺失"]
        .into_iter()
        .enumerate()
    {
        let slot = diary.slot();
        let step = |who, action| Step::of(who, SYSTEM, action, slot);
        let opens = step(clerk, "report")
            .opening()
            .with("kind", "hazard")
            .with("name", name)
            .with("area", "990103")
            .with("found_by", "inspection")
            .with("found_on", on(5, 11).to_string());
        diary.write(on(5, 11), opens);
        let yes = step(HAZARD_INSPECTOR, "confirm")
            .with("grade", "ordinary")
            .with("basis", "防爆区域照明");
        diary.write(on(5, 13), yes);
        let order = step(HAZARD_INSPECTOR, "order")
            .with("unit", "industry-information")
            .with("requires", "更换防爆灯具");
        diary.write(on(5, 15), order);
        let done = step(clerk, "fix")
            .with("fixed_on", on(5, 22).to_string())
            .handing("photo", Paper::Photo(photo));
        if at == 0 {
            diary.write(on(5, 22), done);
            let pass = step(HAZARD_INSPECTOR, "pass")
                .with("checked_on", on(5, 26).to_string())
                .with("reading", "复测铸造厂");
            diary.write(on(5, 26), pass);
            diary.write(on(6, 4), step(HAZARD_INSPECTOR, "close"));
            continue;
        }
        diary.write(on(5, 25), done.deceiving(SAME_PICTURE));
        let paper = Paper::Text(
            "酒精厂整改报告.txt".to_owned(),
            "更换防爆灯具18盏，附采购单。".to_owned(),
        );
        let mended = step(clerk, "fix").with("fixed_on", on(5, 29).to_string());
        diary.write(on(5, 29), mended.handing("paper", paper));
        let pass = step(HAZARD_INSPECTOR, "pass")
            .with("checked_on", on(6, 2).to_string())
            .with("reading", "复测酒精厂");
        diary.write(on(6, 2), pass);
        diary.write(on(6, 11), step(HAZARD_INSPECTOR, "close"));
    }
}
