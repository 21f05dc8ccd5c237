//! Firms of the story: their credit codes, with the check characters that belong to them.

use youwei_base::ids::credit_code;

/// The code of the firm of this number that is registered in a place: 91, the place, an
/// organisation's code with its check character, and a check character over all.
pub fn code(place: u32, number: u32) -> String {
    const LAST: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let organisations = "0123456789X".chars();
    let codes = organisations.flat_map(|check| {
        let body = format!("91{place:06}MA{number:06}{check}");
        LAST.chars().map(move |last| format!("{body}{last}"))
    });
    let mut fitting = codes.filter(|it| credit_code::check(it).is_ok());
    fitting.next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_firm_has_a_code_of_its_own_that_checks() {
        let codes: std::collections::BTreeSet<String> =
            (0..200).map(|number| code(990_171, number)).collect();
        assert_eq!(codes.len(), 200);
        assert!(codes.iter().all(|it| credit_code::check(it).is_ok()));
    }
}
