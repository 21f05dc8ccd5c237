//! Numbers as they are read at a glance, the same wherever they stand: two decimals of 亿, 万
//! or units, rounded as people round.

use rust_decimal::RoundingStrategy;
use youwei_base::Decimal;

/// Powers of ten with a name of their own, the largest first.
const NAMED: [(i64, &str); 2] = [(100_000_000, "亿"), (10_000, "万")];
/// So many decimals are read.
const DECIMALS: u32 = 2;
/// So many are shown to tell a number from its goal.
const DECIMALS_MAX: u32 = 6;

/// A value to be read, and 万 or 亿 if it is so large. What falls short of its goal is never
/// shown as the goal, nor beyond it, nor the other way round: it is given as many decimals
/// as that takes.
#[must_use]
pub fn glance(value: Decimal, goal: Option<Decimal>) -> (Decimal, &'static str) {
    let named = NAMED
        .iter()
        .find(|(power, _)| value.abs() >= Decimal::from(*power));
    let (power, name) = named.copied().unwrap_or((1, ""));
    let power = Decimal::from(power);
    let (value, goal) = (value / power, goal.map(|it| it / power));
    let rounded = |decimals: u32| {
        let nearest = RoundingStrategy::MidpointAwayFromZero;
        value.round_dp_with_strategy(decimals, nearest)
    };
    let told = (DECIMALS..=DECIMALS_MAX).map(rounded);
    let mut told = told.filter(|it| goal.is_none_or(|goal| it.cmp(&goal) == value.cmp(&goal)));
    (told.next().unwrap_or(value).normalize(), name)
}

#[cfg(test)]
mod tests {
    use super::glance;
    use youwei_base::Decimal;

    #[test]
    fn a_number_is_rounded_unless_that_makes_it_its_goal() {
        for (value, goal, said) in [
            ("4.9774", Some("60"), "4.98"),
            ("92.857142", Some("90"), "92.86"),
            ("32.8867", Some("30"), "32.89"),
            ("58890880000", Some("65000000000"), "588.91亿"),
            ("64999800000", Some("65000000000"), "649.998亿"),
            ("65000100000", Some("65000000000"), "650.001亿"),
            ("65000000000", Some("65000000000"), "650亿"),
            ("99999999", Some("100000000"), "9999.9999万"),
            ("99.9999", Some("100"), "99.9999"),
            ("99.99999999", Some("100"), "99.99999999"),
            ("-0.125", None, "-0.13"),
            ("0", None, "0"),
        ] {
            let number = |it: &str| it.parse::<Decimal>().unwrap();
            let (scaled, name) = glance(number(value), goal.map(number));
            assert_eq!(format!("{scaled}{name}"), said, "{value} {goal:?}");
        }
    }
}
