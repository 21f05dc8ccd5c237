//! Verification: everything recomputed from entry 0, nothing taken on trust.
//!
//! A store walks through all it holds within one transaction and shows each row to a
//! [`Verifier`]. The work is linear and the memory constant: look-ups are not tried
//! entry by entry but compared as wholes, by a sum of keyed hashes of their rows.

mod people;

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hasher, RandomState};

use uuid::Uuid;
use youwei_tlog::{Checkpoint, Frontier, Hash, Node};

use crate::cosigned::Cosigned;
use crate::log::{Log, StoredHead};
use crate::snapshot::StoredSnapshot;
use crate::{Broken, Head, MasterKey, Part, scan};

pub use people::Values;

use people::People;

/// How many findings are kept; a log with more is not read further.
const FINDINGS_MAX: usize = 100;

/// How often progress is told, in entries.
const TOLD_EVERY: u64 = 16_384;

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The size and root as recomputed from the entries.
    pub head: Head,
    /// What is not proved, in the order in which it was met. Empty: all is proved.
    pub findings: Vec<Broken>,
    /// How far the personal values beside the log were checked.
    pub values: Values,
}

/// A row of the table of entries, where the store has it.
pub(crate) struct Row<'a> {
    pub(crate) index: u64,
    pub(crate) id: Uuid,
    pub(crate) subject: &'a str,
    pub(crate) version: u64,
    pub(crate) kind: &'a str,
    pub(crate) micros: i64,
    pub(crate) leaf: Hash,
    pub(crate) bytes: &'a [u8],
}

/// Why a walk ends early: enough was found.
pub(crate) struct Enough;

/// A multiset of rows, as one number.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    rows: u64,
    sum: u128,
}

/// A stream on the way through it.
#[derive(Debug, Default)]
struct Stream {
    subject: String,
    size: u64,
    /// The lowest index that its next entry may have.
    next: u64,
}

/// Which look-up a row belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Lookup {
    Id,
    Stream,
    Kind,
}

/// Takes in a log, row by row.
pub(crate) struct Verifier<'a> {
    log: &'a Log,
    frontier: Frontier,
    findings: Vec<Broken>,
    /// What is summed is keyed anew each time, so that no forger can aim at it.
    keys: [RandomState; 2],
    /// The row that is hashed at present.
    piece: Vec<u8>,
    /// By look-up: what the entries say, and what the look-up says.
    tallies: [[Tally; 2]; 3],
    /// The stream that was met last in the order of streams.
    stream: Stream,
    /// Checkpoints of a size that is still to come, by size.
    awaited: VecDeque<(Checkpoint, Part)>,
    people: People<'a>,
    total: u64,
    progress: &'a mut dyn FnMut(u64, u64),
}

