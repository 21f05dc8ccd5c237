//! The methods, and how they are done here.

use super::{BYTE, DOUBLE, External, FLOAT, INT, Java, LONG, SHORT};
use crate::builtin::tools::refuse;
use crate::number::{Number, Rounding};
use crate::value::{Value, Why};

macro_rules! methods {
    ($($class:literal { $($method:literal($($takes:expr),*) => $run:expr;)+ })+) => {
        &[$($(External { class: $class, method: $method, takes: &[$($takes),*], run: $run }),+),+]
    };
}

pub(super) static METHODS: &[External] = methods! {
    "java.lang.Math" {
        "abs"(INT) => exact_abs;
        "abs"(LONG) => exact_abs;
        "abs"(FLOAT) => exact_abs;
        "abs"(DOUBLE) => exact_abs;
        "max"(INT, INT) => |them| pick(them, Ord::max);
        "max"(LONG, LONG) => |them| pick(them, Ord::max);
        "max"(FLOAT, FLOAT) => |them| pick(them, Ord::max);
        "max"(DOUBLE, DOUBLE) => |them| pick(them, Ord::max);
        "min"(INT, INT) => |them| pick(them, Ord::min);
        "min"(LONG, LONG) => |them| pick(them, Ord::min);
        "min"(FLOAT, FLOAT) => |them| pick(them, Ord::min);
        "min"(DOUBLE, DOUBLE) => |them| pick(them, Ord::min);
        "cos"(DOUBLE) => |them| float(them, f64::cos);
        "sin"(DOUBLE) => |them| float(them, f64::sin);
        "tan"(DOUBLE) => |them| float(them, f64::tan);
        "acos"(DOUBLE) => |them| float(them, f64::acos);
        "asin"(DOUBLE) => |them| float(them, f64::asin);
        "atan"(DOUBLE) => |them| float(them, f64::atan);
        "exp"(DOUBLE) => |them| float(them, f64::exp);
        "log"(DOUBLE) => |them| float(them, f64::ln);
        "log10"(DOUBLE) => |them| float(them, f64::log10);
        "cbrt"(DOUBLE) => |them| float(them, f64::cbrt);
        "toRadians"(DOUBLE) => |them| float(them, f64::to_radians);
        "toDegrees"(DOUBLE) => |them| float(them, f64::to_degrees);
        "sqrt"(DOUBLE) => |them| one(them).and_then(Number::sqrt).map_or_else(none, Value::Number);
        "pow"(DOUBLE, DOUBLE) => |them| match them {
            [Value::Number(base), Value::Number(to)] => {
                base.power(*to).map_or_else(none, Value::Number)
            }
            _ => none(),
        };
        "floor"(DOUBLE) => |them| one(them).map_or_else(none, |it| Value::Number(it.floor()));
        "ceil"(DOUBLE) => |them| one(them).map_or_else(none, |it| Value::Number(it.ceiling()));
        "rint"(DOUBLE) => |them| rounded(one(them), Rounding::HalfEven);
        "round"(DOUBLE) => |them| half_up(them);
        "round"(FLOAT) => |them| half_up(them);
    }
    "java.lang.String" {
        "format"(Java::Text, Java::Objects) => format_text;
        "valueOf"(INT) => text_of;
        "valueOf"(LONG) => text_of;
        "valueOf"(FLOAT) => float_text;
        "valueOf"(DOUBLE) => float_text;
        "valueOf"(Java::Boolean) => text_of;
        "valueOf"(Java::Object) => text_of;
    }
    "java.lang.Byte" {
        "valueOf"(BYTE) => itself;
        "valueOf"(Java::Text) => |them| whole(them, BYTE);
        "parseByte"(Java::Text) => |them| whole(them, BYTE);
    }
    "java.lang.Short" {
        "valueOf"(SHORT) => itself;
        "valueOf"(Java::Text) => |them| whole(them, SHORT);
        "parseShort"(Java::Text) => |them| whole(them, SHORT);
    }
    "java.lang.Integer" {
        "valueOf"(INT) => itself;
        "valueOf"(Java::Text) => |them| whole(them, INT);
        "parseInt"(Java::Text) => |them| whole(them, INT);
        "toString"(INT) => text_of;
    }
    "java.lang.Long" {
        "valueOf"(LONG) => itself;
        "valueOf"(Java::Text) => |them| whole(them, LONG);
        "parseLong"(Java::Text) => |them| whole(them, LONG);
    }
    "java.lang.Float" {
        "valueOf"(FLOAT) => itself;
        "valueOf"(Java::Text) => decimal;
        "parseFloat"(Java::Text) => decimal;
    }
    "java.lang.Double" {
        "valueOf"(DOUBLE) => itself;
        "valueOf"(Java::Text) => decimal;
        "parseDouble"(Java::Text) => decimal;
    }
    "java.lang.Boolean" {
        "valueOf"(Java::Boolean) => itself;
        "valueOf"(Java::Text) => truth;
        "parseBoolean"(Java::Text) => truth;
    }
};

fn none() -> Value {
    Value::null(Why::OutOfRange("number"))
}

