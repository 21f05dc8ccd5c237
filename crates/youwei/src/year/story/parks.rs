//! Firms of the parks: last year's rated by June, this year's revenue and tax by quarter,
//! and what is tried to look better on an acre.

use youwei_base::Day;

use super::super::days::{on, work_days_later};
use super::super::diary::{ANYBODY, Check, Diary, Fraud, Paper, Said, Slot, Step, Who};
use super::super::dice::Dice;
use super::firms;

const SYSTEM: &str = "parks";
const CLERK: Who = ("high-speed-rail-area", "park-clerk");
const INSPECTOR: Who = ("industry-information", "park-inspector");
const LEAD: Who = ("industry-information", "park-lead");
const TAX: Who = ("taxation", "tax-source");
const STATISTICS: Who = ("statistics", "statistics-source");
const LAND: Who = ("natural-resources", "land-source");
const ENERGY: Who = ("power-supply", "energy-source");
const ENVIRONMENT: Who = ("ecology-environment", "environment-source");
const SCIENCE: Who = ("science-technology", "science-source");

const SHRUNK: Fraud = Fraud {
    id: "land-shrunk",
    zh: "企业的评价用地一年少了六成，亩均一下子翻倍",
    en: "A firm's land shrinks by sixty per cent in a year, and its yield doubles",
    caught: Check::Flag("land-shrunk"),
};
const BOOKED: Fraud = Fraud {
    id: "tax-of-elsewhere",
    zh: "总部汇缴的税算成这块地的税",
    en: "Tax booked at headquarters is counted for this land",
    caught: Check::Flag("hq-tax"),
};
const ONCE: Fraud = Fraud {
    id: "tax-paid-once",
    zh: "卖地的一次性税收算进亩均税收",
    en: "Tax on the sale of land, paid once, is counted as yield",
    caught: Check::Flag("tax-jump"),
};
const METER: Fraud = Fraud {
    id: "no-meter",
    zh: "开着工的企业报没有电表、用电为零",
    en: "A firm at work reports neither meter nor power",
    caught: Check::Flag("no-meter"),
};
const MOVED: Fraud = Fraud {
    id: "output-moved",
    zh: "把关联企业的产值转到评价的这一家",
    en: "A related firm's output is moved to the one that is rated",
    caught: Check::Flag("output-moved"),
};
const DROPPED: Fraud = Fraud {
    id: "firm-dropped",
    zh: "上年排末位的企业今年移出，不再参评",
    en: "Last year's last is dropped from the rating",
    caught: Check::Flag("dropped-again"),
};
const TENANT: Fraud = Fraud {
    id: "tenant-without-land",
    zh: "承租厂房的企业报评价用地为零",
    en: "A tenant reports no land at all",
    caught: Check::Refusal("承租"),
};
const EARLY: Fraud = Fraud {
    id: "ranked-before-the-others",
    zh: "同组还有企业没有初算，就想先把自己排成第一",
    en: "A firm is to be ranked before the others of its group are scored",
    caught: Check::Refusal("没有初算"),
};

/// How many firms above and below designated size are rated.
const ABOVE: u32 = 12;
const BELOW: u32 = 10;
/// How many have their revenue and tax told by quarter.
const BY_QUARTER: u32 = 12;

const NAMES: [&str; 12] = [
    "精密传动",
    "储能科技",
    "智能农机",
    "轴承",
    "变压器",
    "绿色食品",
    "铸造",
    "包装材料",
    "电子元件",
    "生物制造",
    "阀门",
    "工程塑料",
];

/// A firm of the story, with the record of its year.
#[derive(Debug, Clone, Copy)]
struct Firm {
    slot: Slot,
    number: u32,
    year: i16,
    above: bool,
}

impl Firm {
    fn step(self, who: Who, action: &'static str) -> Step {
        Step::of(who, SYSTEM, action, self.slot)
    }

    fn enter(self) -> Step {
        let name = usize::try_from(self.number)
            .ok()
            .and_then(|at| NAMES.get(at % NAMES.len()));
        let scale = if self.above { "above" } else { "below" };
        self.step(CLERK, "enter")
            .opening()
            .with("firm", firms::code(990_171, self.number))
            .with(
                "name",
                format!("云泽{}{}厂", name.unwrap_or(&"机械"), self.number),
            )
            .with("park", "云泽高新技术产业开发区")
            .with("park_level", "province")
            .with("unit", "high-speed-rail-area")
            .with("area", "990171")
            .with("year", self.year)
            .with("scale", scale)
            .with("exempt", "none")
            .with("first_year", 2021)
    }

