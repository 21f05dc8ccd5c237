//! Exact numbers as people write them: `58,180.5`, `－3`, `581.8亿`, `1200万元`.

use rust_decimal::Decimal;
use youwei_base::Bilingual;
use youwei_decision::number::Number;
use youwei_decision::value::Value;

/// Amounts stay below this, so that sums of many are still exact.
const MONEY_MAX: u64 = 1_000_000_000_000_000_000;

/// The same text with the digits and signs of ASCII in place of their wide twins.
pub(super) fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '−' | '–' => '-',
        '。' => '.',
        '\u{3000}' => ' ',
        c => c,
    };
    text.chars().map(narrow).collect()
}

/// A plain number: digits with a sign and a point, commas between thousands. JSON may
/// have an exponent.
fn plain(text: &str) -> Option<Number> {
    let text: String = text.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    let fits = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
    if text.is_empty() || text.len() > 40 || !text.chars().all(fits) {
        return None;
    }
    let number: Number = text.strip_prefix('+').unwrap_or(&text).parse().ok()?;
    // What an event states must be exact in it.
    Decimal::try_from(number).ok().map(|_| number)
}

fn no_number(text: &str) -> Bilingual {
    Bilingual::new(
        format!("“{text}”不是数字；请只写数字，如 1280.5。"),
        format!("“{text}” is no number; write digits only, such as 1280.5."),
    )
}

/// A number within its bounds.
pub(super) fn number(
    text: &str,
    (min, max): (Option<Decimal>, Option<Decimal>),
    decimals: Option<u32>,
    unit: &str,
) -> Result<Value, Bilingual> {
    let clean = half_width(text);
    let clean = clean.trim();
    let clean = clean.strip_suffix(unit).unwrap_or(clean);
    let number = plain(clean).ok_or_else(|| no_number(text))?;
    if let Some(min) = min.filter(|min| number < Number::from(*min)) {
        return Err(Bilingual::new(
            format!("不能小于 {min}{unit}，这里是 {number}；请核对。"),
            format!("must be at least {min} {unit}, and this is {number}; check it."),
        ));
    }
    if let Some(max) = max.filter(|max| number > Number::from(*max)) {
        return Err(Bilingual::new(
            format!("不能大于 {max}{unit}，这里是 {number}；请核对。"),
            format!("must be at most {max} {unit}, and this is {number}; check it."),
        ));
    }
    places(number, decimals)
}

/// An amount of yuan, exact to the fen.
pub(super) fn money(text: &str) -> Result<Value, Bilingual> {
    let clean = half_width(text);
    let clean = clean.trim();
    let clean = clean.strip_suffix('元').unwrap_or(clean);
    let clean = clean.strip_prefix(['¥', '￥']).unwrap_or(clean);
    let (digits, times) = match (clean.strip_suffix('万'), clean.strip_suffix('亿')) {
        (Some(digits), _) => (digits, 10_000),
        (_, Some(digits)) => (digits, 100_000_000),
        _ => (clean, 1),
    };
    let amount = plain(digits).and_then(|it| it.checked_mul(Number::whole(times)));
    let amount = amount.ok_or_else(|| no_number(text))?;
    if amount.abs() > Number::whole(MONEY_MAX) {
        return Err(Bilingual::new(
            format!("“{text}”超出金额的范围；请核对单位是元还是万元。"),
            format!("“{text}” is beyond what an amount can be; check whether it is in yuan."),
        ));
    }
    places(amount, Some(2))
}

fn places(number: Number, decimals: Option<u32>) -> Result<Value, Bilingual> {
    match decimals.filter(|it| number.decimal_places() > *it) {
        Some(decimals) => Err(Bilingual::new(
            format!("最多{decimals}位小数，这里是 {number}；请四舍五入后填写。"),
            format!("at most {decimals} decimals, and this is {number}; round it first."),
        )),
        None => Ok(Value::Number(number)),
    }
}

/// Degrees, up to nine decimals (about a tenth of a millimetre).
pub(super) fn degrees(text: &str, most: u64) -> Option<Value> {
    let number = plain(&half_width(text))?;
    let fits = number.abs() <= Number::whole(most) && number.decimal_places() <= 9;
    fits.then_some(Value::Number(number))
}
