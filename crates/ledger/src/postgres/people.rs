//! The tables of persons and of sealed values. Whoever changes them holds the row of the
//! head, so that an append, an erasure and a change of master keys never meet.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use postgres::{IsolationLevel, Portal, Row, Transaction};
use uuid::Uuid;

use super::link::{Link, Use, natural, one_row, sql};
use super::reader::{Store, head};
use super::verify::each;
use crate::backup_error::BackupError;
use crate::people::{Beside, KnownPerson, StoredValue, Take, Wrap};
use crate::plan::{Batch, Known, Plan};
use crate::{LedgerError, PersonId, StorageError};

/// How long to wait for readers before remains are left where they are.
const REMAINS_WAIT: Duration = Duration::from_secs(10);

/// Between two looks whether they are done.
const BREATH: Duration = Duration::from_millis(50);

/// How many values are fetched at a time.
const VALUES_AT_ONCE: i32 = 256;

/// For each person: the row, the entry that says that they were erased, and, where it is
/// asked for, how many values they have.
const PERSONS: &str = "
    SELECT named.person, people.wrapped,
        (SELECT entry_index FROM youwei.entries
         WHERE subject = 'person/' || named.person AND version = 0),
        CASE WHEN named.counted
             THEN (SELECT count(*) FROM youwei.sealed WHERE sealed.person = named.person)
             ELSE 0 END
    FROM unnest($1::uuid[], $2::boolean[]) AS named (person, counted)
    LEFT JOIN youwei.people USING (person)";

impl Store {
    /// What is known of a person; the values are counted only if asked for.
    pub(crate) fn person(
        &self,
        person: PersonId,
        counted: bool,
    ) -> Result<KnownPerson, StorageError> {
        let persons: [Uuid; 1] = [person.uuid()];
        let found = self.rows(PERSONS, &[&&persons[..], &&[counted][..]])?;
        match found.first() {
            Some(row) => known_person(row),
            None => Ok(KnownPerson::default()),
        }
    }

    /// One row of the table of persons, if it has any.
    pub(crate) fn any_person(&self) -> Result<Option<(Uuid, Vec<u8>)>, StorageError> {
        let any = "SELECT person, wrapped FROM youwei.people LIMIT 1";
        match self.rows(any, &[])?.first() {
            Some(row) => Ok(Some((row.try_get(0)?, row.try_get(1)?))),
            None => Ok(None),
        }
    }

    /// The sealed values of an entry, each with the row of its person.
    pub(crate) fn values(&self, index: u64) -> Result<Vec<StoredValue>, StorageError> {
        let of_entry = "SELECT entry_index, pointer, sealed.person, bytes, wrapped
            FROM youwei.sealed LEFT JOIN youwei.people USING (person) WHERE entry_index = $1";
        self.rows(of_entry, &[&sql(index)])?
            .iter()
            .map(value)
            .collect()
    }

    /// Replaces the rows of persons by what `wrap` gives for them; answers how many.
    pub(crate) fn rewrap(&self, wrap: &mut Wrap<'_>) -> Result<u64, LedgerError> {
        let mut link = Link::open(&self.target, Use::Write)?;
        let mut transaction = link.client.transaction()?;
        transaction.execute("SELECT FROM youwei.head FOR UPDATE", &[])?;
        let (mut persons, mut rows): (Vec<Uuid>, Vec<Vec<u8>>) = (Vec::new(), Vec::new());
        for row in &transaction.query("SELECT person, wrapped FROM youwei.people", &[])? {
            let person: Uuid = row.try_get(0)?;
            if let Some(wrapped) = wrap(person, row.try_get(1)?)? {
                persons.push(person);
                rows.push(wrapped);
            }
        }
        transaction.execute(REPLACE, &[&persons, &rows])?;
        transaction.commit()?;
        Ok(persons.len() as u64)
    }

