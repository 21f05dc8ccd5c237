//! Chinese numerals: 十四, 三千二百, 两万, 一百零五, 半.

use youwei_base::Decimal;

/// The value of a run of Chinese numerals, or none where it is no number
/// (万万千千). A run of bare digits is read in place order: 二〇二六 is 2026.
pub(crate) fn value(run: &str) -> Option<Decimal> {
    if run == "半" {
        return Some(Decimal::new(5, 1));
    }
    let chars: Vec<char> = run.chars().collect();
    if chars.is_empty() {
        return None;
    }
    if chars.len() > 1 && chars.iter().all(|ch| digit(*ch).is_some()) {
        return chars.iter().try_fold(Decimal::ZERO, |sum, ch| {
            sum.checked_mul(Decimal::TEN)?
                .checked_add(Decimal::from(digit(*ch)?))
        });
    }
    let mut total = Decimal::ZERO;
    let mut section = 0_u64;
    let mut pending: Option<u64> = None;
    for ch in chars {
        if let Some(digit) = digit(ch) {
            if digit != 0 && pending.is_some_and(|earlier| earlier != 0) {
                return None;
            }
            pending = Some(digit);
        } else if let Some(small) = small_scale(ch) {
            section = section.checked_add(pending.take().unwrap_or(1).checked_mul(small)?)?;
        } else {
            section = section.checked_add(pending.take().unwrap_or(0))?;
            let scale = large_scale(ch)?;
            // 万 after nothing is ten thousand itself; 亿 scales all before it.
            let base = Decimal::from(section);
            total = if ch == '亿' {
                let all = total.checked_add(base)?;
                if all.is_zero() {
                    scale
                } else {
                    all.checked_mul(scale)?
                }
            } else {
                let part = if section == 0 {
                    scale
                } else {
                    base.checked_mul(scale)?
                };
                total.checked_add(part)?
            };
            section = 0;
        }
    }
    total.checked_add(Decimal::from(section.checked_add(pending.unwrap_or(0))?))
}

/// The value of one digit.
pub(crate) fn digit(ch: char) -> Option<u64> {
    Some(match ch {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn small_scale(ch: char) -> Option<u64> {
    Some(match ch {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        _ => return None,
    })
}

fn large_scale(ch: char) -> Option<Decimal> {
    Some(match ch {
        '万' => Decimal::from(10_000),
        '亿' => Decimal::from(100_000_000),
        _ => return None,
    })
}

/// What a multiplier behind an Arabic number is worth: 万, 亿, 百, 千, 万亿.
pub(crate) fn multiplier(ch: char) -> Option<Decimal> {
    small_scale(ch)
        .map(Decimal::from)
        .or_else(|| large_scale(ch))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_have_their_value() {
        for (run, want) in [
            ("十四", "14"),
            ("三千二百", "3200"),
            ("两万", "20000"),
            ("一百零五", "105"),
            ("百万", "1000000"),
            ("千亿", "100000000000"),
            ("三万五千", "35000"),
            ("一亿二千万", "120000000"),
            ("万亿", "1000000000000"),
            ("二〇二六", "2026"),
            ("半", "0.5"),
            ("零", "0"),
        ] {
            assert_eq!(
                value(run).map(|v| v.to_string()).as_deref(),
                Some(want),
                "{run}"
            );
        }
    }

    #[test]
    fn runs_without_a_reading_have_no_value() {
        assert_eq!(value("三五十"), None);
        assert_eq!(value(""), None);
    }
}
