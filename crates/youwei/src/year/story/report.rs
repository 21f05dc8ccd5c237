//! The report: gone through, given to units, bound to measures; what units say of
//! themselves, and what they hold against a light.

use super::super::days::on;
use super::super::diary::{Amended, Diary, Said, Who};
use super::projects::Project;

const REFORM: Who = ("development-reform", "project-clerk");
const TRANSPORT: Who = ("transport", "project-clerk");
const WATER: Who = ("water", "project-clerk");

/// Writes it down.
pub fn write(diary: &mut Diary, projects: &[Project]) {
    last_year(diary);
    diary.say(on(1, 26), Said::Confirm);
    diary.say(on(1, 28), Said::Assign);
    let slot = |name: &str| projects.iter().find(|it| it.name == name).map(|it| it.slot);
    let numbers = [
        ("全年安排市级以上重点项目300项", "projects-listed"),
        ("等126个项目开工", "projects-started"),
        ("等48个项目竣工", "projects-finished"),
        ("年度完成投资650亿元以上", "investment-made"),
        ("黑臭水体动态清零", "black-water-open"),
        ("重大事故隐患动态清零", "major-hazards-open"),
        ("全年开行中欧班列200列以上", "china-europe-trains"),
        ("新开通国际班列线路2条", "lines-opened"),
    ];
    for (words, measure) in numbers {
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
    let works = [
        ("望澜大桥6月底前建成投用", "projects-finished", "望澜大桥"),
        (
            "云锦路小学8月底前建成投用",
            "projects-finished",
            "市第三中学高铁新区校区",
        ),
        (
            "云锦路小学8月底前建成投用",
            "projects-finished",
            "云锦路小学",
        ),
        ("开工建设市图书馆新馆", "projects-started", "市图书馆新馆"),
        (
            "云泽至西塬高速公路年内开工",
            "projects-started",
            "云泽至西塬高速公路",
        ),
        (
            "建成投用青禾生活垃圾焚烧发电厂",
            "projects-finished",
            "青禾生活垃圾焚烧发电厂",
        ),
    ];
    for (words, measure, name) in works {
        if let record @ Some(_) = slot(name) {
            diary.say(
                on(2, 6),
                Said::Bind {
                    words,
                    measure,
                    record,
                },
            );
        }
    }
    let claims = [
        (
            4,
            13,
            REFORM,
            "等126个项目开工",
            "一季度开工26个，进度好于计划",
            Some("26"),
            Some((3, 31)),
        ),
        (
            7,
            10,
            REFORM,
            "年度完成投资650亿元以上",
            "上半年预计完成投资330亿元",
            Some("33000000000"),
            Some((6, 30)),
        ),
        (
            7,
            13,
            REFORM,
            "等48个项目竣工",
            "上半年竣工16个",
            Some("16"),
            Some((6, 30)),
        ),
        (
            10,
            14,
            REFORM,
            "等126个项目开工",
            "前三季度开工112个",
            Some("112"),
            Some((9, 30)),
        ),
        (
            10,
            15,
            TRANSPORT,
            "云泽至西塬高速公路年内开工",
            "控制性工程已具备条件，11月下旬开工",
            None,
            None,
        ),
        (
            11,
            12,
            REFORM,
            "等48个项目竣工",
            "已竣工45个，其余年底前完成",
            Some("45"),
            None,
        ),
    ];
    for (month, day, who, words, progress, value, until) in claims {
        let said = Said::Claim {
            who,
            words,
            progress,
            value,
            until: until.map(|(month, day)| on(month, day)),
        };
        diary.say(on(month, day), said);
    }
    let words = "年度完成投资650亿元以上";
    let why = "月报次月5日才入账，6月的支出没有算进来，灯不应为黄";
    diary.say(
        on(7, 2),
        Said::Dispute {
            who: REFORM,
            words,
            why,
        },
    );
    let answer = "口径按月末入账，7月6日后自然变化；灯按规则计算，不作更改";
    diary.say(on(7, 8), Said::Answer { words, answer });
    let words = "等48个项目竣工";
    let why = "两个项目验收已完成，备案在途";
    diary.say(
        on(11, 16),
        Said::Dispute {
            who: REFORM,
            words,
            why,
        },
    );
    amended(diary);
    explained(diary);
}

/// Last year's report, which this year's is held against: gone through and given to units
/// before the new one comes. Of that year there are no records; two units say what became
/// of their works.
fn last_year(diary: &mut Diary) {
    diary.say(on(1, 6), Said::Confirm);
    diary.say(on(1, 7), Said::Assign);
    let claims = [
        (
            TRANSPORT,
            "云泽至东岭高速公路年内建成通车",
            "2025年12月18日建成通车",
        ),
        (WATER, "鹿鸣湖水库下闸蓄水", "2025年11月26日下闸蓄水"),
    ];
    for (who, words, progress) in claims {
        let value = None;
        let said = Said::Claim {
            who,
            words,
            progress,
            value,
            until: None,
        };
        diary.say(on(1, 8), said);
    }
}

/// What is promised otherwise from some day on: the pace of the starts in July, the number
/// of works to be finished in September.
fn amended(diary: &mut Diary) {
    let words = "等126个项目开工";
    let nodes = ["25个", "70个", "110个", "126个"];
    diary.say(on(2, 10), Said::Declare { words, nodes });
    let slower = Said::Amend {
        words,
        to: Amended::Nodes([None, None, Some("102个"), None]),
        approver: "市政府常务会议",
        document: "云政会纪〔2026〕14号",
        why: "汛期强降雨，八个项目的开工顺延到四季度，全年目标不变",
    };
    diary.say(on(7, 20), slower);
    let fewer = Said::Amend {
        words: "等48个项目竣工",
        to: Amended::Number("46"),
        approver: "市政府常务会议",
        document: "云政会纪〔2026〕18号",
        why: "两个项目地下发现文物，考古勘探后重排工期，年内不能竣工",
    };
    diary.say(on(9, 15), fewer);
}

/// Why what was claimed is not what the facts come to: once long after it was to be said,
/// once in time. The claims of autumn, which are apart anew, are never explained.
fn explained(diary: &mut Diary) {
    let late = Said::Explain {
        who: REFORM,
        words: "等126个项目开工",
        why: "四个项目已领施工许可证、还没有首笔付款和现场佐证，自报时算作开工；以系统登记为准",
    };
    diary.say(on(5, 8), late);
    let in_time = Said::Explain {
        who: REFORM,
        words: "等48个项目竣工",
        why: "自报按6月底报表，7月上旬完成竣工备案的没有计入；以系统登记为准",
    };
    diary.say(on(7, 16), in_time);
}
