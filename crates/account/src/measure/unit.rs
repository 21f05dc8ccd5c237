//! Units that are the same thing on another scale.

use youwei_base::Decimal;

/// Signs before a unit, longest first.
const SCALES: [(&str, i64); 5] = [
    ("万亿", 1_000_000_000_000),
    ("亿", 100_000_000),
    ("百万", 1_000_000),
    ("万", 10_000),
    ("千", 1_000),
];
/// Units of rates: so many points are so many of the first.
const RATES: [&str; 4] = ["%", "％", "个百分点", "百分点"];
/// Words that count things whatever they are.
const COUNTERS: [&str; 5] = ["个", "项", "件", "处", "批"];

/// How well two units go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fit {
    /// What an amount in the one is to be multiplied by to be one in the other.
    pub factor: Decimal,
    /// Whether they are the very same, or the same on another scale; otherwise both only
    /// count things.
    pub exact: bool,
}

/// How an amount in `from` becomes one in `to`; none if it cannot.
pub(crate) fn fit(from: &str, to: &str) -> Option<Fit> {
    let (from, to) = (from.trim(), to.trim());
    let exact = |factor| {
        Some(Fit {
            factor,
            exact: true,
        })
    };
    if from == to || (RATES.contains(&from) && RATES.contains(&to)) {
        return exact(Decimal::ONE);
    }
    let ((up, one), (down, other)) = (split(from), split(to));
    if one == other {
        return exact(Decimal::from(up) / Decimal::from(down));
    }
    if COUNTERS.contains(&one) && COUNTERS.contains(&other) {
        return Some(Fit {
            factor: Decimal::from(up) / Decimal::from(down),
            exact: false,
        });
    }
    None
}

/// Whether it is a unit of rates.
pub(crate) fn is_rate(unit: &str) -> bool {
    RATES.contains(&unit.trim()) || unit.trim() == "‰"
}

fn split(unit: &str) -> (i64, &str) {
    for (sign, scale) in SCALES {
        if let Some(rest) = unit.strip_prefix(sign)
            && !rest.is_empty()
        {
            return (scale, rest);
        }
    }
    (1, unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_worked_out_and_what_differs_stays_apart() {
        for (from, to, expected) in [
            ("亿元", "元", Some(("100000000", true))),
            ("万元", "亿元", Some(("0.0001", true))),
            ("元", "元", Some(("1", true))),
            ("%", "个百分点", Some(("1", true))),
            ("项", "个", Some(("1", false))),
            ("万件", "件", Some(("10000", true))),
            ("个", "公里", None),
            ("元", "%", None),
            ("亩", "万亩", Some(("0.0001", true))),
            ("千米", "米", Some(("1000", true))),
            ("", "", Some(("1", true))),
            ("", "个", None),
        ] {
            let got = fit(from, to).map(|it| (it.factor.normalize().to_string(), it.exact));
            let expected = expected.map(|(factor, exact)| (factor.to_owned(), exact));
            assert_eq!(got, expected, "{from} {to}");
        }
    }
}
