//! The file: how it is recognised, made and opened.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::log::Log;
use crate::sqlite::upgrade::{self, upgrade};
use crate::sqlite::writer::write_head;
use crate::{LedgerError, StorageError};
use youwei_tlog::{Frontier, SignerKey};

/// Marks a SQLite file as a ledger of ours (`PRAGMA application_id`): "YWLG".
const APPLICATION_ID: i64 = 0x5957_4C47;

/// The shape that this program writes (`PRAGMA user_version`).
const SHAPE: i64 = 2;

/// The shape before: a hash chain without a key, which is brought up to this one.
const CHAIN: i64 = 1;

/// All tables of a new ledger.
pub(crate) const SCHEMA: &str = concat!(include_str!("schema.sql"), include_str!("people.sql"));

/// How many pages of 4 KiB the writer keeps in memory. The streams that a group adds to
/// lie scattered over their index; read from the file again for each group, its pages
/// cost more than the rows.
const CACHE_PAGES: i64 = 4_000;

/// How many pages of 4 KiB the write-ahead log may have before they are copied into the
/// file. Each commit changes the same few pages at the ends of the indexes; the longer
/// the log, the fewer times each is copied, and copying takes two flushes.
const LOG_PAGES: i64 = 4_000;

/// How long to wait for another program that is writing.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// What kind of file lies there.
enum Kind {
    /// No file yet, or a database with nothing in it.
    Empty,
    /// A ledger of the shape before.
    Chain,
    /// A ledger of the shape that we write.
    Ledger,
}

/// Opens the ledger for writing and makes it if there is none.
///
/// A file that is not ours is refused before anything in it changes.
pub(crate) fn open(path: &Path, signer: &SignerKey) -> Result<(Connection, Log), LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut connection = connect(path, flags)?;
    recognise(&connection.transaction()?, path)?;
    switch_to_wal(&connection)?;
    require_full_sync(&connection)?;
    connection.pragma_update(None, "cache_size", CACHE_PAGES)?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;

    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again under the write lock: another process may just have made it.
    match recognise(&transaction, path)? {
        Kind::Empty => make(&transaction, signer)?,
        Kind::Chain => upgrade(&transaction, signer)?,
        Kind::Ledger => {}
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SHAPE)?;
    let log = read_log(&transaction)?;
    transaction.commit()?;
    // The guards are against accidents of others. The writer sees to the same once for a
    // whole group; and for a row with a trigger SQLite copies each page that it changes,
    // which was a quarter of the time that an entry took.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    Ok((connection, log))
}

fn make(connection: &Connection, signer: &SignerKey) -> rusqlite::Result<()> {
    let log = Log::of(signer);
    connection.execute_batch(SCHEMA)?;
    connection.execute(
        "INSERT INTO log VALUES (1, ?1, ?2)",
        (&log.origin, log.key.to_string()),
    )?;
    write_head(connection, &Frontier::default(), &log, signer)
}

/// The origin of the log in this file if no key has signed it yet: one of the shape
/// before.
pub(crate) fn unsigned(path: &Path) -> Result<Option<String>, LedgerError> {
    let mut connection = open_reader(path)?;
    let transaction = connection.transaction()?;
    match recognise(&transaction, path)? {
        Kind::Chain => Ok(Some(upgrade::origin(&transaction)?)),
        Kind::Empty | Kind::Ledger => Ok(None),
    }
}

/// What a file that must be a ledger says of itself.
pub(crate) fn look(path: &Path) -> Result<Log, LedgerError> {
    if !path.exists() {
        return Err(LedgerError::Absent {
            place: path.display().to_string(),
        });
    }
    let mut connection = open_reader(path)?;
    let transaction = connection.transaction()?;
    match recognise(&transaction, path)? {
        Kind::Ledger => read_log(&transaction),
        Kind::Chain => Err(LedgerError::Shape {
            found: CHAIN,
            known: SHAPE,
        }),
        Kind::Empty => Err(not_ours(path)),
    }
}

fn read_log(connection: &Connection) -> Result<Log, LedgerError> {
    let (origin, key): (String, String) =
        connection.query_row("SELECT origin, key FROM log", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Log::stored(origin, &key)
}

/// One more connection to a ledger that is there, for reading only.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, StorageError> {
    // A reader of a WAL file must write to its shared memory, so the file is opened
    // for writing and the connection told not to.
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// One more connection for what is written beside the log.
pub(crate) fn open_beside(path: &Path) -> Result<Connection, StorageError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    require_full_sync(&connection)?;
    Ok(connection)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StorageError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_WAIT)?;
    // The file may come from a stranger: run nothing that its schema smuggles in,
    // and look at a page's bounds before believing it.
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // What is deleted, such as an erased person's key, is overwritten.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn not_ours(path: &Path) -> LedgerError {
    LedgerError::NotALedger {
        place: path.display().to_string(),
    }
}

/// Tells an empty file from a ledger, and refuses everything else. Within one
/// transaction, so that a ledger which another process is making is seen whole.
fn recognise(transaction: &Transaction<'_>, path: &Path) -> Result<Kind, LedgerError> {
    let number = |sql: &str| transaction.query_row(sql, [], |row| row.get::<_, i64>(0));
    let application =
        number("PRAGMA application_id").map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => not_ours(path),
            _ => error.into(),
        })?;
    let shape = number("PRAGMA user_version")?;
    let objects = number("SELECT count(*) FROM sqlite_schema")?;
    match (application, shape, objects) {
        (0, 0, 0) => Ok(Kind::Empty),
        (APPLICATION_ID, SHAPE, _) => Ok(Kind::Ledger),
        (APPLICATION_ID, CHAIN, _) => Ok(Kind::Chain),
        (APPLICATION_ID, other, _) if other != SHAPE => Err(LedgerError::Shape {
            found: other,
            known: SHAPE,
        }),
        _ => Err(not_ours(path)),
    }
}

/// Write-ahead logging, so that readers and the writer never wait for one another.
fn switch_to_wal(connection: &Connection) -> Result<(), StorageError> {
    let patience = Instant::now() + BUSY_WAIT;
    loop {
        // SQLite does not wait by itself when two processes switch at the same moment.
        let answer = connection.query_row("PRAGMA journal_mode = wal", [], |row| {
            row.get::<_, String>(0)
        });
        match answer.map_err(StorageError::from) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Err(StorageError::Locked) if Instant::now() < patience => {
                thread::sleep(Duration::from_millis(5));
            }
            Ok(mode) => {
                return Err(StorageError::Other {
                    reason: format!("journal_mode {mode}, not wal"),
                });
            }
            Err(error) => return Err(error),
        }
    }
}

/// Every commit reaches the disk before it returns; refused if SQLite will not.
fn require_full_sync(connection: &Connection) -> Result<(), StorageError> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Only macOS knows this one: there a plain fsync leaves data in the drive's cache.
    connection.pragma_update(None, "fullfsync", true)?;
    let level: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    if level == 2 {
        Ok(())
    } else {
        Err(StorageError::Other {
            reason: format!("synchronous {level}, not 2"),
        })
    }
}
