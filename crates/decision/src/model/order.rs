//! In which order the elements of a model are compiled: what an element needs comes
//! before it, so that its type is known.

/// The elements in an order in which each comes after what it needs, and those that need
/// themselves, directly or through others (not counting direct need where `may_recur`).
pub(super) fn order(
    needs: &[Vec<usize>],
    may_recur: impl Fn(usize) -> bool,
) -> (Vec<usize>, Vec<usize>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; needs.len()];
    let (mut ordered, mut circular) = (Vec::new(), Vec::new());
    for first in 0..needs.len() {
        // An explicit stack: chains of elements may be long.
        let mut open = vec![(first, 0)];
        while let Some((at, next)) = open.pop() {
            if next == 0 {
                if marks[at] != Mark::New {
                    continue;
                }
                marks[at] = Mark::Open;
            }
            match needs[at].get(next) {
                Some(&needed) => {
                    open.push((at, next + 1));
                    if marks.get(needed) == Some(&Mark::Open) {
                        if !may_recur(needed) {
                            circular.push(needed);
                        }
                    } else if needed < needs.len() {
                        open.push((needed, 0));
                    }
                }
                None => {
                    marks[at] = Mark::Done;
                    ordered.push(at);
                }
            }
        }
    }
    circular.sort_unstable();
    circular.dedup();
    (ordered, circular)
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn what_is_needed_comes_first_and_circles_are_found() {
        let (ordered, circular) = order(&[vec![2], vec![0], vec![]], |_| false);
        assert_eq!((ordered, circular), (vec![2, 0, 1], Vec::<usize>::new()));
        let (ordered, circular) = order(&[vec![1], vec![2], vec![0]], |_| false);
        assert_eq!((ordered.len(), circular), (3, vec![0]));
        let (_, circular) = order(&[vec![0]], |_| true);
        assert!(circular.is_empty());
    }
}
