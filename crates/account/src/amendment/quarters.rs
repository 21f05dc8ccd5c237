//! Quarter nodes as an amendment changes them: which of the four, old beside new, and
//! which way that turns the pace.

use youwei_base::Bilingual;

use super::{Told, Turn};
use crate::commitment::Node;
use crate::event::Nodes;

type Pair<'a> = (Option<&'a Node>, Option<&'a Node>);

impl Nodes {
    /// The four in their order.
    #[must_use]
    pub fn each(&self) -> [Option<&Node>; 4] {
        [&self.q1, &self.q2, &self.q3, &self.q4].map(Option::as_ref)
    }

    /// Whether none is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.each().iter().all(Option::is_none)
    }

    /// The quarters, counted from 0, in which others differ, with both.
    pub fn changed<'a>(
        &'a self,
        new: &'a Nodes,
    ) -> impl Iterator<Item = (usize, Option<&'a Node>, Option<&'a Node>)> {
        let pairs = self.each().into_iter().zip(new.each()).enumerate();
        pairs
            .filter(|(_, (old, new))| old != new)
            .map(|(quarter, (old, new))| (quarter, old, new))
    }
}

/// Which way other nodes turn the pace. One quarter of which less is asked is enough to
/// make it lighter, whatever the others gain; an amount that becomes words is less.
pub(super) fn turn(old: &Nodes, new: &Nodes) -> Turn {
    let ease = |(old, new): Pair| {
        let old = old.and_then(|it| it.value);
        let new = new.and_then(|it| it.value);
        old.is_some_and(|old| new.is_none_or(|new| new < old))
    };
    let hasten = |(old, new): Pair| {
        let old = old.and_then(|it| it.value);
        let new = new.and_then(|it| it.value);
        old.zip(new).is_some_and(|(old, new)| new > old)
    };
    let pairs: Vec<Pair> = old.changed(new).map(|(_, old, new)| (old, new)).collect();
    if pairs.iter().copied().any(ease) {
        Turn::Postponed
    } else if !pairs.is_empty() && pairs.iter().copied().all(hasten) {
        Turn::Advanced
    } else {
        Turn::Repaced
    }
}

/// The name of a quarter's node.
pub(crate) fn name(quarter: usize) -> Bilingual {
    let zh = ["一", "二", "三", "四"].get(quarter).unwrap_or(&"");
    Bilingual::new(
        format!("第{zh}季度节点"),
        format!("node of quarter {}", quarter + 1),
    )
}

pub(super) fn told(old: &Nodes, new: &Nodes) -> Told {
    let words = |side: fn(Pair) -> Option<&Node>| {
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        for (quarter, old, new) in old.changed(new) {
            let node = side((old, new)).map(|it| it.text.as_str());
            let ordinal = ["一", "二", "三", "四"].get(quarter).unwrap_or(&"");
            zh.push(format!("{ordinal}季度{}", node.unwrap_or("无")));
            en.push(format!("Q{} {}", quarter + 1, node.unwrap_or("none")));
        }
        Bilingual::new(zh.join("、"), en.join(", "))
    };
    Told {
        what: Bilingual::new("季度节点", "quarter nodes"),
        old: words(|(old, _)| old),
        new: words(|(_, new)| new),
    }
}
