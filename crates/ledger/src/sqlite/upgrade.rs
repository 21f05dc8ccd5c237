//! From shape 1, a hash chain without a key, to the Merkle log.
//!
//! An event, once stored, is read for ever: the entries keep their bytes and their
//! places. In shape 1 each row had a hash over its bytes and the hash before it, from
//! 32 zero bytes: SHA-256(0x00 ‖ before ‖ bytes).

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use youwei_tlog::SignerKey;

use super::open::SCHEMA;
use super::reader::{natural, sql};
use super::writer::write_head;
use crate::log::Log;
use crate::{Broken, LedgerError, scan};
use youwei_tlog::Frontier;

/// Takes the old tables out of the way of the new ones.
const SET_ASIDE: &str = "
    DROP INDEX entries_by_id;
    DROP INDEX entries_by_stream;
    DROP TRIGGER entries_are_never_changed;
    DROP TRIGGER entries_are_never_removed;
    DROP TRIGGER entries_only_follow;
    DROP TRIGGER log_is_never_changed;
    DROP TRIGGER log_is_never_removed;
    ALTER TABLE entries RENAME TO chain;
    ALTER TABLE log RENAME TO chain_log;";

/// The origin of a log of shape 1.
pub(crate) fn origin(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row("SELECT origin FROM log", [], |row| row.get(0))
}

/// Proves the chain entry by entry and writes the log that this key signs from now on;
/// within the caller's transaction, so that it happens as a whole or not at all.
pub(crate) fn upgrade(connection: &Connection, signer: &SignerKey) -> Result<(), LedgerError> {
    let log = Log::of(signer);
    let origin = origin(connection)?;
    if origin != log.origin {
        return Err(LedgerError::OtherKey { origin });
    }
    connection.execute_batch(SET_ASIDE)?;
    connection.execute_batch(SCHEMA)?;
    connection.execute(
        "INSERT INTO log VALUES (1, ?1, ?2)",
        (&log.origin, log.key.to_string()),
    )?;
    let frontier = copy(connection, &log)?;
    write_head(connection, &frontier, &log, signer)?;
    connection.execute_batch("DROP TABLE chain; DROP TABLE chain_log;")?;
    Ok(())
}

fn copy(connection: &Connection, log: &Log) -> Result<Frontier, LedgerError> {
    let mut frontier = Frontier::default();
    let mut before = [0; 32];
    let mut insert =
        connection.prepare("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    let mut node = connection.prepare("INSERT INTO nodes VALUES (?1, ?2, ?3)")?;
    let mut chain = connection
        .prepare("SELECT entry_index, version, bytes, hash FROM chain ORDER BY entry_index")?;
    let mut rows = chain.query([])?;
    while let Some(row) = rows.next()? {
        let index = natural(row, 0)?;
        let broken = |zh: &str, en: &str| LedgerError::Broken(Broken::entry(index, zh, en));
        if index != frontier.size() {
            return Err(Broken::missing(frontier.size()).into());
        }
        let bytes: Vec<u8> = row.get(2)?;
        let hash: [u8; 32] = row.get(3)?;
        let follows = Sha256::new()
            .chain_update([0])
            .chain_update(before)
            .chain_update(&bytes);
        if hash != <[u8; 32]>::from(follows.finalize()) {
            return Err(broken(
                "内容与其哈希不符",
                "its content does not give its hash",
            ));
        }
        let said = scan(&bytes).map_err(|flaw| {
            let why = flaw.sentence();
            broken(&why.zh, &why.en)
        })?;
        let leaf = log.suite.leaf_hash(&bytes);
        insert.execute(params![
            sql(index),
            said.id,
            said.subject,
            sql(natural(row, 1)?),
            said.kind,
            said.micros(),
            leaf,
            bytes
        ])?;
        let mut stored = Ok(0);
        frontier.push(log.suite, leaf, |completed| {
            if stored.is_ok() {
                let place = sql(completed.index);
                stored = node.execute(params![completed.level, place, completed.hash]);
            }
        });
        stored?;
        before = hash;
    }
    Ok(frontier)
}
