//! Making everything derived anew from the entries' bytes.

use rusqlite::{Connection, TransactionBehavior, params};
use youwei_tlog::Frontier;

use super::open::open_beside;
use super::reader::{Store, natural, read_head, sql};
use crate::log::Log;
use crate::{Broken, LedgerError};

impl Store {
    /// Drops tree nodes, look-ups and snapshots and makes the first two anew, in one
    /// transaction. Only entries whose tree is the one that the log's key signed are
    /// built upon: rebuilding must not make a forgery look right.
    pub(crate) fn rebuild(
        &self,
        log: &Log,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), LedgerError> {
        let mut connection = open_beside(&self.path)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (head, _) = log.read_head(&read_head(&transaction)?)?;
        transaction.execute("DELETE FROM nodes", [])?;
        let frontier = nodes(&transaction, log, head.size, progress)?;
        if frontier.size() != head.size || frontier.root(log.suite) != head.root {
            return Err(Broken::head(
                "与各条重算的默克尔树不符",
                "it is not the root that the entries give",
            )
            .into());
        }
        transaction.execute_batch("REINDEX entries; DELETE FROM snapshots")?;
        transaction.commit()?;
        progress(head.size, head.size);
        Ok(())
    }
}

fn nodes(
    connection: &Connection,
    log: &Log,
    size: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Frontier, LedgerError> {
    let mut frontier = Frontier::default();
    let mut insert = connection.prepare("INSERT INTO nodes VALUES (?1, ?2, ?3)")?;
    let mut entries = connection
        .prepare("SELECT entry_index, leaf, bytes FROM entries NOT INDEXED ORDER BY entry_index")?;
    let mut rows = entries.query([])?;
    while let Some(row) = rows.next()? {
        let index = natural(row, 0)?;
        if index != frontier.size() {
            return Err(Broken::missing(frontier.size()).into());
        }
        let bytes = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
        let leaf = log.suite.leaf_hash(bytes);
        if row.get::<_, youwei_tlog::Hash>(1)? != leaf {
            return Err(Broken::entry(
                index,
                "内容与其哈希不符",
                "its content does not give its hash",
            )
            .into());
        }
        let mut stored = Ok(0);
        frontier.push(log.suite, leaf, |node| {
            if stored.is_ok() {
                stored = insert.execute(params![node.level, sql(node.index), node.hash]);
            }
        });
        stored?;
        if index.is_multiple_of(4096) {
            progress(index, size);
        }
    }
    Ok(frontier)
}
