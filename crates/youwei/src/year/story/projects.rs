//! Key projects: 300 of the province and the city as the report says, and 41 of counties;
//! 126 are to start, 48 to be finished. Building has its seasons.

use youwei_base::Day;

use super::super::days::{later, month, on, work_days_later, workday, workday_before};
use super::super::diary::{Diary, Paper, Slot, Step, Who};
use super::super::dice::Dice;
use super::super::photo::Photo;
use super::cost::Cost;
use super::named::{self, Course};
use super::sites::{self, Site};

const SYSTEM: &str = "key-projects";
const INSPECTOR: Who = ("development-reform", "project-inspector");
const LEAD: Who = ("development-reform", "project-lead");

/// How many of the province and the city, and how many of counties.
const LISTED: usize = 300;
const OF_COUNTIES: usize = 41;

/// What has been spent on those 300 by the end of October, in units of 10,000 yuan: a
/// little more than the calendar asks of 65 billion.
const SPENT_BY_OCTOBER: i64 = 5_900_000;

/// The course of spending, in thousandths of the year.
const SEASON: [i64; 12] = [60, 60, 90, 95, 100, 110, 95, 90, 95, 90, 65, 50];

/// How many start in each month.
const STARTS: [usize; 12] = [3, 3, 16, 18, 15, 14, 10, 11, 14, 9, 6, 3];

/// How many are finished in each month.
const FINISHES: [usize; 12] = [0, 0, 2, 4, 5, 6, 6, 6, 6, 5, 3, 3];

/// A project of the story.
pub struct Project {
    pub slot: Slot,
    pub name: String,
    pub unit: &'static str,
    pub area: u32,
    pub course: Course,
    level: &'static str,
    industry: &'static str,
    weight: i64,
    promised: &'static str,
}

/// Sector, unit and what such a project is called.
const KINDS: [(&str, &str, &[&str]); 10] = [
    (
        "manufacturing",
        "industry-information",
        &[
            "储能电池",
            "精密铸件",
            "智能农机",
            "生物制造",
            "轴承",
            "变压器",
        ],
    ),
    (
        "manufacturing",
        "industry-information",
        &["装备产业园", "新材料", "电子元件", "食品加工", "医药中间体"],
    ),
    (
        "infrastructure",
        "transport",
        &["国道改造", "县道提升", "物流园", "公交场站"],
    ),
    (
        "infrastructure",
        "water",
        &["河道整治", "水库加固", "供水管网", "防洪工程"],
    ),
    (
        "infrastructure",
        "housing-construction",
        &["雨污管网", "老旧小区改造", "燃气管网", "城市道路"],
    ),
    (
        "energy",
        "development-reform",
        &["光伏电站", "风电", "储能电站", "充电网络"],
    ),
    (
        "services",
        "commerce",
        &["冷链物流", "商贸中心", "跨境电商园", "农贸市场"],
    ),
    (
        "livelihood",
        "education",
        &["中学", "小学", "幼儿园", "职教实训楼"],
    ),
    ("livelihood", "health", &["卫生院", "康养中心", "疾控中心"]),
    (
        "agriculture",
        "agriculture-rural",
        &["高标准农田", "种业基地", "菌菇产业园", "稻米加工"],
    ),
];

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

/// All projects, with their deeds written down; those that go on come first.
pub fn write(diary: &mut Diary, seed: u64) -> Vec<Project> {
    let dice = Dice::of("projects", seed);
    let projects = made(diary, &dice);
    let spending = spending(&projects, &dice);
    for (at, (project, spending)) in projects.iter().zip(&spending).enumerate() {
        life(diary, &dice, at, project, spending);
    }
    projects
}

fn made(diary: &mut Diary, dice: &Dice) -> Vec<Project> {
    let mut projects: Vec<Project> = named::all()
        .into_iter()
        .map(|it| Project {
            slot: diary.slot(),
            name: it.name.to_owned(),
            unit: it.unit,
            area: it.area,
            course: it.course,
            level: "city",
            industry: it.industry,
            weight: it.weight,
            promised: it.promised,
        })
        .collect();
    let of_month = |courses: &[Project], month: i8, starts: bool| {
        let is = |it: &&Project| match it.course {
            Course::Starts(day) => starts && day.month() == month,
            Course::Finishes(day) => !starts && day.month() == month,
            _ => false,
        };
        courses.iter().filter(is).count()
    };
    let mut courses = Vec::new();
    for (month, (starts, finishes)) in (1_i8..).zip(STARTS.into_iter().zip(FINISHES)) {
        let last = if month == 12 { 10 } else { 27 };
        let first = if month == 1 { 22 } else { 2 };
        for _ in of_month(&projects, month, true)..starts {
            let day = on(month, i8::try_from(dice.between(first, last)).unwrap_or(15));
            courses.push(Course::Starts(workday(day)));
        }
        // The month before is reported first.
        for _ in of_month(&projects, month, false)..finishes {
            let day = on(
                month,
                i8::try_from(dice.between(8, last.clamp(9, 20))).unwrap_or(12),
            );
            courses.push(Course::Finishes(workday(day)));
        }
    }
    let of_city = LISTED.saturating_sub(projects.len());
    for at in 0..of_city + OF_COUNTIES {
        let county = at >= of_city;
        let course = match county {
            true => Course::Goes,
            false => courses.get(at).copied().unwrap_or(Course::Goes),
        };
        projects.push(ordinary(diary, dice, at, county, course));
    }
    projects
}

