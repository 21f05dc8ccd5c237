//! The works that the report names, with what becomes of each.

use super::super::days::on;
use youwei_base::Day;

/// What becomes of a work in the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Begun in an earlier year and not finished in this one.
    Goes,
    /// Finished on a day of this year.
    Finishes(Day),
    /// Begun on a day of this year.
    Starts(Day),
    /// Kept in preparation.
    Waits,
}

/// A work that the report names: name, unit, place, sector, investment of the year in
/// units of 10,000 yuan, what was promised of it.
pub struct Named {
    pub name: &'static str,
    pub unit: &'static str,
    pub area: u32,
    pub industry: &'static str,
    pub weight: i64,
    pub promised: &'static str,
    pub course: Course,
}

/// All of them.
pub fn all() -> Vec<Named> {
    let of = |name, unit, area, industry, weight, promised, course| Named {
        name,
        unit,
        area,
        industry,
        weight,
        promised,
        course,
    };
    use Course::{Finishes, Goes, Starts, Waits};
    vec![
        of(
            "望澜大桥",
            "transport",
            990101,
            "infrastructure",
            300,
            "望澜大桥6月底前建成投用",
            Finishes(on(6, 22)),
        ),
        of(
            "市第三中学高铁新区校区",
            "education",
            990171,
            "livelihood",
            160,
            "8月底前建成投用",
            Finishes(on(8, 20)),
        ),
        of(
            "云锦路小学",
            "education",
            990102,
            "livelihood",
            90,
            "8月底前建成投用",
            Finishes(on(9, 11)),
        ),
        of(
            "岭原数控机床",
            "industry-information",
            990124,
            "manufacturing",
            240,
            "岭原数控机床等48个项目竣工",
            Finishes(on(7, 15)),
        ),
        of(
            "市中心医院泽南院区",
            "health",
            990101,
            "livelihood",
            320,
            "市中心医院泽南院区等48个项目竣工",
            Finishes(on(10, 20)),
        ),
        of(
            "青禾生活垃圾焚烧发电厂",
            "urban-management",
            990123,
            "energy",
            210,
            "建成投用",
            Finishes(on(12, 8)),
        ),
        of(
            "澜川储能电池二期",
            "industry-information",
            990103,
            "manufacturing",
            900,
            "等126个项目开工",
            Starts(on(3, 12)),
        ),
        of(
            "云泽智能农机产业园",
            "industry-information",
            990121,
            "manufacturing",
            620,
            "等126个项目开工",
            Starts(on(4, 9)),
        ),
        of(
            "市图书馆新馆",
            "culture-tourism",
            990101,
            "livelihood",
            140,
            "开工建设",
            Starts(on(5, 19)),
        ),
        of(
            "云泽至西塬高速公路",
            "transport",
            990122,
            "infrastructure",
            800,
            "年内开工",
            Starts(on(11, 26)),
        ),
        of(
            "泽水河两岸贯通工程",
            "water",
            990102,
            "infrastructure",
            350,
            "加快建设",
            Goes,
        ),
        of(
            "市妇幼保健院新院区",
            "health",
            990102,
            "livelihood",
            260,
            "加快建设",
            Goes,
        ),
        of(
            "东岭、西塬抽水蓄能电站",
            "development-reform",
            990121,
            "energy",
            1100,
            "加快建设",
            Goes,
        ),
        of(
            "云泽储能材料实验室",
            "science-technology",
            990103,
            "services",
            170,
            "加快建设",
            Goes,
        ),
        of(
            "云泽东站站房改造",
            "transport",
            990102,
            "infrastructure",
            230,
            "加快改造",
            Goes,
        ),
        of(
            "云泽至安澜城际铁路",
            "transport",
            990102,
            "infrastructure",
            500,
            "开展前期工作",
            Waits,
        ),
        of(
            "云泽通用机场",
            "transport",
            990122,
            "infrastructure",
            260,
            "开展前期工作",
            Waits,
        ),
    ]
}
