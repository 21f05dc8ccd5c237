//! Making everything derived anew from the entries' bytes.

use postgres::Transaction;
use youwei_tlog::{Frontier, Hash, Node};

use super::link::{Link, Use, hash, natural, one_row, sql};
use super::reader::{Store, head};
use super::verify::{INDEXES, each};
use crate::log::Log;
use crate::{Broken, LedgerError, StorageError};

impl Store {
    /// Drops tree nodes, look-ups and snapshots and makes the first two anew, in one
    /// transaction. Only entries whose tree is the one that the log's key signed are
    /// built upon: rebuilding must not make a forgery look right.
    pub(crate) fn rebuild(
        &self,
        log: &Log,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), LedgerError> {
        let mut link = Link::open(&self.target, Use::Write)?;
        let mut transaction = link.client.transaction()?;
        // Who appends waits for this row.
        let locked = "SELECT size, frontier, checkpoint FROM youwei.head FOR UPDATE";
        let stored = head(&one_row(&mut transaction, locked)?)?;
        let (head, _) = log.read_head(&stored)?;
        let mut nodes = Nodes {
            log,
            frontier: Frontier::default(),
            made: Vec::new(),
        };
        // First of all, so that the walk below goes by a look-up that is right.
        for (name, shape) in INDEXES {
            let (unique, columns) = match shape.strip_prefix("UNIQUE ") {
                Some(columns) => ("UNIQUE", columns),
                None => ("", shape),
            };
            transaction.batch_execute(&format!(
                "CREATE {unique} INDEX IF NOT EXISTS {name} ON youwei.entries {columns}"
            ))?;
        }
        transaction.batch_execute("REINDEX TABLE youwei.entries")?;
        let all = "SELECT entry_index, leaf, bytes FROM youwei.entries ORDER BY entry_index";
        transaction.batch_execute("DELETE FROM youwei.nodes")?;
        each(&mut transaction, all, |transaction, row| {
            nodes.take(natural(row, 0)?, &hash(row, 1)?, row.try_get(2)?)?;
            let size = nodes.frontier.size();
            if size.is_multiple_of(65_536) {
                nodes.store(transaction)?;
                progress(size, head.size);
            }
            Ok::<_, LedgerError>(())
        })?;
        nodes.store(&mut transaction)?;
        let root = nodes.frontier.root(log.suite);
        if nodes.frontier.size() != head.size || root != head.root {
            return Err(Broken::head(
                "与各条重算的默克尔树不符",
                "it is not the root that the entries give",
            )
            .into());
        }
        transaction.batch_execute("DELETE FROM youwei.snapshots")?;
        transaction.commit()?;
        progress(head.size, head.size);
        Ok(())
    }
}

/// The tree as it grows again.
struct Nodes<'a> {
    log: &'a Log,
    frontier: Frontier,
    /// Made and not yet stored.
    made: Vec<Node>,
}

impl Nodes<'_> {
    fn take(&mut self, index: u64, leaf: &Hash, bytes: &[u8]) -> Result<(), Broken> {
        if index != self.frontier.size() {
            return Err(Broken::missing(self.frontier.size()));
        }
        if self.log.suite.leaf_hash(bytes) != *leaf {
            return Err(Broken::entry(
                index,
                "内容与其哈希不符",
                "its content does not give its hash",
            ));
        }
        let made = &mut self.made;
        let suite = self.log.suite;
        self.frontier.push(suite, *leaf, |node| made.push(node));
        Ok(())
    }

    fn store(&mut self, transaction: &mut Transaction<'_>) -> Result<(), StorageError> {
        let levels: Vec<i16> = self.made.iter().map(|node| node.level.into()).collect();
        let indexes: Vec<i64> = self.made.iter().map(|node| sql(node.index)).collect();
        let hashes: Vec<&[u8]> = self.made.iter().map(|node| &node.hash[..]).collect();
        transaction.execute(
            "INSERT INTO youwei.nodes SELECT * FROM unnest($1::int2[], $2::int8[], $3::bytea[])",
            &[&levels, &indexes, &hashes],
        )?;
        self.made.clear();
        Ok(())
    }
}