fn ordinary(diary: &mut Diary, dice: &Dice, at: usize, county: bool, course: Course) -> Project {
    let (industry, unit, words) = *dice.pick(&KINDS, &KINDS[0]);
    let (area, place) = *dice.pick(&AREAS, &AREAS[0]);
    let word = dice.pick(words, &"工程");
    let level = match (county, dice.percent(18)) {
        (true, _) => "county",
        (false, true) => "province",
        (false, false) => "city",
    };
    let weight = 20 + dice.below(60) + dice.below(60) * dice.below(5);
    Project {
        slot: diary.slot(),
        name: format!("{place}{word}{}号项目", at + 1),
        unit,
        area,
        course,
        level,
        industry,
        weight: if county { weight / 8 + 2 } else { weight },
        promised: "",
    }
}

/// The months that a project is built in, as 1 to 12.
fn months(course: Course) -> std::ops::RangeInclusive<i8> {
    match course {
        Course::Goes => 1..=12,
        Course::Finishes(day) => 1..=day.month() - 1,
        Course::Starts(day) => day.month()..=12,
        #[allow(clippy::reversed_empty_ranges, reason = "no month at all")]
        Course::Waits => 1..=0,
    }
}

/// What is spent on a work, in units of 10,000 yuan: in each month that it is built in, and
/// what that would come to in a whole year.
struct Spending {
    months: Vec<(i8, i64)>,
    year: i64,
}

/// What is spent on each.
fn spending(projects: &[Project], dice: &Dice) -> Vec<Spending> {
    let season = |month: i8| {
        let at = usize::try_from(month - 1).unwrap_or_default();
        SEASON.get(at).copied().unwrap_or_default()
    };
    let rough: Vec<Vec<(i8, i64)>> = projects
        .iter()
        .map(|it| {
            let month = |month| (month, it.weight * season(month) * dice.between(80, 120));
            months(it.course).map(month).collect()
        })
        .collect();
    let counts = projects.iter().zip(&rough);
    let counts = counts.filter(|(it, _)| it.level != "county");
    let sum: i64 = counts
        .flat_map(|(_, it)| it)
        .filter(|(month, _)| *month <= 10)
        .map(|(_, it)| it)
        .sum();
    let exact = |it: i64| {
        let part = i128::from(it) * i128::from(SPENT_BY_OCTOBER) / i128::from(sum.max(1));
        i64::try_from(part).unwrap_or_default().max(1)
    };
    let scaled = |it: Vec<(i8, i64)>| it.into_iter().map(|(month, it)| (month, exact(it)));
    let season: i64 = SEASON.into_iter().sum();
    let of = |(project, months): (&Project, Vec<(i8, i64)>)| Spending {
        months: scaled(months).collect(),
        year: exact(project.weight * season * 100),
    };
    projects.iter().zip(rough).map(of).collect()
}

/// The number of a work, as its site and its photographs have it.
fn serial_of(number: usize) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

/// An amount of so many 10,000 yuan, in yuan.
fn yuan(of: i64) -> String {
    (of * 10_000).to_string()
}