    fn tax(self, wan: i64) -> Step {
        self.step(TAX, "give-tax")
            .with("tax", wan * 10_000)
            .with("one_off", 0)
    }

    fn land(self, mu: i64) -> Step {
        self.step(LAND, "give-land").with("land_own", mu)
    }

    fn power(self, kwh: i64) -> Step {
        self.step(ENERGY, "give-energy")
            .with("energy", kwh / 3_000)
            .with("power", kwh)
            .with("meters", 2)
    }

    /// The firm looks at its data and puts its stamp to them.
    fn verify(self, diary: &mut Diary, day: Day) -> Day {
        diary.write(day, self.step(INSPECTOR, "hand-over"));
        let paper = Paper::Text(
            format!("核对表{}-{}.txt", self.year, self.number),
            format!(
                "企业{}，{}年度数据核对无误，盖章。{day}",
                self.number, self.year
            ),
        );
        let confirmed = work_days_later(day, 3);
        let confirm = self.step(CLERK, "confirm-data").handing("stamped", paper);
        diary.write(confirmed, confirm);
        confirmed
    }
}

/// Writes them down; the records of the firms with the least tax on their land, for the
/// story of the land.
pub fn write(diary: &mut Diary, seed: u64) -> Vec<(Slot, u32)> {
    let dice = Dice::of("parks", seed);
    year_before(diary);
    let poor = rated(diary, &dice);
    quarters(diary, &dice);
    for (words, measure) in [
        ("省级以上开发区营业收入增长8%以上", "park-revenue-growth"),
        ("省级以上开发区亩均税收提高10%以上", "per-mu-tax-growth"),
        ("全面开展亩均效益评价", "firms-rated"),
    ] {
        let record = None;
        diary.say(
            on(2, 4),
            Said::Bind {
                words,
                measure,
                record,
            },
        );
    }
    poor
}

/// Three firms are rated for 2024 still, so that there is something to compare with.
fn year_before(diary: &mut Diary) {
    for (nth, wan) in [(101, 96), (102, 60), (103, 24)] {
        let slot = diary.slot();
        let firm = Firm {
            slot,
            number: nth,
            year: 2024,
            above: false,
        };
        diary.write(on(1, 7), firm.enter());
        diary.write(on(1, 8), firm.tax(wan));
        diary.write(on(1, 8), firm.land(20));
        diary.write(on(1, 8), firm.power(wan * 9_000));
        let revenue = firm
            .step(STATISTICS, "give-statistics")
            .with("value_added", wan * 40_000)
            .with("revenue", wan * 160_000)
            .with("staff", 40);
        diary.write(on(1, 8), revenue);
        firm.verify(diary, on(1, 9));
        diary.write(on(1, 15), firm.step(INSPECTOR, "score"));
        diary.write(on(1, 16), firm.step(INSPECTOR, "publish"));
        let decide = firm
            .step(LEAD, "decide")
            .with("document", "泽亩均〔2025〕补3号");
        diary.write(on(1, 23), decide);
    }
}

