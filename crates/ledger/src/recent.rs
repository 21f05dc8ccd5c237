//! What this process appended a moment ago, so that whoever folds the log need not read
//! it back.
//!
//! An entry that this process appended is known here by the very bytes whose hash went
//! into the tree that its key signed, in the commit that stored them. Reading it back and
//! proving it would show that the disk returns what was written, which `verify` and every
//! other reader look at; it would show nothing about what was appended.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use youwei_tlog::Hash;

use crate::plan::{Answer, Batch, Ready};
use crate::scan::scan_data;
use crate::{Broken, Entry, Head, Scanned};

/// How many entries are remembered at most.
const ENTRIES_MAX: usize = 8_192;

/// And how many bytes they may have together.
const BYTES_MAX: usize = 8 << 20;

/// The entries that were appended last, and the end that the log had then.
#[derive(Default)]
pub(crate) struct Recent {
    /// Nothing is remembered for those who only append.
    followed: AtomicBool,
    last: Mutex<Last>,
}

#[derive(Default)]
struct Last {
    head: Option<Head>,
    /// By index, ascending; other processes' entries may lie between.
    entries: VecDeque<Own>,
    bytes: usize,
}

#[derive(Clone)]
struct Own {
    index: u64,
    batch: Arc<Batch>,
    place: usize,
}

impl Own {
    fn event(&self) -> Option<&Ready> {
        self.batch.events.get(self.place)
    }

    fn bytes(&self) -> &[u8] {
        self.event().map_or(&[], |it| &it.bytes)
    }
}

/// An entry for whoever follows the log: by the bytes that were hashed, signed and stored,
/// wherever they lie.
pub struct Followed(Bytes);

enum Bytes {
    Own(Own),
    Read(Entry),
}

impl Followed {
    pub(crate) fn read(entry: Entry) -> Followed {
        Followed(Bytes::Read(entry))
    }

    /// Its place in the log.
    pub fn index(&self) -> u64 {
        match &self.0 {
            Bytes::Own(own) => own.index,
            Bytes::Read(entry) => entry.index,
        }
    }

    /// Its canonical JSON.
    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            Bytes::Own(own) => own.bytes(),
            Bytes::Read(entry) => &entry.bytes,
        }
    }

    /// Its hash, of what this process appended.
    pub(crate) fn own_leaf(&self) -> Option<&Hash> {
        match &self.0 {
            Bytes::Own(own) => own.event().map(|it| &it.leaf),
            Bytes::Read(_) => None,
        }
    }

    /// What its bytes say, and its data, the JSON text of what happened.
    ///
    /// # Errors
    /// They are not what a log writes.
    pub fn told(&self) -> Result<(Scanned<'_>, &str), Broken> {
        scan_data(self.bytes()).map_err(|flaw| {
            let why = flaw.sentence();
            Broken::entry(self.index(), &why.zh, &why.en)
        })
    }
}

impl Recent {
    /// Remembers from now on.
    pub(crate) fn follow(&self) {
        self.followed.store(true, Ordering::Relaxed);
    }

    /// Takes in a group that is durable, with its answers and the head that was signed
    /// with it.
    pub(crate) fn committed(&self, group: &[Arc<Batch>], answers: &[Answer], head: Option<Head>) {
        let mut last = self.last();
        last.head = head.or(last.head);
        if !self.followed.load(Ordering::Relaxed) {
            return;
        }
        for (batch, answer) in group.iter().zip(answers) {
            let indexes = answer.iter().flatten().enumerate();
            for (place, index) in indexes {
                // What was there already is answered with an index of before.
                let before = last.entries.back().map(|it| it.index);
                if before.is_none_or(|before| before < *index) {
                    last.push(Own {
                        index: *index,
                        batch: Arc::clone(batch),
                        place,
                    });
                }
            }
        }
    }

    /// The head as of the last commit of this process.
    pub(crate) fn head(&self) -> Option<Head> {
        self.last().head
    }