/// The deeds on one project.
fn life(diary: &mut Diary, dice: &Dice, at: usize, project: &Project, spending: &Spending) {
    let clerk = (project.unit, "project-clerk");
    let step = |who, action| Step::of(who, SYSTEM, action, project.slot);
    let amounts = &spending.months;
    let spent: i64 = amounts.iter().map(|(_, it)| it).sum();
    let cost = Cost::of(project.course, spending.year, spent, dice);
    let total = cost.total;
    let carried = matches!(project.course, Course::Goes | Course::Finishes(_));
    let number = at + 1;
    let begun = match project.course {
        Course::Starts(day) => day,
        _ => {
            let months = match project.course {
                Course::Finishes(_) => dice.between(10, 24),
                _ => dice.between(3, 20),
            };
            let back = jiff::Span::new().try_months(months);
            let day = back.and_then(|it| on(1, 4).checked_sub(it));
            day.unwrap_or(on(1, 4))
        }
    };
    // What was begun had its code before.
    let coded = if carried { later(begun, -45) } else { on(1, 4) };
    let serial = format!(
        "{}-{}-04-01-{:06}",
        coded.strftime("%y%m"),
        project.area,
        100_000 + number
    );
    let proposed = work_days_later(on(1, 5), dice.between(0, 9));
    let mut propose = step(clerk, "propose")
        .opening()
        .with("name", project.name.as_str())
        .with("code", serial)
        .with("level", project.level)
        .with("industry", project.industry)
        .with("unit", project.unit)
        .with("area", project.area.to_string())
        .with("site", Site::of(project.area, serial_of(number)).said())
        .with("total", yuan(total))
        .with("plan_start", workday(begun).to_string());
    let (builder, builder_code) = sites::builder(project.unit, project.area, serial_of(number));
    propose = propose
        .with("builder", builder_code)
        .with("builder_name", builder);
    if cost.before > 0 {
        propose = propose.with("invested_before", yuan(cost.before));
    }
    if !project.promised.is_empty() {
        propose = propose.with("promised", project.promised);
    }
    if let Course::Finishes(day) = project.course {
        propose = propose.with("plan_finish", later(day, dice.between(-20, 25)).to_string());
    }
    if dice.percent(60) {
        let contact = format!(
            "{}工 139{:08}",
            dice.pick(&["周", "郑", "钱", "冯"], &"周"),
            dice.below(100_000_000)
        );
        propose = propose.with("contact", contact);
    }
    diary.write(proposed, propose);
    // Some reviews take longer than the ten days that are allowed.
    let days = if dice.percent(4) {
        dice.between(11, 13)
    } else {
        dice.between(1, 5)
    };
    let admitted = work_days_later(proposed, days);
    diary.write(admitted, step(INSPECTOR, "admit"));
    let planned = work_days_later(admitted, dice.between(1, 4));
    if spent > 0 {
        let plan = step(LEAD, "plan-year")
            .with("plan_year", 2026)
            .with("year_plan", yuan(spent.min(total)));
        diary.write(planned, plan);
    }
    if project.course == Course::Waits {
        for month in (3..=12).step_by(3) {
            let day = workday(on(month, 20));
            diary.write(
                day,
                meeting(step(LEAD, "dispatch"), month, "前期工作按节点推进"),
            );
        }
        return;
    }
    let permit = format!("泽建许〔{}〕{number:03}号", begun.year());
    if !carried {
        permits(diary, dice, &step, (clerk, number), (planned, begun));
    }
    let permitted = match carried {
        true => begun,
        false => workday_before(later(begun, -2)).max(work_days_later(planned, 1)),
    };
    let order = step(clerk, "record-permit")
        .with("kind", "construction")
        .with("number", permit.as_str())
        .with("issued_on", permitted.to_string());
    let recorded = match carried {
        true => work_days_later(planned, 1),
        false => permitted,
    };
    diary.write(recorded, order);
    let started = begun.max(permitted);
    let applied = work_days_later(recorded.max(started), dice.between(1, 2));
    let apply = step(clerk, "apply-start").with("started_on", started.to_string());
    diary.write(applied, apply);
    let confirmed = confirm(
        diary,
        dice,
        project,
        (applied, started, carried),
        &permit,
        number,
    );
    let mut so_far = 0;
    for (at, (of, amount)) in amounts.iter().enumerate() {
        so_far += amount;
        let progress = cost.progress(so_far);
        report(
            diary,
            dice,
            project,
            (*of, *amount),
            (progress, at),
            confirmed,
        );
    }
    if let Course::Finishes(day) = project.course {
        let applied = work_days_later(day, 1);
        let apply = step(clerk, "apply-finish").with("finished_on", day.to_string());
        diary.write(applied, apply);
        let done = step(INSPECTOR, "confirm-finish")
            .with("finished_on", day.to_string())
            .with("acceptance", format!("泽竣备〔2026〕{number:03}号"))
            .with("settlement", format!("结算{number:04}"))
            .with(
                "settled",
                yuan((cost.before + spent) * dice.between(99, 102) / 100),
            );
        let checked = work_days_later(applied, dice.between(2, 8));
        diary.write(checked, done);
    }
}

