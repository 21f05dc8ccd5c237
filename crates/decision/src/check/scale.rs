//! What lies between two values, for the kinds of values of a table.

use std::sync::Arc;

use super::axis::Scale;
use crate::number::Number;

/// Whole numbers, or days counted.
#[derive(Debug, Clone, Copy)]
pub struct Whole;

impl Scale for Whole {
    type Key = i64;

    fn between(&self, low: Option<&i64>, high: Option<&i64>) -> Option<i64> {
        match (low, high) {
            (None, None) => Some(0),
            (None, Some(high)) => high.checked_sub(1),
            (Some(low), None) => low.checked_add(1),
            (Some(low), Some(high)) => low.checked_add(1).filter(|next| next < high),
        }
    }
}

/// A kind of which only the values named in the domain exist: an enumeration, booleans.
#[derive(Debug, Clone, Copy)]
pub struct Listed<K>(pub std::marker::PhantomData<K>);

impl<K> Default for Listed<K> {
    fn default() -> Listed<K> {
        Listed(std::marker::PhantomData)
    }
}

impl<K: Ord + Clone> Scale for Listed<K> {
    type Key = K;

    fn between(&self, _: Option<&K>, _: Option<&K>) -> Option<K> {
        None
    }
}

/// Strings in the order of their characters.
#[derive(Debug, Clone, Copy)]
pub struct Texts;

/// What an example of "any other text" looks like.
const OTHER: &str = "其他";

impl Scale for Texts {
    type Key = Arc<str>;

    fn between(&self, low: Option<&Arc<str>>, high: Option<&Arc<str>>) -> Option<Arc<str>> {
        let fits = |text: &str| {
            low.is_none_or(|low| **low < *text) && high.is_none_or(|high| *text < **high)
        };
        if fits(OTHER) {
            return Some(OTHER.into());
        }
        let low = low.map_or("", |low| low);
        // Nothing lies between a text and the same text with the least character behind.
        ["", "…", "a", "0", " ", "\u{1}", "\u{0}"]
            .iter()
            .map(|end| format!("{low}{end}"))
            .find(|text| fits(text))
            .map(Arc::from)
    }

    fn oddness(&self, text: &Arc<str>) -> u32 {
        match &**text {
            OTHER => 0,
            "" => 3,
            text if text.chars().any(char::is_control) => 4,
            text if text.ends_with([' ', '…']) => 2,
            _ => 1,
        }
    }
}

