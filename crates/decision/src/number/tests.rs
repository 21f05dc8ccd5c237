//! What holds of numbers, case by case; laws and comparisons with other arithmetic are below.

mod functions;
mod laws;

use std::collections::HashSet;
use std::mem::size_of;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::{NotANumber, Number, Rounding};

/// Thirty-four nines.
const NINES: &str = "9999999999999999999999999999999999";

pub(super) fn n(text: &str) -> Number {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

pub(super) fn some(text: &str) -> Option<Number> {
    (text != "-none").then(|| n(text))
}

#[test]
fn numbers_leave_room_for_the_tags_around_them() {
    assert_eq!(size_of::<Number>(), 24);
    assert_eq!(size_of::<Option<Number>>(), 24);
    assert_eq!(align_of::<Number>(), 8);
}

#[test]
fn numbers_are_written_without_exponent_and_without_zeros_at_the_end() {
    for (text, written) in [
        ("0", "0"),
        ("-0", "0"),
        ("0.000", "0"),
        ("0E9000", "0"),
        ("1.10", "1.1"),
        ("1E3", "1000"),
        ("+7", "7"),
        (".5", "0.5"),
        ("-.05", "-0.05"),
        ("1.2E-3", "0.0012"),
        ("1.2e+3", "1200"),
        ("00012.500", "12.5"),
        ("1e-10", "0.0000000001"),
        (NINES, NINES),
        // Ties go to even, and what follows them decides.
        (
            "99999999999999999999999999999999995",
            "100000000000000000000000000000000000",
        ),
        (
            "12345678901234567890123456789012345",
            "12345678901234567890123456789012340",
        ),
        (
            "12345678901234567890123456789012335",
            "12345678901234567890123456789012340",
        ),
        (
            "1234567890123456789012345678901234.5",
            "1234567890123456789012345678901234",
        ),
        (
            "1234567890123456789012345678901234.50000000000000000000000000001",
            "1234567890123456789012345678901235",
        ),
    ] {
        assert_eq!(n(text).to_string(), written, "{text}");
    }
    assert_eq!(n("1E6111").to_string().len(), 6_112);
    assert_eq!(Number::SMALLEST.to_string().len(), 6_178);
}

#[test]
fn texts_that_are_not_numbers_are_refused() {
    for text in [
        "", "-", "+", ".", "1.", "-.", "1e", "1e+", "1.2.3", "--1", " 1", "1 ", "0x1", "1_000",
        "NaN", "Infinity", "１", "1e1.5", "e5", ".e5", "1,5",
    ] {
        assert_eq!(Number::from_str(text), Err(NotANumber::Form), "{text:?}");
    }
    for text in [
        "1E6145",
        "-1E6145",
        "1E99999999999999999999",
        "9.9999999999999999999999999999999999E6144",
    ] {
        assert_eq!(Number::from_str(text), Err(NotANumber::TooLarge), "{text}");
    }
}

#[test]
fn the_edges_of_the_range_are_those_of_decimal128() {
    assert_eq!(n("9.999999999999999999999999999999999E6144"), Number::MAX);
    assert_eq!(n("1E6144"), n("1000000000000000000000000000000000E6111"));
    assert_eq!(n("1E-6176"), Number::SMALLEST);
    assert_eq!(n("4E-6177"), Number::ZERO);
    assert_eq!(n("5E-6177"), Number::ZERO);
    assert_eq!(n("51E-6178"), Number::SMALLEST);
    assert_eq!(n("15E-6177"), n("2E-6176"));
    assert_eq!(n("25E-6177"), n("2E-6176"));
    assert_eq!(n("1E-99999999999999999999"), Number::ZERO);
    assert_eq!(Number::MAX.checked_add(n("1E6110")), Some(Number::MAX));
    assert_eq!(Number::MAX.checked_add(n("5E6110")), None);
    assert_eq!(Number::MAX.checked_add(n("4.9E6110")), Some(Number::MAX));
    assert_eq!(Number::MAX.checked_mul(n("1.1")), None);
    assert_eq!(Number::MIN.checked_sub(Number::MAX), None);
    assert_eq!(Number::SMALLEST.checked_mul(n("0.5")), Some(Number::ZERO));
    assert_eq!(Number::SMALLEST.checked_mul(n("1.5")), Some(n("2E-6176")));
    assert_eq!(Number::SMALLEST.checked_div(n("3")), Some(Number::ZERO));
    assert_eq!(
        Number::SMALLEST.checked_div(Number::MAX),
        Some(Number::ZERO)
    );
    assert_eq!(Number::MAX.checked_div(Number::SMALLEST), None);
    assert_eq!(Number::MAX.checked_sub(Number::MAX), Some(Number::ZERO));
}

#[test]
fn equal_values_are_equal_and_hash_alike() {
    let same = [
        n("1"),
        n("1.0"),
        n("1.00"),
        n("0.1E1"),
        n("10E-1"),
        n("1000000000000000000000000000000000E-33"),
    ];
    let set: HashSet<_> = same.into_iter().collect();
    assert_eq!(set.len(), 1);
    assert_eq!(-Number::ZERO, Number::ZERO);
    assert!(!(-Number::ZERO).is_negative());
    assert_eq!(HashSet::from([n("-0.0"), n("0E5"), Number::ZERO]).len(), 1);
}

#[test]
fn numbers_are_in_order() {
    let order = [
        "-1E6144",
        "-1E40",
        "-10000000000000000000000000000000001E5",
        "-20",
        "-19.9",
        "-1E-30",
        "-1E-6176",
        "0",
        "1E-6176",
        "1E-100",
        "0.1",
        "0.11",
        "1",
        "1.000000000000000000000000000000001",
        "1.1",
        "9",
        "10",
        "1E19",
        "1E20",
        "9999999999999999999999999999999999",
        "1E34",
        "1E35",
        "1E6144",
    ];
    for (at, left) in order.iter().enumerate() {
        for (to, right) in order.iter().enumerate() {
            assert_eq!(n(left).cmp(&n(right)), at.cmp(&to), "{left} {right}");
        }
    }
}

#[test]
fn the_four_operations() {
    for (left, sign, right, result) in [
        ("0.1", '+', "0.2", "0.3"),
        ("1", '+', "-1.00", "0"),
        ("10", '+', "1E-40", "10"),
        (NINES, '+', "1", "1E34"),
        (NINES, '+', "0.5", "1E34"),
        (NINES, '+', "0.49", NINES),
        ("1E34", '+', "5", "10000000000000000000000000000000000"),
        (
            "1E34",
            '+',
            "5.000000000000000000000000000000001",
            "10000000000000000000000000000000010",
        ),
        ("1E34", '+', "15", "10000000000000000000000000000000020"),
        ("1E40", '-', "1E-40", "1E40"),
        ("1E34", '-', "0.5", "1E34"),
        ("1E34", '-', "0.6", NINES),
        ("1E34", '-', "0.5000000000000000000000000000000001", NINES),
        ("5", '-', "7.5", "-2.5"),
        ("1E6000", '+', "1E-6000", "1E6000"),
        ("1.5", '*', "-4", "-6"),
        (NINES, '*', NINES, "9.999999999999999999999999999999998E67"),
        ("1E-3000", '*', "1E-3176", "1E-6176"),
        ("1E-3000", '*', "1E-4000", "0"),
        ("1", '/', "3", "0.3333333333333333333333333333333333"),
        ("2", '/', "3", "0.6666666666666666666666666666666667"),
        ("-1", '/', "8", "-0.125"),
        ("1", '/', "1024", "0.0009765625"),
        ("100", '/', "0.25", "400"),
        ("0", '/', "5", "0"),
        ("1", '/', "0", "-none"),
        ("0", '/', "0", "-none"),
        (NINES, '/', "7", "1428571428571428571428571428571428"),
        ("1", '/', NINES, "1.0000000000000000000000000000000001E-34"),
        ("10", '%', "3", "1"),
        ("-10", '%', "3", "2"),
        ("10", '%', "-3", "-2"),
        ("-10", '%', "-3", "-1"),
        ("12", '%', "5", "2"),
        ("10.1", '%', "4.5", "1.1"),
        ("-10.1", '%', "4.5", "3.4"),
        ("1E6144", '%', "7", "1"),
        ("5", '%', "1E6000", "5"),
        ("1E-6176", '%', "3E6000", "1E-6176"),
        ("-5", '%', "1E6000", "1E6000"),
        ("9", '%', "3.0", "0"),
        ("1", '%', "0", "-none"),
    ] {
        let (a, b) = (n(left), n(right));
        let found = match sign {
            '+' => a.checked_add(b),
            '-' => a.checked_sub(b),
            '*' => a.checked_mul(b),
            '/' => a.checked_div(b),
            _ => a.modulo(b),
        };
        assert_eq!(found, some(result), "{left} {sign} {right}");
    }
}

#[test]
fn rounding_goes_seven_ways() {
    use Rounding::{Ceiling, Down, Floor, HalfDown, HalfEven, HalfUp, Up};
    let ways = [HalfEven, HalfUp, HalfDown, Up, Down, Floor, Ceiling];
    for (text, scale, results) in [
        ("2.5", 0, ["2", "3", "2", "3", "2", "2", "3"]),
        ("3.5", 0, ["4", "4", "3", "4", "3", "3", "4"]),
        ("-2.5", 0, ["-2", "-3", "-2", "-3", "-2", "-3", "-2"]),
        ("2.51", 0, ["3", "3", "3", "3", "2", "2", "3"]),
        ("0.01", 0, ["0", "0", "0", "1", "0", "0", "1"]),
        ("-0.01", 0, ["0", "0", "0", "-1", "0", "-1", "0"]),
        (
            "1.125",
            2,
            ["1.12", "1.13", "1.12", "1.13", "1.12", "1.12", "1.13"],
        ),
        (
            "1250",
            -2,
            ["1200", "1300", "1200", "1300", "1200", "1200", "1300"],
        ),
        ("1.1", 40, ["1.1"; 7]),
        ("7", 0, ["7"; 7]),
        ("1", -6111, ["0", "0", "0", "1E6111", "0", "0", "1E6111"]),
        (
            "15E-6176",
            6175,
            [
                "2E-6175", "2E-6175", "1E-6175", "2E-6175", "1E-6175", "1E-6175", "2E-6175",
            ],
        ),
        (
            NINES,
            -34,
            ["1E34", "1E34", "1E34", "1E34", "0", "0", "1E34"],
        ),
        ("1", 6177, ["-none"; 7]),
        ("1", -6112, ["-none"; 7]),
        ("1", i32::MIN, ["-none"; 7]),
        ("1", i32::MAX, ["-none"; 7]),
    ] {
        for (way, result) in ways.into_iter().zip(results) {
            assert_eq!(
                n(text).round(scale, way),
                some(result),
                "{text} {scale} {way:?}"
            );
        }
    }
    assert_eq!(n("-1.5").floor(), n("-2"));
    assert_eq!(n("-1.5").ceiling(), n("-1"));
    assert_eq!(n("-1.5").truncate(), n("-1"));
    assert_eq!(n("1.56").floor_to(1), some("1.5"));
    assert_eq!(n("1.56").ceiling_to(1), some("1.6"));
}

#[test]
fn a_formatter_is_honoured() {
    assert_eq!(
        format!(
            "{:>6}|{:<6}|{:06}|{:+}",
            n("1.5"),
            n("-1.5"),
            n("-1.5"),
            n("2")
        ),
        "   1.5|-1.5  |-001.5|+2"
    );
    assert_eq!(
        format!(
            "{:.2} {:.2} {:.0} {:.1}",
            n("1.125"),
            n("3"),
            n("2.5"),
            n("-0.04")
        ),
        "1.12 3.00 2 0.0"
    );
    assert_eq!(format!("{:?}", n("-1.50")), "-150E-2");
}

#[test]
fn other_numbers_come_and_go_exactly() {
    assert_eq!(Number::from(i64::MIN).to_i64(), Some(i64::MIN));
    assert_eq!(Number::from(u64::MAX).to_i128(), Some(i128::from(u64::MAX)));
    assert_eq!(Number::from(-3i32), n("-3"));
    assert_eq!(Number::try_from(10i128.pow(37)).ok(), some("1E37"));
    assert!(Number::try_from(i128::MAX).is_err());
    assert!(Number::try_from(i128::MIN).is_err());
    for (text, whole) in [
        ("1.0", Some(1)),
        ("1.5", None),
        ("12E2", Some(1200)),
        ("1E19", None),
        ("-700E-2", Some(-7)),
        ("1E-40", None),
        ("0", Some(0)),
    ] {
        assert_eq!(n(text).to_i64(), whole, "{text}");
    }
    assert_eq!(n("-1").to_usize(), None);
    assert!(n("4E3").is_even() && n("4.0").is_even() && !n("4.2").is_even() && !n("5").is_even());
    assert!(n("5.0").is_odd() && !n("50").is_odd() && !n("0.5").is_odd() && Number::ZERO.is_even());
    assert_eq!(n("-12.345").split(9), Some((-12, 345_000_000)));
    assert_eq!(n("1E30").split(9), None);

    assert_eq!(
        Number::from(Decimal::MAX).to_string(),
        Decimal::MAX.to_string()
    );
    assert_eq!(Decimal::try_from(n("-1.50")), Ok(Decimal::new(-15, 1)));
    assert_eq!(
        Decimal::try_from(n("10000000000000000000000000000E-30")),
        Ok(Decimal::new(1, 2))
    );
    for text in ["1E29", "1E-29", "1E6000", NINES] {
        assert!(Decimal::try_from(n(text)).is_err(), "{text}");
    }
}

#[test]
fn json_numbers_come_and_go() {
    for (json, text) in [
        ("1", "1"),
        ("-0.1", "-0.1"),
        ("1e300", "1E300"),
        ("18446744073709551615", "18446744073709551615"),
        ("2.50", "2.5"),
    ] {
        let number: serde_json::Number = serde_json::from_str(json).unwrap();
        assert_eq!(Number::try_from(&number), Ok(n(text)), "{json}");
        let back = n(text).to_json().unwrap();
        assert_eq!(Number::try_from(&back), Ok(n(text)), "{json}");
    }
    assert_eq!(n("0.1").to_json().unwrap().to_string(), "0.1");
    assert_eq!(n("1.0").to_json().unwrap().to_string(), "1");
    for text in ["0.12345678901234567890123", "1E400", "1E-400"] {
        assert_eq!(n(text).to_json(), None, "{text}");
    }
}

#[test]
fn many_numbers_make_one() {
    let all = [n("1"), n("2.5"), n("-0.5")];
    assert_eq!(Number::sum(all), some("3"));
    assert_eq!(Number::product(all), some("-1.25"));
    assert_eq!(Number::mean(all), some("1"));
    assert_eq!(Number::mean([]), None);
    assert_eq!(Number::sum([Number::MAX, Number::MAX]), None);
}