impl<'a> Verifier<'a> {
    /// `noted` is a checkpoint from elsewhere that the log must have grown from; with
    /// `master` personal values are opened.
    pub(crate) fn new(
        log: &'a Log,
        noted: Option<&Checkpoint>,
        master: Option<&'a MasterKey>,
        progress: &'a mut dyn FnMut(u64, u64),
    ) -> Verifier<'a> {
        Verifier {
            log,
            frontier: Frontier::default(),
            findings: Vec::new(),
            keys: [RandomState::new(), RandomState::new()],
            piece: Vec::new(),
            tallies: Default::default(),
            stream: Stream::default(),
            awaited: noted
                .map(|noted| (noted.clone(), Part::Noted(noted.size)))
                .into_iter()
                .collect(),
            people: People::new(master),
            total: 0,
            progress,
        }
    }

    /// How many entries the head promises; only for telling progress.
    pub(crate) fn expect(&mut self, total: u64) {
        self.total = total;
    }

    /// Checkpoints that witnesses signed, before the first entry.
    pub(crate) fn cosigned(&mut self, kept: &Cosigned) -> Result<(), Enough> {
        match kept.check(self.log) {
            Ok(checkpoint) => {
                let size = checkpoint.size;
                let at = self
                    .awaited
                    .partition_point(|(other, _)| other.size <= size);
                self.awaited.insert(at, (checkpoint, Part::Cosigned(size)));
                Ok(())
            }
            Err(broken) => self.found(broken),
        }
    }

    fn found(&mut self, broken: Broken) -> Result<(), Enough> {
        self.findings.push(broken);
        if self.findings.len() < FINDINGS_MAX {
            Ok(())
        } else {
            Err(Enough)
        }
    }

    /// The next entry. `complete` is given each tree node that it completes and answers
    /// with the stored one.
    pub(crate) fn entry<E: From<Enough>>(
        &mut self,
        row: &Row<'_>,
        mut complete: impl FnMut(u8, u64) -> Result<Option<Hash>, E>,
    ) -> Result<(), E> {
        self.compare_awaited()?;
        let index = self.frontier.size();
        if row.index != index {
            self.found(Broken::missing(index))?;
            // Nothing after a gap can be in its place.
            return Err(Enough.into());
        }
        self.check_row(row)?;
        for (lookup, tally) in [
            (Lookup::Id, self.row(row.id.as_bytes(), 0, index)),
            (
                Lookup::Stream,
                self.row(row.subject.as_bytes(), row.version, index),
            ),
            (
                Lookup::Kind,
                self.row(row.kind.as_bytes(), row.micros as u64, index),
            ),
        ] {
            self.tallies[lookup as usize][0].add(tally);
        }
        let mut nodes: [Option<Node>; 8] = Default::default();
        let mut completed = nodes.iter_mut();
        // The stored leaf, not the one of the content: if only the content was changed,
        // then the tree is whole and this entry is the only finding.
        self.frontier.push(self.log.suite, row.leaf, |node| {
            // A u64 of entries has at most 8 levels of tiles.
            if let Some(place) = completed.next() {
                *place = Some(node);
            }
        });
        for node in nodes.into_iter().flatten() {
            if complete(node.level, node.index)? != Some(node.hash) {
                let (level, index) = (node.level, node.index);
                self.found(Broken::new(
                    Part::Node { level, index },
                    "与所含各条的哈希不符",
                    "it does not follow from the hashes below it",
                ))?;
            }
        }
        if index.is_multiple_of(TOLD_EVERY) {
            (self.progress)(index, self.total);
        }
        Ok(())
    }

    /// The bytes are the canonical ones of a fit event of this log, and the columns
    /// repeat what they say.
    fn check_row(&mut self, row: &Row<'_>) -> Result<(), Enough> {
        if self.log.suite.leaf_hash(row.bytes) != row.leaf {
            return self.found(Broken::entry(
                row.index,
                "内容与其哈希不符",
                "its content does not give its hash",
            ));
        }
        let said = match scan(row.bytes) {
            Ok(said) => said,
            Err(flaw) => {
                let why = flaw.sentence();
                return self.found(Broken::entry(row.index, &why.zh, &why.en));
            }
        };
        if said.source != self.log.origin {
            return self.found(Broken::entry(
                row.index,
                "来源不是本账本",
                "its source is not this ledger",
            ));
        }
        let columns_agree = said.id == row.id
            && said.subject == row.subject
            && said.kind == row.kind
            && said.micros() == row.micros;
        if !columns_agree {
            return self.found(Broken::entry(
                row.index,
                "各栏与内容不符",
                "its columns do not say what its content says",
            ));
        }
        Ok(())
    }

    fn compare_awaited(&mut self) -> Result<(), Enough> {
        while let Some((checkpoint, _)) = self.awaited.front()
            && checkpoint.size == self.frontier.size()
        {
            let root = self.frontier.root(self.log.suite);
            if let Some((checkpoint, part)) = self.awaited.pop_front()
                && checkpoint.root != root
            {
                self.found(Broken::new(
                    part,
                    "账本前段与该检查点不符,历史被改写",
                    "the entries before it give another root: history was rewritten",
                ))?;
            }
        }
        Ok(())
    }

    /// A row of a look-up, in any order.
    pub(crate) fn lookup_by_id(&mut self, id: Uuid, index: u64) {
        let row = self.row(id.as_bytes(), 0, index);
        self.tallies[Lookup::Id as usize][1].add(row);
    }

    /// A row of the look-up by type and time, in any order.
    pub(crate) fn lookup_by_kind(&mut self, kind: &str, micros: i64, index: u64) {
        let row = self.row(kind.as_bytes(), micros as u64, index);
        self.tallies[Lookup::Kind as usize][1].add(row);
    }

    /// A row of the look-up by stream, in the order of streams and versions.
    pub(crate) fn lookup_by_stream(
        &mut self,
        subject: &str,
        version: u64,
        index: u64,
    ) -> Result<(), Enough> {
        let row = self.row(subject.as_bytes(), version, index);
        self.tallies[Lookup::Stream as usize][1].add(row);
        let stream = &mut self.stream;
        if stream.subject != subject {
            stream.subject.clear();
            stream.subject.push_str(subject);
            (stream.size, stream.next) = (0, 0);
        }
        let follows = version == stream.size && index >= stream.next;
        (stream.size, stream.next) = (version + 1, index + 1);
        if !follows {
            self.found(Broken::entry(
                index,
                "在事项中的序号不对",
                "its place in its stream is not the next one",
            ))?;
        }
        Ok(())
    }

    /// The keyed hash of a row; two of 64 bits are harder to meet than one.
    fn row(&mut self, name: &[u8], number: u64, index: u64) -> u128 {
        // In one piece: a hasher is slow with many small ones. What is fixed in length
        // comes last, so that no two rows make the same piece.
        self.piece.clear();
        self.piece.extend_from_slice(name);
        self.piece.extend_from_slice(&number.to_le_bytes());
        self.piece.extend_from_slice(&index.to_le_bytes());
        let [a, b] = self.keys.each_ref().map(|key| {
            let mut hasher = key.build_hasher();
            hasher.write(&self.piece);
            u128::from(hasher.finish())
        });
        a << 64 | b
    }

    /// Whether a look-up holds just what the entries say; the store then looks for the
    /// place where it does not.
    pub(crate) fn agrees(&self, lookup: Lookup) -> bool {
        let [entries, lookup] = &self.tallies[lookup as usize];
        entries == lookup
    }

    /// A look-up that does not lead to an entry of the log, or not to this one.
    pub(crate) fn lookup_is_wrong(
        &mut self,
        index: Option<u64>,
        name: &'static str,
    ) -> Result<(), Enough> {
        match index {
            Some(index) if index < self.frontier.size() => self.found(Broken::entry(
                index,
                "检索不到该条",
                "a look-up does not find it",
            )),
            Some(index) => self.found(Broken::entry(
                index,
                "检索表中有账本没有的条目",
                "a look-up knows an entry that the log does not have",
            )),
            None => self.found(Broken::new(
                Part::Lookup(name),
                "与条目不符",
                "it does not agree with the entries",
            )),
        }
    }

    /// How many entries were shown.
    pub(crate) fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// How many stored nodes a tree of this size has.
    pub(crate) fn nodes(&self) -> u64 {
        let mut full = self.frontier.size() / 256;
        let mut nodes = 0;
        while full > 0 {
            nodes += full;
            full /= 256;
        }
        nodes
    }

    pub(crate) fn snapshot(&mut self, snapshot: StoredSnapshot) -> Result<(), Enough> {
        let name = snapshot.name.clone();
        let ahead = snapshot.size > self.frontier.size();
        if snapshot.check(self.log).is_none() || ahead {
            return self.found(Broken {
                part: Part::Snapshot(name),
                what: youwei_base::Bilingual::new(
                    "不是本账本密钥所签;账本本身不受影响,请运行 youwei rebuild 重算。",
                    "it is not what this ledger's key signed; the log itself is not concerned, run youwei rebuild to make it anew.",
                ),
            });
        }
        Ok(())
    }

    /// After the last entry: the head, and what it must agree with.
    pub(crate) fn finish(mut self, stored: &StoredHead) -> Verified {
        let _ = self.check_end(stored);
        self.end()
    }

    fn check_end(&mut self, stored: &StoredHead) -> Result<(), Enough> {
        self.compare_awaited()?;
        let size = self.frontier.size();
        if let Err(broken) = self.log.read_head(stored) {
            self.found(broken)?;
        } else if stored.size > size {
            self.found(Broken::missing(size))?;
        } else if stored.size < size {
            self.found(Broken::entry(
                stored.size,
                "没有检查点涵盖它",
                "no signed checkpoint covers it",
            ))?;
        } else if stored.frontier != self.frontier.to_bytes() {
            self.found(Broken::head(
                "与逐条重算的默克尔树不符",
                "it is not the root that the entries give",
            ))?;
        }
        while let Some((_, part)) = self.awaited.pop_front() {
            self.found(Broken::new(
                part,
                "账本比该检查点短,末尾被截去",
                "the log is shorter than that checkpoint: its end was cut off",
            ))?;
        }
        self.check_people()?;
        (self.progress)(size, size);
        Ok(())
    }

    /// What was found so far.
    pub(crate) fn end(self) -> Verified {
        Verified {
            head: Head {
                size: self.frontier.size(),
                root: self.frontier.root(self.log.suite),
            },
            findings: self.findings,
            values: self.people.values(),
        }
    }
}

impl Tally {
    fn add(&mut self, row: u128) {
        self.rows += 1;
        self.sum = self.sum.wrapping_add(row);
    }
}