    /// Shows the head, all persons if asked for, and all sealed values, as they stand in
    /// one transaction.
    pub(crate) fn show_beside(&self, people: bool, take: &mut Take<'_>) -> Result<(), BackupError> {
        let mut link = Link::open(&self.target, Use::Read)?;
        let mut transaction = link
            .client
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .map_err(StorageError::from)?;
        let stored = one_row(
            &mut transaction,
            "SELECT size, frontier, checkpoint FROM youwei.head",
        )?;
        take(Beside::Head(head(&stored)?))?;
        if people {
            let all = "SELECT person, wrapped, bytes FROM youwei.people LEFT JOIN youwei.entries
                ON version = 0 AND subject = 'person/' || person ORDER BY person";
            each::<Ended>(&mut transaction, all, |_, row| {
                let (person, wrapped) = (row.try_get(0)?, row.try_get(1)?);
                Ok(take(Beside::Person(person, wrapped, row.try_get(2)?))?)
            })?;
        }
        let mut values = Values::all(&mut transaction)?;
        while let Some(value) = values.next(&mut transaction, u64::MAX)? {
            take(Beside::Value(value))?;
        }
        Ok(())
    }

    /// Brings back rows of persons.
    pub(crate) fn put_people(&self, rows: &[(Uuid, Vec<u8>)]) -> Result<(), StorageError> {
        let persons: Vec<Uuid> = rows.iter().map(|row| row.0).collect();
        let rows: Vec<&[u8]> = rows.iter().map(|row| &row.1[..]).collect();
        self.beside(REPLACE, &[&persons, &rows])
    }

    /// Brings back sealed values; those that are there already stay as they are.
    pub(crate) fn put_values(&self, values: &[StoredValue]) -> Result<(), StorageError> {
        let indexes: Vec<i64> = values.iter().map(|value| sql(value.index)).collect();
        let persons: Vec<Uuid> = values.iter().map(|value| value.person).collect();
        let pointers: Vec<&str> = values.iter().map(|value| &value.pointer[..]).collect();
        let bytes: Vec<&[u8]> = values.iter().map(|value| &value.bytes[..]).collect();
        self.beside(
            "INSERT INTO youwei.sealed (entry_index, person, pointer, bytes)
             SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::bytea[])
             ON CONFLICT DO NOTHING",
            &[&indexes, &persons, &pointers, &bytes],
        )
    }

    /// Frees the space of what was deleted, as soon as nobody reads the database as it
    /// was before. The bytes stay on the disk until the space is used again.
    pub(crate) fn remove_remains(&self) -> Result<(), StorageError> {
        let mut link = Link::open(&self.target, Use::Write)?;
        let patience = Instant::now() + REMAINS_WAIT;
        // Younger than what was deleted; a reader who began before is older.
        let now = "SELECT pg_current_xact_id()::xid::text";
        let now: String = link.client.query_one(now, &[])?.try_get(0)?;
        while link.client.query_one(HELD_UP, &[&now])?.try_get(0)? {
            if Instant::now() > patience {
                return Err(StorageError::Locked);
            }
            thread::sleep(BREATH);
        }
        link.client
            .batch_execute("VACUUM youwei.people, youwei.sealed")?;
        Ok(())
    }
}

/// Why a walk through the table of persons ended early.
struct Ended(BackupError);

impl From<postgres::Error> for Ended {
    fn from(error: postgres::Error) -> Self {
        Ended(StorageError::from(error).into())
    }
}

impl From<BackupError> for Ended {
    fn from(error: BackupError) -> Self {
        Ended(error)
    }
}

impl From<Ended> for BackupError {
    fn from(ended: Ended) -> Self {
        ended.0
    }
}

/// Whether someone may still see what was deleted before this transaction. Of sessions
/// of other roles nothing may be known, which counts as if they did.
const HELD_UP: &str = "
    SELECT EXISTS (SELECT FROM pg_stat_activity
        WHERE datid = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND pid <> pg_backend_pid() AND backend_type = 'client backend'
          AND (state IS NULL OR age(backend_xmin) > age($1::text::xid)
               OR age(backend_xid) > age($1::text::xid)))
    OR EXISTS (SELECT FROM pg_prepared_xacts WHERE database = current_database())
    OR EXISTS (SELECT FROM pg_replication_slots WHERE age(xmin) > age($1::text::xid))";

/// Takes a row of person, wrapped, entry_index, count.
fn known_person(row: &Row) -> Result<KnownPerson, StorageError> {
    let erased_at: Option<i64> = row.try_get(2)?;
    Ok(KnownPerson {
        row: row.try_get(1)?,
        erased_at: match erased_at {
            Some(_) => Some(natural(row, 2)?),
            None => None,
        },
        values: natural(row, 3)?,
    })
}

