//! Goals to strive for 努力目标: what the text promises with 力争 is aimed at and not held
//! against anybody, so that its light is never red.

use crate::commitment::Commitment;
use crate::target::Target;

/// What the words of such a goal begin with.
const STRIVE: &str = "力争";

/// Where a statement ends, and with it the reach of the word.
const ENDS: [char; 7] = ['，', '。', '；', ',', ';', '：', '\n'];

/// Whether a number of a commitment is a goal to strive for: the word stands before it in
/// the same clause.
#[must_use]
pub fn is_stretch(commitment: &Commitment, target: &Target) -> bool {
    strives(
        &commitment.text,
        &target.mention,
        offset(commitment, target),
    )
}

/// Whether the due day of a commitment is one to strive for.
pub(crate) fn is_stretch_day(commitment: &Commitment) -> bool {
    let due = commitment
        .due
        .as_ref()
        .filter(|_| commitment.scheduled.is_none());
    due.is_some_and(|due| strives(&commitment.text, &due.text, None))
}

/// How many characters of the commitment stand before the number, if both are where they
/// were read.
fn offset(commitment: &Commitment, target: &Target) -> Option<usize> {
    target.span.start.checked_sub(commitment.span.start)
}

/// Whether the word stands before these words in their clause. Words that stand there
/// twice are known by their place, else they are the first.
fn strives(text: &str, words: &str, place: Option<usize>) -> bool {
    if words.is_empty() {
        return false;
    }
    let at = |chars: usize| text.char_indices().nth(chars).map(|it| it.0);
    let placed = place
        .and_then(at)
        .filter(|at| text.get(*at..).is_some_and(|it| it.starts_with(words)));
    let Some(at) = placed.or_else(|| text.find(words)) else {
        return false;
    };
    let before = text.get(..at).unwrap_or("");
    let clause = before.rsplit(ENDS).next().unwrap_or(before);
    clause.contains(STRIVE)
}

#[cfg(test)]
mod tests {
    use super::strives;

    #[test]
    fn the_word_reaches_to_the_end_of_its_clause() {
        for (text, words, place, said) in [
            ("力争新开工项目184个", "184个", None, true),
            ("固定资产投资增长8%以上、力争达到10%", "8%", None, false),
            ("固定资产投资增长8%以上、力争达到10%", "10%", None, true),
            ("力争开工100个、竣工50个", "50个", None, true),
            ("力争开工100个，竣工50个", "50个", None, false),
            ("开工10个；力争竣工10个", "10个", None, false),
            ("开工10个；力争竣工10个", "10个", Some(10), true),
            ("开工10个；力争竣工10个", "10个", Some(3), false),
            ("力争6月底前建成", "6月底前", None, true),
            ("6月底前建成，力争提前", "6月底前", None, false),
            ("新开工184个", "184个", None, false),
            ("", "184个", None, false),
        ] {
            assert_eq!(
                strives(text, words, place),
                said,
                "{text} {words} {place:?}"
            );
        }
    }
}