/// The papers that a start needs before the permit to build.
fn permits(
    diary: &mut Diary,
    dice: &Dice,
    step: &impl Fn(Who, &'static str) -> Step,
    (clerk, number): (Who, usize),
    (from, until): (Day, Day),
) {
    let kinds = [
        ("approval", "发改审"),
        ("land", "自然资审"),
        ("planning", "规建"),
        ("environment", "环审"),
    ];
    for (kind, word) in kinds {
        let gap = i64::from(from.until(until).map_or(0, |it| it.get_days())).max(2);
        let day =
            workday_before(later(from, dice.below(gap.min(60)))).max(work_days_later(from, 1));
        if day >= until {
            continue;
        }
        let order = step(clerk, "record-permit")
            .with("kind", kind)
            .with("number", format!("泽{word}〔2026〕{number:03}号"))
            .with("issued_on", day.to_string());
        diary.write(day, order);
    }
}

/// The start is looked at, with two signs; the day on which it is confirmed.
fn confirm(
    diary: &mut Diary,
    dice: &Dice,
    project: &Project,
    (applied, started, carried): (Day, Day, bool),
    permit: &str,
    number: usize,
) -> Day {
    let step = |who, action| Step::of(who, SYSTEM, action, project.slot);
    let mut checked = work_days_later(applied, dice.between(1, 6));
    if !carried && dice.percent(12) {
        let what = "首笔工程款凭证不清，请补充银行回单";
        diary.write(checked, step(INSPECTOR, "ask-evidence").with("what", what));
        let paper = Paper::Text(
            format!("回单{number}.txt"),
            format!("{}：首笔工程款银行回单，编号{number:05}。", project.name),
        );
        let given = work_days_later(checked, dice.between(2, 5));
        let clerk = (project.unit, "project-clerk");
        diary.write(
            given,
            step(clerk, "hand-in-evidence").handing("paper", paper),
        );
        checked = work_days_later(given, dice.between(1, 3));
    }
    let mut done = step(INSPECTOR, "confirm-start")
        .with("started_on", started.to_string())
        .with("permit", permit)
        .with("payment", format!("付字第{:05}号", 20_000 + number));
    if !carried && dice.percent(55) {
        let photo = Photo {
            number: serial_of(number),
            taken: started,
            at: Site::of(project.area, serial_of(number)).seen(),
        };
        done = done.handing("photo", Paper::Photo(photo));
    }
    diary.write(checked, done);
    checked
}

fn meeting(step: Step, of: i8, words: &str) -> Step {
    step.with("month", month(of))
        .with("level_asked", "unit")
        .with("words", words)
}

/// A month is reported: mostly in time, sometimes late, sometimes put right afterwards,
/// sometimes asked for twice.
fn report(
    diary: &mut Diary,
    dice: &Dice,
    project: &Project,
    (of, amount): (i8, i64),
    (progress, place): (i64, usize),
    confirmed: Day,
) {
    if of == 12 {
        return;
    }
    let clerk = (project.unit, "project-clerk");
    let step = |who, action| Step::of(who, SYSTEM, action, project.slot);
    let due = workday_before(on(of + 1, 5));
    let early = workday_before(later(due, -dice.below(3)));
    let late = dice.percent(4);
    let day = if late {
        workday(later(on(of + 1, 5), dice.between(2, 12)))
    } else {
        early
    };
    let day = day.max(work_days_later(confirmed, 1));
    // The work is finished before the report that comes late.
    let day = match project.course {
        Course::Finishes(done) if day > done => early,
        _ => day,
    };
    let told = step(clerk, "report-month")
        .with("month", month(of))
        .with("amount", yuan(amount))
        .with("progress_now", progress);
    diary.write(day, told.clone());
    if late {
        let words = "月报逾期，责任单位一周内补报";
        let at = workday(later(on(of + 1, 5), 1));
        if at > confirmed && at < day {
            diary.write(at, meeting(step(LEAD, "dispatch"), of, words));
        }
    }
    let finishing = matches!(project.course, Course::Finishes(_));
    match dice.below(100) {
        0..=2 => {
            let why = "一笔跨月工程款调整到下月";
            let right = step(clerk, "correct-month")
                .with("month", month(of))
                .with("amount", yuan(amount * 93 / 100 + 1))
                .with("why", why);
            let after = if finishing { 0 } else { dice.between(3, 15) };
            let at = work_days_later(day, after.max(1));
            if !finishing {
                diary.write(at, right);
            }
        }
        // Sent once more by mistake.
        3..=4 if !finishing && place > 0 => {
            diary.write(work_days_later(day, 1), told.refused());
        }
        // Somebody of another unit took the wrong project.
        5 if !finishing => {
            let other = if project.unit == "water" {
                "transport"
            } else {
                "water"
            };
            let wrong = Step {
                who: (other, "project-clerk"),
                ..told.refused()
            };
            diary.write(work_days_later(day, 1), wrong);
        }
        6..=16 if of >= 2 && !finishing => {
            let words = dice.pick(
                &[
                    "加快征拆扫尾",
                    "资金按进度拨付",
                    "组织夜间施工",
                    "协调管线迁改",
                ],
                &"加快建设",
            );
            diary.write(
                workday(on(of + 1, 18)),
                meeting(step(LEAD, "dispatch"), of, words),
            );
        }
        _ => {}
    }
}