fn itself(them: &[Value]) -> Value {
    them.first().cloned().unwrap_or_else(none)
}

fn one(them: &[Value]) -> Option<Number> {
    match them {
        [Value::Number(it), ..] => Some(*it),
        _ => None,
    }
}

fn exact_abs(them: &[Value]) -> Value {
    one(them).map_or_else(none, |it| Value::Number(it.abs()))
}

fn pick(them: &[Value], pick: fn(Number, Number) -> Number) -> Value {
    match them {
        [Value::Number(one), Value::Number(other)] => Value::Number(pick(*one, *other)),
        _ => none(),
    }
}

/// As Java computes it, in binary: the one place where numbers are not decimal.
fn float(them: &[Value], function: fn(f64) -> f64) -> Value {
    let binary = one(them).and_then(|it| it.to_string().parse().ok());
    let found = binary.map(function).filter(|it| it.is_finite());
    let number = found.and_then(|it| it.to_string().parse().ok());
    number.map_or_else(none, Value::Number)
}

fn rounded(number: Option<Number>, how: Rounding) -> Value {
    let rounded = number.and_then(|it| it.round(0, how));
    rounded.map_or_else(none, Value::Number)
}

/// `Math.round`: to the nearer, from the middle up.
fn half_up(them: &[Value]) -> Value {
    let half = Number::ONE.checked_div(Number::TWO);
    let moved = one(them)
        .zip(half)
        .and_then(|(it, half)| it.checked_add(half));
    rounded(moved, Rounding::Floor)
}

fn text_of(them: &[Value]) -> Value {
    them.first()
        .map_or_else(none, |it| Value::string(it.to_string()))
}

/// A floating point number has a decimal point in Java.
fn float_text(them: &[Value]) -> Value {
    one(them).map_or_else(none, |it| {
        let text = it.to_string();
        Value::string(if text.contains('.') {
            text
        } else {
            format!("{text}.0")
        })
    })
}

fn text(them: &[Value]) -> &str {
    match them {
        [Value::String(text), ..] => text,
        _ => "",
    }
}

fn whole(them: &[Value], java: Java) -> Value {
    let digits = text(them).parse::<i64>().ok();
    let value = digits.map(|it| Value::Number(Number::from(it)));
    value.filter(|it| java.takes(it)).unwrap_or_else(|| {
        refuse(
            "valueOf",
            "1",
            "不是这个范围内的整数。",
            "is not a whole number within the range.",
        )
    })
}

fn decimal(them: &[Value]) -> Value {
    text(them).trim().parse().map_or_else(
        |_| refuse("valueOf", "1", "不是数字。", "is not a number."),
        Value::Number,
    )
}

fn truth(them: &[Value]) -> Value {
    Value::Boolean(text(them).eq_ignore_ascii_case("true"))
}

/// `%s`, `%d`, `%f` and `%.2f`, `%n` and `%%`.
fn format_text(them: &[Value]) -> Value {
    let Some((Value::String(mask), rest)) = them.split_first() else {
        return none();
    };
    let mut values = match rest {
        [Value::List(items)] => items.iter(),
        items => items.iter(),
    };
    let bad = || {
        refuse(
            "java.lang.String.format",
            "1",
            "里有不认得的或没有值的占位符；可用 %s、%d、%f、%.2f、%n、%%。",
            "has a placeholder that is not known or has no value; there are %s, %d, %f, %.2f, \
             %n and %%.",
        )
    };
    let mut made = String::new();
    let mut mask = mask.chars().peekable();
    while let Some(c) = mask.next() {
        if c != '%' {
            made.push(c);
            continue;
        }
        let mut places: Option<i32> = None;
        if mask.next_if_eq(&'.').is_some() {
            let Some(digit) = mask.next().and_then(|c| c.to_digit(10)) else {
                return bad();
            };
            places = Some(digit as i32);
        }
        let shown = match (mask.next(), places) {
            (Some('%'), None) => "%".to_owned(),
            (Some('n'), None) => "\n".to_owned(),
            (Some('s'), None) => match values.next() {
                Some(value) => value.to_string(),
                None => return bad(),
            },
            (Some('d'), None) => match values.next() {
                Some(Value::Number(it)) if it.is_integer() => it.to_string(),
                _ => return bad(),
            },
            (Some('f'), places) => match values.next() {
                Some(Value::Number(it)) => match fixed(*it, places.unwrap_or(6)) {
                    Some(text) => text,
                    None => return bad(),
                },
                _ => return bad(),
            },
            _ => return bad(),
        };
        made.push_str(&shown);
    }
    Value::string(made)
}

/// With so many digits behind the point.
fn fixed(number: Number, places: i32) -> Option<String> {
    let text = number.round(places, Rounding::HalfUp)?.to_string();
    let wanted = usize::try_from(places).ok()?;
    if wanted == 0 {
        return Some(text);
    }
    let (whole, behind) = text.split_once('.').unwrap_or((&text, ""));
    Some(format!("{whole}.{behind:0<wanted$}"))
}
