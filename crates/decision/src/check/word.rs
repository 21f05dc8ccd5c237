//! Cells as words: a mask of classes, or an interval of them.
//!
//! Which of the two is a property of the column.

/// Set in a word of a column of intervals that points to a list of intervals.
pub(super) const LIST: u64 = 1 << 63;

/// The intervals of a word, which may point to one of these lists; `single` has room for one.
pub(super) fn intervals<'a>(
    lists: &'a [Vec<(u32, u32)>],
    word: u64,
    single: &'a mut [(u32, u32); 1],
) -> &'a [(u32, u32)] {
    if word & LIST != 0 {
        return list_of(lists, word);
    }
    *single = [ends(word)];
    single
}

/// The list that a word points to; none if it is an interval.
pub(super) fn list_of(lists: &[Vec<(u32, u32)>], word: u64) -> &[(u32, u32)] {
    if word & LIST == 0 {
        return &[];
    }
    lists
        .get((word & !LIST) as usize)
        .map_or(&[], Vec::as_slice)
}

/// The mask of the classes below this one.
#[inline]
pub(super) fn below(class: u32) -> u64 {
    if class >= 64 {
        u64::MAX
    } else {
        (1 << class) - 1
    }
}

/// The word of an interval of classes.
#[inline]
pub(super) fn interval(from: u32, to: u32) -> u64 {
    u64::from(from) << 32 | u64::from(to)
}

/// The ends of the interval of a word.
#[inline]
pub(super) fn ends(word: u64) -> (u32, u32) {
    ((word >> 32) as u32, word as u32)
}