/// The rating of 2025: data by April, scores in May, classes in June.
fn rated(diary: &mut Diary, dice: &Dice) -> Vec<(Slot, u32)> {
    let mut firms = Vec::new();
    for number in 1..=ABOVE + BELOW {
        let above = number <= ABOVE;
        let slot = diary.slot();
        firms.push(Firm {
            slot,
            number,
            year: 2025,
            above,
        });
    }
    let mut poor = Vec::new();
    for firm in &firms {
        let land = dice.between(20, 160);
        // Some yield next to nothing on their land.
        let yields = if firm.number % 6 == 5 {
            dice.between(2, 4)
        } else {
            dice.between(8, 26)
        };
        let wan = land * yields;
        if yields < 5 {
            poor.push((firm.slot, firm.number));
        }
        let entered = work_days_later(on(2, 10), dice.below(6));
        diary.write(entered, firm.enter());
        if firm.number == 3 {
            diary.write(
                on(3, 3),
                firm.step(CLERK, "give-tax")
                    .with("tax", wan * 12_000)
                    .with("one_off", 0)
                    .refused(),
            );
            diary.write(on(3, 4), firm.land(0).deceiving(TENANT));
        }
        diary.write(work_days_later(on(3, 9), dice.below(8)), firm.tax(wan));
        diary.write(work_days_later(on(3, 16), dice.below(8)), firm.land(land));
        // The power of one comes in May, and the clock has run out.
        let powered = if firm.number == 7 {
            on(5, 7)
        } else {
            work_days_later(on(3, 23), dice.below(8))
        };
        // A firm above size yields more from a kilowatt-hour.
        let kwh = if firm.above {
            5_000
        } else {
            dice.between(25_000, 60_000)
        };
        diary.write(powered, firm.power(wan * kwh));
        let mut ready = powered;
        if firm.above {
            ready = ready.max(others(diary, dice, *firm, wan));
        }
        let hand = work_days_later(ready, 2);
        match firm.number {
            5 => disputed(diary, *firm, land, hand),
            // Nobody answers, and the clock takes the silence for a yes.
            9 => diary.write(hand, firm.step(INSPECTOR, "hand-over")),
            _ => {
                firm.verify(diary, hand);
            }
        }
        diary.write(on(5, 20), firm.step(INSPECTOR, "score"));
    }
    if let Some(first) = firms.first() {
        diary.write(on(5, 6), first.step(INSPECTOR, "hand-over").refused());
    }
    published(diary, &firms);
    tricks(diary);
    poor
}

/// What firms above size are asked for besides; the day on which it is all there.
fn others(diary: &mut Diary, dice: &Dice, firm: Firm, wan: i64) -> Day {
    let added = wan * dice.between(5, 7);
    let statistics = firm
        .step(STATISTICS, "give-statistics")
        .with("value_added", added * 10_000)
        .with("revenue", added * 36_000)
        .with("staff", (added / 18).max(20));
    diary.write(work_days_later(on(3, 11), dice.below(6)), statistics);
    let air = firm
        .step(ENVIRONMENT, "give-environment")
        .with("emits", true)
        .with("emissions", (added / 4_500).max(1));
    diary.write(work_days_later(on(3, 25), dice.below(6)), air);
    let last = work_days_later(on(4, 8), dice.below(6));
    let research = added * dice.between(500, 1_400);
    diary.write(
        last,
        firm.step(SCIENCE, "give-research")
            .with("research", research),
    );
    last
}

/// A firm that lets some of its land, which nobody had taken off.
fn disputed(diary: &mut Diary, firm: Firm, land: i64, day: Day) {
    diary.write(day, firm.step(INSPECTOR, "hand-over"));
    let no = firm
        .step(CLERK, "dispute-data")
        .with("reason", "有6亩出租给别的企业，没有扣除");
    diary.write(work_days_later(day, 2), no);
    let right = firm.land(land).with("land_let", 6);
    diary.write(work_days_later(day, 4), right);
    firm.verify(diary, work_days_later(day, 5));
}

fn published(diary: &mut Diary, firms: &[Firm]) {
    let document = "泽亩均〔2026〕2号";
    for firm in firms {
        let decide = |day, diary: &mut Diary| {
            diary.write(day, firm.step(LEAD, "decide").with("document", document));
        };
        if firm.number == 11 {
            diary.write(
                on(5, 21),
                firm.step(INSPECTOR, "veto")
                    .with("veto_why", "泽环罚〔2025〕31号，重大生态环境违法"),
            );
        }
        diary.write(on(5, 25), firm.step(INSPECTOR, "publish"));
        match firm.number {
            // Somebody objects, is right, and the firm is rated anew.
            8 => {
                let object = firm
                    .step(ANYBODY, "publicity-object")
                    .with("who", "隔壁企业，13600000008")
                    .with("words", "这家厂的承租地没有算进去。");
                diary.write(on(5, 27), object);
                let answer = firm
                    .step(INSPECTOR, "publicity-answer")
                    .with("objection", 1)
                    .with("upheld", true)
                    .with("words", "核对租约，承租18亩应计入，退回复核。");
                diary.write(on(6, 1), answer);
                diary.write(
                    on(6, 1),
                    firm.step(LEAD, "decide")
                        .with("document", document)
                        .refused(),
                );
                diary.write(
                    on(6, 2),
                    firm.step(INSPECTOR, "re-check")
                        .with("reason", "承租18亩应计入"),
                );
                diary.write(on(6, 3), firm.land(70).with("land_rented", 18));
                let verified = firm.verify(diary, on(6, 4));
                diary.write(verified, firm.step(INSPECTOR, "score"));
                let again = work_days_later(verified, 1);
                diary.write(again, firm.step(INSPECTOR, "publish"));
                decide(work_days_later(again, 5), diary);
            }
            // One in a hurry.
            2 => {
                diary.write(
                    on(5, 26),
                    firm.step(LEAD, "decide")
                        .with("document", document)
                        .refused(),
                );
                decide(on(6, 3), diary);
            }
            _ => decide(on(6, 3), diary),
        }
    }
}

