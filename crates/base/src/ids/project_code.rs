//! The national code of an investment project 项目代码 (NDRC order 〔2020〕1439 and
//! GB/T 40058-2021), such as `2603-990102-04-01-123456`: month, place, department, kind,
//! and five random digits with a check digit.
//!
//! How the check digit is made is not published, so only the structure is checked.

use super::mended;
use crate::{AreaCode, Bilingual};

/// A code whose structure is right.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProjectCode {
    /// The 24 characters, with hyphens.
    pub text: String,
    /// The year in which it was given, such as 2026.
    pub year: i16,
    /// The month, 1–12.
    pub month: u8,
    /// The place of the authority that gave it; 000000 for central authorities.
    pub area: AreaCode,
    /// The central department that guides it, two digits.
    pub department: String,
    /// The kind of project, two digits.
    pub kind: String,
}

/// The parts and how long each is.
const PARTS: [(usize, &str, &str); 5] = [
    (4, "时间代码", "time"),
    (6, "地区（部门）代码", "place"),
    (2, "行业代码", "department"),
    (2, "项目类型代码", "kind"),
    (6, "随机码和校验码", "random digits and check digit"),
];

/// Reads a code, with hyphens or as 20 digits.
///
/// # Errors
/// A sentence if its structure is not that of a project code.
pub fn check(typed: &str) -> Result<ProjectCode, Bilingual> {
    let text = mended(typed);
    let parts: Vec<String> = if text.len() == 20 && text.chars().all(|c| c.is_ascii_digit()) {
        let mut digits = text.chars();
        let lengths = PARTS.iter().map(|(long, ..)| *long);
        lengths
            .map(|long| digits.by_ref().take(long).collect())
            .collect()
    } else {
        text.split('-').map(str::to_owned).collect()
    };
    if parts.len() != PARTS.len() {
        return Err(Bilingual::new(
            format!(
                "项目代码应为五段，形如 2603-990102-04-01-123456，这里有{}段；请从投资项目在线审批监管平台复制。",
                parts.len()
            ),
            format!(
                "A project code has five parts, such as 2603-990102-04-01-123456, this has {}; copy it from the approval platform.",
                parts.len()
            ),
        ));
    }
    for (part, (long, zh, en)) in parts.iter().zip(PARTS) {
        if part.chars().count() != long || !part.chars().all(|c| c.is_ascii_digit()) {
            return Err(Bilingual::new(
                format!("项目代码的{zh}应为{long}位数字，写的是“{part}”；请对照立项文件改正。"),
                format!(
                    "The {en} of a project code is of {long} digits, not {part:?}; compare it with the approval."
                ),
            ));
        }
    }
    let number = |at: usize| {
        parts
            .get(at)
            .and_then(|part| part.parse::<u32>().ok())
            .unwrap_or_default()
    };
    let (year, month) = (number(0) / 100, number(0) % 100);
    if !(1..=12).contains(&month) {
        return Err(Bilingual::new(
            format!(
                "项目代码前四位是年月，月份应在01至12之间，写的是{month:02}；请对照立项文件改正。"
            ),
            format!(
                "The first four digits of a project code are year and month; the month is 01 to 12, not {month:02}; compare it with the approval."
            ),
        ));
    }
    Ok(ProjectCode {
        text: parts.join("-"),
        year: i16::try_from(2000 + year).unwrap_or_default(),
        month: u8::try_from(month).unwrap_or_default(),
        area: AreaCode(number(1)),
        department: parts.get(2).cloned().unwrap_or_default(),
        kind: parts.get(3).cloned().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_taken_apart() {
        for typed in [
            "2603-990102-04-01-123456",
            "26039901020401123456",
            " ２６０３－990102–04-01-123456 ",
        ] {
            let parsed = check(typed).unwrap();
            assert_eq!(parsed.text, "2603-990102-04-01-123456");
            assert_eq!((parsed.year, parsed.month), (2026, 3));
            assert_eq!(parsed.area, AreaCode(990_102));
            assert_eq!(
                (parsed.department.as_str(), parsed.kind.as_str()),
                ("04", "01")
            );
        }
    }

    #[test]
    fn a_wrong_structure_is_told_by_its_part() {
        for (typed, says) in [
            ("", "有1段"),
            ("2603-990102-04-01", "有4段"),
            ("2613-990102-04-01-123456", "写的是13"),
            ("2600-990102-04-01-123456", "写的是00"),
            ("2603-99010-04-01-123456", "地区（部门）代码应为6位"),
            ("2603-990102-0A-01-123456", "行业代码应为2位"),
            ("2603-990102-04-01-12345", "随机码和校验码应为6位"),
            ("2603990102040112345", "有1段"),
        ] {
            let refused = check(typed).unwrap_err();
            assert!(refused.zh.contains(says), "{typed}: {refused}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_accepted_again_as_it_was_written_out(typed in "[0-9]{2}[01][0-9]-?[0-9]{6}-?[0-9]{2}-?[0-9]{2}-?[0-9]{6}") {
            if let Ok(parsed) = check(&typed) {
                prop_assert_eq!(&check(&parsed.text).unwrap(), &parsed);
                prop_assert_eq!(parsed.text.len(), 24);
            }
        }

        #[test]
        fn any_text_is_answered(typed in ".{0,40}") {
            let _ = check(&typed);
        }
    }
}