    /// The entries from this index on that this process appended, one after the other, and
    /// the first of those behind them that it appended too. Both may be missing.
    pub(crate) fn from(&self, from: u64, limit: usize) -> (Vec<Followed>, Option<u64>) {
        let last = self.last();
        let first = last.entries.partition_point(|it| it.index < from);
        let behind = last.entries.iter().skip(first).zip(from..);
        let own = behind.take_while(|(it, index)| it.index == *index);
        let own: Vec<Followed> = own
            .take(limit)
            .map(|(it, _)| Followed(Bytes::Own(it.clone())))
            .collect();
        let next = last.entries.get(first + own.len()).map(|it| it.index);
        (own, next)
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        // A list that lost its end is still a list of what was appended.
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Last {
    fn push(&mut self, own: Own) {
        self.bytes += own.bytes().len();
        self.entries.push_back(own);
        while self.entries.len() > ENTRIES_MAX || self.bytes > BYTES_MAX {
            let Some(gone) = self.entries.pop_front() else {
                return;
            };
            self.bytes = self.bytes.saturating_sub(gone.bytes().len());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use youwei_tlog::Suite;

    use super::*;
    use crate::NewEvent;

    fn batch(words: &[&str]) -> Arc<Batch> {
        let ready = |word: &&str| {
            let event = NewEvent {
                id: uuid::Uuid::now_v7(),
                kind: "said".to_owned(),
                subject: "stream".to_owned(),
                time: "2026-01-05T08:00:00Z".parse().unwrap(),
                actor: "李静".to_owned(),
                data: json!({ "word": word }),
            };
            let bytes = event.with_source("youwei:test").bytes().unwrap();
            Ready {
                id: uuid::Uuid::nil(),
                subject: String::new(),
                kind: String::new(),
                micros: 0,
                leaf: Suite::International.leaf_hash(&bytes),
                bytes,
                sealed: Vec::new(),
            }
        };
        Arc::new(Batch {
            events: words.iter().map(ready).collect(),
            expected: Vec::new(),
            sealers: Vec::new(),
            erasure: None,
        })
    }

    fn words(recent: &Recent, from: u64, limit: usize) -> (Vec<(u64, String)>, Option<u64>) {
        let (entries, next) = recent.from(from, limit);
        let word = |it: &Followed| {
            let (_, data) = it.told().unwrap();
            let data: serde_json::Value = serde_json::from_str(data).unwrap();
            (it.index(), data["word"].as_str().unwrap().to_owned())
        };
        (entries.iter().map(word).collect(), next)
    }

    #[test]
    fn what_was_appended_is_known_by_its_index_and_what_was_not_is_not() {
        let recent = Recent::default();
        recent.committed(&[batch(&["早"])], &[Ok(vec![4])], None);
        assert_eq!(words(&recent, 4, 9), (vec![], None), "nobody followed then");
        recent.follow();
        let refused = Err(crate::AppendError::KeyChanged);
        let group = [batch(&["一", "二"]), batch(&["不"]), batch(&["三"])];
        recent.committed(&group, &[Ok(vec![5, 6]), refused, Ok(vec![7])], None);
        // Another process appended 8; an event of before is answered with its index.
        let group = [batch(&["一", "四"])];
        recent.committed(&group, &[Ok(vec![5, 9])], None);
        let of = |pairs: &[(u64, &str)]| -> Vec<(u64, String)> {
            pairs
                .iter()
                .map(|(at, it)| (*at, (*it).to_owned()))
                .collect()
        };
        let own = [(5, "一"), (6, "二"), (7, "三")];
        for (from, pairs, next) in [
            (0, &[][..], Some(5)),
            (5, &own[..], Some(9)),
            (7, &own[2..], Some(9)),
            (8, &[], Some(9)),
            (9, &[(9, "四")], None),
            (10, &[], None),
        ] {
            assert_eq!(words(&recent, from, 9), (of(pairs), next), "{from}");
        }
        assert_eq!(words(&recent, 5, 2), (of(&[(5, "一"), (6, "二")]), Some(7)));
    }

    #[test]
    fn not_more_is_remembered_than_there_is_room_for() {
        let recent = Recent::default();
        recent.follow();
        for index in 0..(ENTRIES_MAX as u64 + 10) {
            recent.committed(&[batch(&["话"])], &[Ok(vec![index])], None);
        }
        let last = recent.last();
        assert_eq!(last.entries.len(), ENTRIES_MAX);
        assert_eq!(last.entries.front().unwrap().index, 10);
        let bytes: usize = last.entries.iter().map(|it| it.bytes().len()).sum();
        assert_eq!(last.bytes, bytes);
    }
}
