//! The tables of persons and of sealed values.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use uuid::Uuid;

use super::open::{open_beside, open_reader};
use super::reader::{Store, natural, read_head, sql};
use crate::backup_error::BackupError;
use crate::people::{Beside, KnownPerson, StoredValue, Take, Wrap};
use crate::plan::{Batch, Known, Plan};
use crate::{LedgerError, PersonId, StorageError};

/// Makes both tables.
const TABLES: &str = include_str!("people.sql");

/// How long to wait for readers before remains are left where they are.
const REMAINS_WAIT: Duration = Duration::from_secs(10);

/// How long one attempt to remove them may hold up those who write.
const REMAINS_BUSY_WAIT: Duration = Duration::from_millis(50);

impl Store {
    /// What is known of a person; the values are counted only if asked for, which
    /// reads the whole table.
    pub(crate) fn person(
        &self,
        person: PersonId,
        counted: bool,
    ) -> Result<KnownPerson, StorageError> {
        self.with(|connection| {
            let transaction = connection.transaction()?;
            Ok(look_up(&transaction, person, counted)?)
        })
    }

    /// One row of the table of persons, if it has any.
    pub(crate) fn any_person(&self) -> Result<Option<(Uuid, Vec<u8>)>, StorageError> {
        self.with(|connection| {
            Ok(connection
                .query_row("SELECT person, wrapped FROM people LIMIT 1", [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?)
        })
    }

    /// The sealed values of an entry, each with the row of its person.
    pub(crate) fn values(&self, index: u64) -> Result<Vec<StoredValue>, StorageError> {
        self.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT entry_index, pointer, person, bytes, wrapped \
                 FROM sealed LEFT JOIN people USING (person) WHERE entry_index = ?1",
            )?;
            let rows = statement.query_map([sql(index)], value)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Replaces the rows of persons by what `wrap` gives for them; answers how many.
    pub(crate) fn rewrap(&self, wrap: &mut Wrap<'_>) -> Result<u64, LedgerError> {
        let mut connection = open_beside(&self.path)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut changed = 0;
        {
            // An update keeps the order that this walk follows.
            let mut next = transaction.prepare(
                "SELECT person, wrapped FROM people WHERE person > ?1 ORDER BY person LIMIT 1",
            )?;
            let mut update =
                transaction.prepare("UPDATE people SET wrapped = ?2 WHERE person = ?1")?;
            let mut last: Vec<u8> = Vec::new();
            while let Some((person, row)) = next
                .query_row([&last], |row| {
                    Ok((row.get::<_, Uuid>(0)?, row.get::<_, Vec<u8>>(1)?))
                })
                .optional()?
            {
                if let Some(row) = wrap(person, &row)? {
                    update.execute(params![person, row])?;
                    changed += 1;
                }
                last = person.as_bytes().to_vec();
            }
        }
        if changed > 0 {
            write_anew(&transaction)?;
        }
        transaction.commit()?;
        Ok(changed)
    }

    /// Shows the head, all persons if asked for, and all sealed values, as they stand in
    /// one transaction.
    pub(crate) fn show_beside(&self, people: bool, take: &mut Take<'_>) -> Result<(), BackupError> {
        let mut connection = open_reader(&self.path)?;
        let transaction = connection.transaction().map_err(StorageError::from)?;
        take(Beside::Head(
            read_head(&transaction).map_err(StorageError::from)?,
        ))?;
        if people {
            each(
                &transaction,
                "SELECT person, wrapped, bytes FROM people LEFT JOIN entries
                 ON version = 0 AND subject = 'person/' || lower(
                     substr(hex(person), 1, 8) || '-' || substr(hex(person), 9, 4) || '-' ||
                     substr(hex(person), 13, 4) || '-' || substr(hex(person), 17, 4) || '-' ||
                     substr(hex(person), 21)) ORDER BY person",
                |row| Ok(Beside::Person(row.get(0)?, row.get(1)?, row.get(2)?)),
                take,
            )?;
        }
        each(
            &transaction,
            "SELECT entry_index, pointer, person, bytes, NULL FROM sealed
             ORDER BY entry_index, pointer",
            |row| Ok(Beside::Value(value(row)?)),
            take,
        )
    }

    /// Brings back rows of persons.
    pub(crate) fn put_people(&self, rows: &[(Uuid, Vec<u8>)]) -> Result<(), StorageError> {
        let mut connection = open_beside(&self.path)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut put = transaction.prepare("REPLACE INTO people VALUES (?1, ?2)")?;
            for row in rows {
                put.execute(params![row.0, row.1])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Brings back sealed values; those that are there already stay as they are.
    pub(crate) fn put_values(&self, values: &[StoredValue]) -> Result<(), StorageError> {
        let mut connection = open_beside(&self.path)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut put =
                transaction.prepare("INSERT OR IGNORE INTO sealed VALUES (?1, ?2, ?3, ?4)")?;
            for value in values {
                let index = sql(value.index);
                put.execute(params![index, value.pointer, value.person, value.bytes])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Takes what was deleted out of the write-ahead log too, where its pages stand as
    /// they were before. Readers who began before can hold that up.
    pub(crate) fn remove_remains(&self) -> Result<(), StorageError> {
        let connection = open_beside(&self.path)?;
        connection.busy_timeout(REMAINS_BUSY_WAIT)?;
        let patience = Instant::now() + REMAINS_WAIT;
        loop {
            let truncate = "PRAGMA wal_checkpoint(TRUNCATE)";
            let held_up = connection.query_row(truncate, [], |row| row.get::<_, bool>(0));
            match held_up.map_err(StorageError::from) {
                Ok(false) => return Ok(()),
                Ok(true) | Err(StorageError::Locked) if Instant::now() < patience => {
                    thread::sleep(REMAINS_BUSY_WAIT);
                }
                Ok(true) => return Err(StorageError::Locked),
                Err(error) => return Err(error),
            }
        }
    }
}

/// Hands over what each row of a query says.
fn each(
    connection: &Connection,
    query: &str,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<Beside>,
    take: &mut Take<'_>,
) -> Result<(), BackupError> {
    let mut statement = connection.prepare(query).map_err(StorageError::from)?;
    let rows = statement.query_map([], read).map_err(StorageError::from)?;
    for row in rows {
        take(row.map_err(StorageError::from)?)?;
    }
    Ok(())
}

/// Takes a row of entry_index, pointer, person, bytes, wrapped.
pub(super) fn value(row: &Row<'_>) -> rusqlite::Result<StoredValue> {
    Ok(StoredValue {
        index: natural(row, 0)?,
        pointer: row.get(1)?,
        person: row.get(2)?,
        bytes: row.get(3)?,
        row: row.get(4)?,
    })
}

fn look_up(
    connection: &Connection,
    person: PersonId,
    counted: bool,
) -> rusqlite::Result<KnownPerson> {
    let row = connection
        .prepare_cached("SELECT wrapped FROM people WHERE person = ?1")?
        .query_row([person.uuid()], |row| row.get(0))
        .optional()?;
    let erased_at = connection
        .prepare_cached("SELECT entry_index FROM entries WHERE subject = ?1 AND version = 0")?
        .query_row([person.stream()], |row| natural(row, 0))
        .optional()?;
    let values = match counted {
        true => connection
            .prepare_cached("SELECT count(*) FROM sealed WHERE person = ?1")?
            .query_row([person.uuid()], |row| natural(row, 0))?,
        false => 0,
    };
    Ok(KnownPerson {
        row,
        erased_at,
        values,
    })
}

/// Finds out what the file knows of the persons that a group names.
pub(super) fn look_up_all(
    connection: &Connection,
    group: &[Arc<Batch>],
    known: &mut Known,
) -> rusqlite::Result<()> {
    for batch in group {
        let counted = batch.erasure.is_some();
        for person in batch.persons() {
            if counted || !known.people.contains_key(&person) {
                let found = look_up(connection, person, counted)?;
                known.people.insert(person, found);
            }
        }
    }
    Ok(())
}

/// Writes the values of new entries and what became of persons.
pub(super) fn write(connection: &Connection, plan: &Plan<'_>) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT INTO sealed VALUES (?1, ?2, ?3, ?4)")?;
    for row in &plan.rows {
        for value in &row.event.sealed {
            insert.execute(params![
                sql(row.index),
                value.pointer,
                value.person.uuid(),
                value.bytes
            ])?;
        }
    }
    let mut replace = connection.prepare_cached("REPLACE INTO people VALUES (?1, ?2)")?;
    for (person, row) in &plan.people {
        replace.execute(params![person.uuid(), row])?;
    }
    let mut delete = connection.prepare_cached("DELETE FROM sealed WHERE person = ?1")?;
    for person in &plan.erased {
        delete.execute([person.uuid()])?;
    }
    if !plan.erased.is_empty() {
        drop((insert, replace, delete));
        write_anew(connection)?;
    }
    Ok(())
}

/// Copies both tables to new pages. What is deleted is overwritten (`secure_delete`),
/// and so are pages that are given up; but when a page is split or joined with
/// another, copies of rows that have moved stay in its unused part.
fn write_anew(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "ALTER TABLE people RENAME TO people_before;
         ALTER TABLE sealed RENAME TO sealed_before;",
    )?;
    connection.execute_batch(TABLES)?;
    connection.execute_batch(
        "INSERT INTO people SELECT * FROM people_before ORDER BY person;
         INSERT INTO sealed SELECT * FROM sealed_before ORDER BY entry_index, pointer;
         DROP TABLE people_before;
         DROP TABLE sealed_before;",
    )
}