/// A number between two: a whole one, or else with as few decimal places as will do.
pub(super) fn number_between(
    low: Option<Number>,
    high: Option<Number>,
    whole: bool,
) -> Option<Number> {
    let within =
        |it: &Number| low.is_none_or(|low| low < *it) && high.is_none_or(|high| *it < high);
    let next = |low: Number| low.floor().checked_add(Number::ONE);
    let whole_one = match (low, high) {
        (Some(low), _) => next(low),
        (None, Some(high)) => high.ceiling().checked_sub(Number::ONE),
        (None, None) => Some(Number::ZERO),
    };
    if let Some(it) = whole_one.filter(within) {
        return Some(it);
    }
    // Beyond 34 digits the next whole number is the same one.
    let far = [low, high]
        .into_iter()
        .flatten()
        .filter_map(|it| it.checked_mul(Number::TWO));
    let mut far = far.chain([Number::MIN, Number::MAX]).filter(within);
    let (Some(low), Some(high)) = (low, high) else {
        return far.next();
    };
    if whole {
        return far.find(|it| it.is_integer());
    }
    let apart = high.checked_sub(low)?.canonical();
    // Of the first digit in which the two differ: one place less may do, three more must,
    // or they have no number between them.
    let digits = apart.coefficient().checked_ilog10().unwrap_or(0) as i32;
    let place = -(apart.exponent() + digits);
    let tries = (place.max(1)..=place.saturating_add(2)).filter_map(|places| {
        let unit = Number::from_parts(false, 1, -places)?;
        low.floor_to(places)?.checked_add(unit)
    });
    tries
        .filter(within)
        .map(Number::canonical)
        .next()
        .or_else(|| far.next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Axis, Cell, Runs, Witness};

    fn number(text: &str) -> Option<Number> {
        (!text.is_empty()).then(|| text.parse().unwrap())
    }

    #[test]
    fn between_numbers_lies_the_plainest() {
        let cases = [
            ("", "", "0"),
            ("", "18", "17"),
            ("18", "", "19"),
            ("18", "65", "19"),
            ("0", "1", "0.1"),
            ("0.85", "0.9", "0.86"),
            ("0.85", "0.951", "0.9"),
            ("-0.3", "-0.25", "-0.29"),
            ("1.5", "2.5", "2"),
            ("1E-20", "2E-20", "1.1E-20"),
            ("1E40", "", "2E40"),
            ("", "-1E40", "-2E40"),
            ("1E40", "3E40", "2E40"),
        ];
        for (low, high, expected) in cases {
            let found = number_between(number(low), number(high), false);
            assert_eq!(found, number(expected), "{low} {high}");
        }
        assert_eq!(number_between(number("1"), number("2"), true), None);
        assert_eq!(number_between(Some(Number::MAX), None, false), None);
        let next = number("1.000000000000000000000000000000001");
        assert_eq!(number_between(Some(Number::ONE), next, false), None);
    }

    #[test]
    fn between_whole_numbers_there_may_be_none() {
        let cells = [Cell::between((1, true), (2, true)), Cell::above(5)];
        let domain = Cell::between((0, true), (10, true));
        let axis = Axis::new(&Whole, &domain, &cells);
        // 0, 1, 2, (2..5), 5, (5..10), 10; nothing between 0 and 1 or 1 and 2.
        assert_eq!(axis.count(), 7);
        assert_eq!(axis.runs(&cells[0]), Some(Runs::of([1, 2])));
        assert_eq!(axis.runs(&cells[1]), Some(Runs::of([5, 6])));
        assert_eq!(axis.witness(&Runs::of([3, 4])), Some(Witness::Value(3)));
        assert_eq!(
            axis.cell(&Runs::of([1, 2])),
            Cell::between((1, true), (2, true))
        );
        assert_eq!(axis.runs(&Cell::is(3)), None);
        assert_eq!(axis.atom(&Witness::Value(4)), Some(3));
        assert_eq!(axis.atom(&Witness::Value(11)), None);
    }

    #[test]
    fn other_texts_are_one_thing() {
        let cells: Vec<Cell<Arc<str>>> = ["城镇", "农村"].map(|it| Cell::is(it.into())).into();
        let axis = Axis::new(&Texts, &Cell::any(), &cells);
        let rest = axis.runs(&cells[0].or(&cells[1]).not()).unwrap();
        assert_eq!(axis.witness(&rest), Some(Witness::Value("其他".into())));
        assert_eq!(axis.cell(&rest).exceptions().unwrap().len(), 2);
        let (a, b) = (Arc::from("a"), Arc::from("a\u{0}"));
        assert_eq!(Texts.between(Some(&a), Some(&b)), None);
    }

    #[test]
    fn an_enumeration_has_its_members_only() {
        let domain = Cell::one_of(["A", "B", "C"]).with_null(true);
        let scale = Listed::default();
        let axis = Axis::new(&scale, &domain, []);
        assert_eq!(axis.count(), 4);
        let not_b = Cell::is("B").not();
        assert_eq!(axis.runs(&not_b), Some(Runs::of([0, 2, 3])));
        let shown = axis.cell(&Runs::of([0, 1, 3]));
        assert_eq!(shown, Cell::one_of(["A", "B"]).with_null(true));
        assert_eq!(axis.witness(&Runs::of([3])), Some(Witness::Null));
    }
}
