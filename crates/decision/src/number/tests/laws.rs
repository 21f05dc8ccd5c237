//! Laws, and agreement with decimals of any precision.

use std::hash::{BuildHasher, RandomState};

use dashu_float::round::mode::{self, HalfEven};
use dashu_float::{Context, FBig, Repr};
use proptest::prelude::*;

use super::n;
use crate::number::{Number, Rounding};

/// Numbers of all lengths whose exponents are near enough to one another to matter.
fn numbers() -> impl Strategy<Value = Number> {
    let coefficient = prop_oneof![
        3 => 0u128..1_000,
        3 => 0u128..1 << 64,
        3 => 0u128..10u128.pow(34),
        1 => (0u32..34, 0u128..3).prop_map(|(zeros, less)| 10u128.pow(zeros + 1) - less.min(1)),
        1 => (0u32..34).prop_map(|zeros| 5 * 10u128.pow(zeros) % 10u128.pow(34)),
    ];
    let exponent = prop_oneof![5 => -5i32..5, 4 => -45i32..45, 1 => -150i32..150];
    (any::<bool>(), coefficient, exponent)
        .prop_filter_map("too long", |(sign, coefficient, exponent)| {
            Number::from_parts(sign, coefficient, exponent)
        })
}

fn wide(number: Number) -> Repr<10> {
    number.to_big()
}

fn narrow(value: FBig<HalfEven, 10>) -> Number {
    let (significand, exponent) = value.into_repr().into_parts();
    n(&format!("{significand}E{exponent}"))
}

/// Enough digits for sums and products of what `numbers` gives to be exact, and for nothing
/// else to come near a tie.
fn exact() -> Context<HalfEven> {
    Context::new(600)
}

fn rounded(value: FBig<HalfEven, 10>) -> Number {
    narrow(value.with_precision(34).value())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn sums_agree(a in numbers(), b in numbers()) {
        let expected = rounded(exact().add(&wide(a), &wide(b)).unwrap().value());
        prop_assert_eq!(a.checked_add(b), Some(expected));
        prop_assert_eq!(b.checked_add(a), Some(expected));
        let expected = rounded(exact().sub(&wide(a), &wide(b)).unwrap().value());
        prop_assert_eq!(a.checked_sub(b), Some(expected));
    }

    #[test]
    fn products_agree(a in numbers(), b in numbers()) {
        let expected = rounded(exact().mul(&wide(a), &wide(b)).unwrap().value());
        prop_assert_eq!(a.checked_mul(b), Some(expected));
    }

    #[test]
    fn quotients_agree(a in numbers(), b in numbers()) {
        prop_assume!(!b.is_zero());
        let expected = rounded(exact().div(&wide(a), &wide(b)).unwrap().value());
        prop_assert_eq!(a.checked_div(b), Some(expected));
    }

    #[test]
    fn comparisons_agree(a in numbers(), b in numbers()) {
        prop_assert_eq!(a.cmp(&b), wide(a).cmp(&wide(b)));
        prop_assert_eq!(a == b, wide(a) == wide(b));
    }

    #[test]
    fn zeros_at_the_end_change_nothing(a in numbers(), zeros in 0u32..20) {
        let longer = a.coefficient().checked_mul(10u128.pow(zeros)).filter(|it| *it < 10u128.pow(34));
        prop_assume!(longer.is_some());
        let b = Number::from_parts(a.is_negative(), longer.unwrap(), a.exponent() - zeros as i32).unwrap();
        let state = RandomState::new();
        prop_assert_eq!(a, b);
        prop_assert_eq!(state.hash_one(a), state.hash_one(b));
        prop_assert_eq!(a.to_string(), b.to_string());
        prop_assert_eq!(a.is_integer(), b.is_integer());
        prop_assert_eq!(a.to_i128(), b.to_i128());
    }

    #[test]
    fn what_is_written_is_read(a in numbers()) {
        prop_assert_eq!(n(&a.to_string()), a);
        prop_assert_eq!(n(&format!("{a:?}")), a);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-+.eE0-9 ]{0,60}") {
        if let Ok(number) = text.parse::<Number>() {
            prop_assert_eq!(n(&number.to_string()), number);
        }
    }

    #[test]
    fn roundings_agree(a in numbers(), scale in -60i32..60) {
        fn expected<R: dashu_float::round::Round>(a: Number, scale: i32) -> Number {
            let value = FBig::<R, 10>::from_repr(wide(a), Context::new(0));
            let value = value.quantize(-scale as isize).value();
            narrow(value.with_rounding::<HalfEven>())
        }
        for (way, expected) in [
            (Rounding::HalfEven, expected::<HalfEven>(a, scale)),
            (Rounding::HalfUp, expected::<mode::HalfAway>(a, scale)),
            (Rounding::Up, expected::<mode::Away>(a, scale)),
            (Rounding::Down, expected::<mode::Zero>(a, scale)),
            (Rounding::Floor, expected::<mode::Down>(a, scale)),
            (Rounding::Ceiling, expected::<mode::Up>(a, scale)),
        ] {
            prop_assert_eq!(a.round(scale, way), Some(expected), "{:?}", way);
        }
        // Half down is half up, except in the middle.
        let down = a.round(scale, Rounding::Down).unwrap();
        let up = a.round(scale, Rounding::Up).unwrap();
        let middle = wide(down) != wide(up) && {
            let exact = exact();
            let sum = exact.add(&wide(down), &wide(up)).unwrap().value();
            let twice = exact.add(&wide(a), &wide(a)).unwrap().value();
            sum == twice
        };
        let other = if middle { Some(down) } else { a.round(scale, Rounding::HalfUp) };
        prop_assert_eq!(a.round(scale, Rounding::HalfDown), other);
    }

    #[test]
    fn a_remainder_has_the_sign_of_the_divisor_and_is_smaller(a in numbers(), b in numbers()) {
        prop_assume!(!b.is_zero());
        let rest = a.modulo(b).unwrap();
        prop_assert!(rest.is_zero() || rest.is_negative() == b.is_negative());
        prop_assert!(rest.abs() <= b.abs());
        // a - rest is a whole multiple of b, as long as it was not rounded.
        let exact = exact();
        let whole = exact.sub(&wide(a), &wide(rest)).unwrap().value();
        let floor = exact.div(whole.repr(), &wide(b)).unwrap().value();
        let same = a.is_negative() == b.is_negative();
        if same {
            prop_assert!(floor.repr().is_int() || whole.repr().significand().is_zero());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn roots_and_powers_agree(a in numbers()) {
        let a = a.abs();
        prop_assume!(!a.is_zero());
        let root = rounded(exact().sqrt(&wide(a)).unwrap().value());
        prop_assert_eq!(a.sqrt(), Some(root));
        prop_assert_eq!(a.power(n("0.5")), Some(root));
        let mut seventh = Repr::one();
        for _ in 0..7 {
            seventh = exact().mul(&seventh, &wide(a)).unwrap().value().into_repr();
        }
        let inverse = exact().div(&Repr::one(), &seventh).unwrap().value();
        prop_assert_eq!(a.power(n("-7")), Some(rounded(inverse)));
        let seventh = FBig::from_repr(seventh, exact());
        prop_assert_eq!(a.power(n("7")), Some(rounded(seventh)));
    }
}