/// What is tried on an acre.
fn tricks(diary: &mut Diary) {
    let mut firm = |number| {
        let slot = diary.slot();
        let firm = Firm {
            slot,
            number,
            year: 2025,
            above: false,
        };
        let enter = firm.enter().with("controller", firms::code(990_171, 190));
        diary.write(on(2, 25), enter);
        firm
    };
    let (one, two, three) = (firm(101), firm(102), firm(103));
    diary.write(on(3, 18), one.land(8).deceiving(SHRUNK));
    diary.write(on(3, 25), one.land(20));
    diary.write(
        on(3, 11),
        one.tax(110).with("hq_tax", 600_000).deceiving(BOOKED),
    );
    diary.write(on(3, 26), one.tax(110).with("hq_tax", 0));
    diary.write(on(3, 30), one.power(900_000));
    diary.write(on(3, 12), two.tax(260).deceiving(ONCE));
    diary.write(on(3, 27), two.tax(260).with("one_off", 1_950_000));
    diary.write(on(3, 19), two.land(20));
    let none = two
        .step(ENERGY, "give-energy")
        .with("power", 0)
        .with("meters", 0);
    diary.write(on(3, 31), none.deceiving(METER));
    diary.write(on(4, 10), two.power(520_000));
    let moved = two
        .step(STATISTICS, "give-statistics")
        .with("value_added", 9_000_000)
        .with("revenue", 41_000_000)
        .with("staff", 40);
    diary.write(on(3, 13), moved.deceiving(MOVED));
    diary.write(on(3, 13), three.tax(20));
    diary.write(on(3, 19), three.land(20));
    let drop = three
        .step(INSPECTOR, "drop")
        .with("reason", "企业申请不参评");
    diary.write(on(4, 15), drop.deceiving(DROPPED));
    for firm in [one, two] {
        firm.verify(diary, on(4, 20));
    }
    diary.write(on(5, 20), one.step(INSPECTOR, "score"));
    diary.write(on(5, 18), two.step(INSPECTOR, "score"));
    diary.write(on(5, 19), two.step(INSPECTOR, "publish").deceiving(EARLY));
    for firm in [one, two] {
        diary.write(on(5, 25), firm.step(INSPECTOR, "publish"));
        diary.write(
            on(6, 3),
            firm.step(LEAD, "decide")
                .with("document", "泽亩均〔2026〕2号"),
        );
    }
}

/// Revenue and tax of this year, quarter by quarter, beside those of the year before.
fn quarters(diary: &mut Diary, dice: &Dice) {
    for number in 1..=BY_QUARTER {
        let slot = diary.slot();
        let firm = Firm {
            slot,
            number,
            year: 2026,
            above: true,
        };
        diary.write(work_days_later(on(1, 12), dice.below(5)), firm.enter());
        let (revenue, tax) = (dice.between(3_000, 12_000), dice.between(200, 900));
        for (quarter, day) in [(1, on(4, 13)), (2, on(7, 13)), (3, on(10, 14))] {
            let tell = |amount: i64| {
                firm.step(STATISTICS, "report-revenue")
                    .with("quarter", quarter)
                    .with("amount", amount * 10_000)
                    .with("before", revenue * 10_000)
            };
            let now = revenue * dice.between(1_060, 1_120) / 1_000;
            diary.write(work_days_later(day, dice.below(3)), tell(now));
            // A mistake of one that is found a month later.
            if number == 4 && quarter == 2 {
                diary.write(on(8, 12), tell(now * 9 / 10));
            }
            if number == 6 && quarter == 1 {
                diary.write(on(3, 27), tell(now).refused());
            }
            let paid = firm
                .step(TAX, "report-tax")
                .with("quarter", quarter)
                .with("amount", tax * dice.between(1_070, 1_110))
                .with("before", tax * 1_000)
                .with("land_now", 60)
                .with("land_before", 60);
            diary.write(work_days_later(day, dice.below(4)), paid);
        }
    }
}
