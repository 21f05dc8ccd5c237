//! Where works are, and who builds them: places of the invented city, and its invented
//! firms.

use serde_json::{Value as Json, json};

use super::firms;

/// A place with the middle of its ground, in ten-thousandths of a degree.
const MIDDLES: [(u32, u32, u32); 8] = [
    (990_101, 1_144_800, 379_800),
    (990_102, 1_145_000, 380_800),
    (990_103, 1_146_200, 380_200),
    (990_121, 1_148_500, 380_500),
    (990_122, 1_142_000, 379_500),
    (990_123, 1_146_500, 378_000),
    (990_124, 1_143_000, 382_000),
    (990_171, 1_145_800, 379_300),
];

/// How far from the middle works lie at most, the same.
const WIDTH: u32 = 900;

/// The groups of the city that build for its units, by unit.
const GROUPS: [(&str, &str); 9] = [
    ("transport", "云泽交通建设集团有限公司"),
    ("water", "云泽水务投资集团有限公司"),
    ("housing-construction", "云泽城市建设集团有限公司"),
    ("development-reform", "云泽能源投资集团有限公司"),
    ("education", "云泽公共建筑代建有限公司"),
    ("health", "云泽公共建筑代建有限公司"),
    ("culture-tourism", "云泽公共建筑代建有限公司"),
    ("urban-management", "云泽环境服务集团有限公司"),
    ("agriculture-rural", "云泽乡村振兴投资有限公司"),
];

/// A site: longitude and latitude in ten-thousandths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Site {
    lon: u32,
    lat: u32,
}

impl Site {
    /// The site of the work of this number in a place.
    pub fn of(area: u32, number: u32) -> Site {
        let middle = MIDDLES.iter().find(|it| it.0 == area);
        let (_, lon, lat) = *middle.unwrap_or(&MIDDLES[0]);
        // Steps that share no factor with the width spread the works over the ground.
        let spread = |step: u32| number.wrapping_mul(step) % (2 * WIDTH);
        Site {
            lon: lon + spread(617) - WIDTH,
            lat: lat + spread(389) - WIDTH,
        }
    }

    /// As a form says it.
    pub fn said(self) -> Json {
        let degrees = |it: u32| format!("{}.{:04}", it / 10_000, it % 10_000);
        json!({ "lon": degrees(self.lon), "lat": degrees(self.lat) })
    }

    /// As a photograph taken there says it, in hundredths of a degree.
    pub fn seen(self) -> (u32, u32) {
        (self.lon / 100, self.lat / 100)
    }
}

/// The builder of the work of this number that a unit answers for: name and credit code.
/// Factories build their own; what the city builds, its groups do.
pub fn builder(unit: &str, area: u32, number: u32) -> (String, String) {
    let group = GROUPS.iter().position(|it| it.0 == unit);
    match group.and_then(|at| Some((at, GROUPS.get(at)?))) {
        Some((_, (_, name))) => {
            // Units that share a group share its code.
            let first = GROUPS.iter().position(|it| it.1 == *name);
            let first = u32::try_from(first.unwrap_or_default()).unwrap_or_default();
            ((*name).to_owned(), firms::code(990_100, 600_001 + first))
        }
        None => (
            format!("云泽第{number}项目有限公司"),
            firms::code(area, 500_000 + number),
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn works_lie_apart_in_their_place_and_shared_groups_have_one_code() {
        let all: BTreeSet<String> = (1..=400)
            .map(|number| Site::of(990_122, number).said().to_string())
            .collect();
        assert_eq!(all.len(), 400);
        let (school, clinic) = (
            builder("education", 990_101, 1),
            builder("health", 990_103, 2),
        );
        assert_eq!(school, clinic);
        assert_ne!(
            builder("commerce", 990_101, 1),
            builder("commerce", 990_101, 2)
        );
    }
}
