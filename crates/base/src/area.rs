//! Places of the administrative division, by GB/T 2260 code.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A six-digit code of GB/T 2260: two digits each for province, city, county.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AreaCode(pub u32);

impl AreaCode {
    /// The province this code lies in, as a code of its own.
    pub fn province(self) -> AreaCode {
        AreaCode(self.0 / 10_000 * 10_000)
    }

    /// The city (prefecture) this code lies in, as a code of its own.
    pub fn city(self) -> AreaCode {
        AreaCode(self.0 / 100 * 100)
    }

    /// Whether a place of China may bear or have borne this code, now or before a change of
    /// the division: its province is one, or the 新疆生产建设兵团 (66); its city is of the
    /// province (00), listed, of a number that cities have (01–70), or of those that lie
    /// in the province directly (90). Counties change too often to be told wrong.
    pub fn may_be_chinese(self) -> bool {
        const PRODUCTION_CORPS: u32 = 66;
        let province = self.province();
        let known = Area::by_code(province).is_some() || self.0 / 10_000 == PRODUCTION_CORPS;
        let city = self.0 / 100 % 100;
        known && self.0 < 1_000_000 && matches!(city, 0..=70 | 90)
    }

    /// Whether `self` is `other` or lies inside it.
    pub fn within(self, other: AreaCode) -> bool {
        self == other
            || (other.0.is_multiple_of(100) && self.city() == other)
            || (other.0.is_multiple_of(10_000) && self.province() == other)
    }
}

/// One place: its code and its full official name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Its code.
    pub code: AreaCode,
    /// Its name as gazetted, such as 石家庄市 or 赞皇县.
    pub name: &'static str,
}

static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| {
    include_str!("../data/areas.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(code, name)| {
            let code = AreaCode(code.parse().ok()?);
            Some(Area { code, name })
        })
        .collect()
});

static BY_CODE: LazyLock<HashMap<AreaCode, &'static Area>> =
    LazyLock::new(|| AREAS.iter().map(|area| (area.code, area)).collect());

impl Area {
    /// Every province, city and county, in the order of their kind and code.
    pub fn all() -> &'static [Area] {
        &AREAS
    }

    /// The place with this code, if there is one.
    pub fn by_code(code: AreaCode) -> Option<&'static Area> {
        BY_CODE.get(&code).copied()
    }

    /// The name as people say it: without 市, 县, 区 where two characters or more
    /// are left (石家庄, 赞皇), since reports rarely write it in full.
    pub fn short_name(&self) -> &'static str {
        const TAILS: [&str; 9] = [
            "维吾尔自治区",
            "壮族自治区",
            "回族自治区",
            "自治区",
            "自治县",
            "省",
            "市",
            "县",
            "区",
        ];
        for tail in TAILS {
            if let Some(head) = self.name.strip_suffix(tail)
                && head.chars().count() >= 2
            {
                return head;
            }
        }
        self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_county_lies_in_its_city_and_province() {
        let county = Area::all().iter().find(|a| a.name == "赞皇县").unwrap();
        let city = Area::all().iter().find(|a| a.name == "石家庄市").unwrap();
        assert!(county.code.within(city.code));
        assert!(county.code.within(AreaCode(130_000)));
        assert!(!city.code.within(county.code));
        assert!(!county.code.within(AreaCode(140_000)));
    }

    #[test]
    fn a_code_that_no_place_can_have_is_told() {
        for (code, may) in [
            (130_000, true),
            (130_100, true),
            (130_130, true),
            // A zone, a place of before a merger, one that lies in its province directly.
            (130_171, true),
            (371_202, true),
            (429_004, true),
            (660_100, true),
            (139_999, false),
            (130_000 + 7_101, false),
            (999_999, false),
            (160_100, false),
            (990_101, false),
            (0, false),
            (1_301_000, false),
        ] {
            assert_eq!(AreaCode(code).may_be_chinese(), may, "{code}");
        }
        assert!(Area::all().iter().all(|it| it.code.may_be_chinese()));
    }

    #[test]
    fn short_names_keep_at_least_two_characters() {
        let short = |name: &str| {
            Area::all()
                .iter()
                .find(|a| a.name == name)
                .unwrap()
                .short_name()
        };
        assert_eq!(short("石家庄市"), "石家庄");
        assert_eq!(short("广西壮族自治区"), "广西");
        assert_eq!(short("易县"), "易县");
    }
}