/// Takes a row of entry_index, pointer, person, bytes, wrapped.
fn value(row: &Row) -> Result<StoredValue, StorageError> {
    Ok(StoredValue {
        index: natural(row, 0)?,
        pointer: row.try_get(1)?,
        person: row.try_get(2)?,
        bytes: row.try_get(3)?,
        row: row.try_get(4)?,
    })
}

/// Whether a group needs the tables of persons.
pub(super) fn concerned(group: &[Arc<Batch>]) -> bool {
    group.iter().any(|batch| batch.persons().next().is_some())
}

/// Finds out what the database knows of the persons that a group names.
pub(super) fn look_up(
    link: &mut Link,
    group: &[Arc<Batch>],
    known: &mut Known,
) -> Result<(), StorageError> {
    known.people.clear();
    let mut named: BTreeMap<PersonId, bool> = BTreeMap::new();
    for batch in group {
        for person in batch.persons() {
            *named.entry(person).or_default() |= batch.erasure.is_some();
        }
    }
    if named.is_empty() {
        return Ok(());
    }
    let persons: Vec<Uuid> = named.keys().map(|person| person.uuid()).collect();
    let counted: Vec<bool> = named.values().copied().collect();
    for row in &link.query(PERSONS, &[&persons, &counted])? {
        if let Some(person) = PersonId::new(row.try_get(0)?) {
            known.people.insert(person, known_person(row)?);
        }
    }
    Ok(())
}

const REPLACE: &str = "
    INSERT INTO youwei.people (person, wrapped)
    SELECT * FROM unnest($1::uuid[], $2::bytea[])
    ON CONFLICT (person) DO UPDATE SET wrapped = excluded.wrapped";

/// Writes the values of new entries and what became of persons.
pub(super) fn write(link: &mut Link, plan: &Plan<'_>) -> Result<(), StorageError> {
    let values = plan.rows.iter().flat_map(|row| {
        let index = sql(row.index);
        row.event.sealed.iter().map(move |value| (index, value))
    });
    let (mut indexes, mut persons) = (Vec::new(), Vec::new());
    let (mut pointers, mut bytes): (Vec<&str>, Vec<&[u8]>) = (Vec::new(), Vec::new());
    for (index, value) in values {
        indexes.push(index);
        persons.push(value.person.uuid());
        pointers.push(&value.pointer);
        bytes.push(&value.bytes);
    }
    if !indexes.is_empty() {
        let insert = "INSERT INTO youwei.sealed (entry_index, person, pointer, bytes)
            SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::bytea[])";
        link.execute(insert, &[&indexes, &persons, &pointers, &bytes])?;
    }
    if !plan.erased.is_empty() {
        let erased: Vec<Uuid> = plan.erased.iter().map(|person| person.uuid()).collect();
        link.execute(
            "DELETE FROM youwei.sealed WHERE person = ANY ($1)",
            &[&erased],
        )?;
    }
    if !plan.people.is_empty() {
        let persons: Vec<Uuid> = plan.people.keys().map(|person| person.uuid()).collect();
        let rows: Vec<&[u8]> = plan.people.values().map(Vec::as_slice).collect();
        link.execute(REPLACE, &[&persons, &rows])?;
    }
    Ok(())
}

/// All sealed values in the order of entries, a few at a time.
pub(super) struct Values {
    portal: Portal,
    fetched: VecDeque<StoredValue>,
}

impl Values {
    pub(super) fn all(transaction: &mut Transaction<'_>) -> Result<Values, StorageError> {
        let all = "SELECT entry_index, pointer, sealed.person, bytes, wrapped
            FROM youwei.sealed LEFT JOIN youwei.people USING (person)
            ORDER BY entry_index, pointer";
        let portal = transaction.bind(all, &[])?;
        let fetched = VecDeque::new();
        Ok(Values { portal, fetched })
    }

    /// The next one, if it belongs to this entry or one before.
    pub(super) fn next(
        &mut self,
        transaction: &mut Transaction<'_>,
        index: u64,
    ) -> Result<Option<StoredValue>, StorageError> {
        if self.fetched.is_empty() {
            for row in &transaction.query_portal(&self.portal, VALUES_AT_ONCE)? {
                self.fetched.push_back(value(row)?);
            }
        }
        let due = self
            .fetched
            .front()
            .is_some_and(|value| value.index <= index);
        Ok(if due { self.fetched.pop_front() } else { None })
    }
}
