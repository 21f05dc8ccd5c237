//! The database: how a ledger in it is recognised, made and opened.

use postgres::{GenericClient, Transaction};
use youwei_tlog::{Frontier, SignerKey};

use super::link::{Link, Target, Use, one_row};
use crate::LedgerError;
use crate::log::Log;

/// The shape that this program writes; the same number as in a file.
const SHAPE: i64 = 2;

/// What the comment on our first table begins with; the shape follows.
const MARK: &str = "Youwei ledger, shape ";

/// Only one process makes a ledger at a time: the key of an advisory lock, "YWLG".
const MAKING: i64 = 0x5957_4C47;

/// What is there.
enum Kind {
    /// No schema of our name, or nothing in it.
    Empty,
    /// A ledger whose shape we know.
    Ledger,
}

/// Opens the ledger for writing and makes it if there is none.
///
/// A schema that is not ours is refused before anything in it changes.
pub(crate) fn open(target: &Target, signer: &SignerKey) -> Result<(Link, Log), LedgerError> {
    let mut link = Link::open(target, Use::Write)?;
    let mut transaction = link.client.transaction()?;
    if let Kind::Empty = recognise(&mut transaction, target)? {
        make(&mut transaction, target, signer)?;
    }
    let log = read_log(&mut transaction)?;
    transaction.commit()?;
    Ok((link, log))
}

/// What a database that must hold a ledger says of it.
pub(crate) fn look(target: &Target) -> Result<Log, LedgerError> {
    let mut link = Link::open(target, Use::Read)?;
    let mut transaction = link.client.transaction()?;
    match recognise(&mut transaction, target)? {
        Kind::Ledger => read_log(&mut transaction),
        Kind::Empty => Err(LedgerError::Absent {
            place: target.name.clone(),
        }),
    }
}

fn make(
    transaction: &mut Transaction<'_>,
    target: &Target,
    signer: &SignerKey,
) -> Result<(), LedgerError> {
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&MAKING])?;
    // Asked again under the lock: another process may just have made it.
    if let Kind::Ledger = recognise(transaction, target)? {
        return Ok(());
    }
    let log = Log::of(signer);
    transaction.batch_execute("CREATE SCHEMA IF NOT EXISTS youwei")?;
    transaction.batch_execute(include_str!("schema.sql"))?;
    transaction.execute(
        "INSERT INTO youwei.log VALUES (1, $1, $2)",
        &[&log.origin, &log.key.to_string()],
    )?;
    let none = Frontier::default();
    transaction.execute(
        "INSERT INTO youwei.head VALUES (0, $1, $2)",
        &[&none.to_bytes(), &log.checkpoint(&none, signer)],
    )?;
    // From now on the one row only changes.
    transaction.batch_execute(
        "CREATE TRIGGER head_is_one_row BEFORE INSERT OR DELETE OR TRUNCATE ON youwei.head
         EXECUTE FUNCTION youwei.refuse('账本头只有一行 / the head is one row')",
    )?;
    Ok(())
}

fn read_log(client: &mut impl GenericClient) -> Result<Log, LedgerError> {
    let row = one_row(client, "SELECT origin, key FROM youwei.log")?;
    let (origin, key): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    Log::stored(origin, &key)
}

/// Tells a place for a ledger from a ledger, and refuses everything else.
fn recognise(client: &mut impl GenericClient, target: &Target) -> Result<Kind, LedgerError> {
    let row = client.query_one(
        "SELECT (SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                 WHERE nspname = 'youwei'),
                obj_description(to_regclass('youwei.log'), 'pg_class')",
        &[],
    )?;
    let (objects, comment): (i64, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
    if objects == 0 {
        return Ok(Kind::Empty);
    }
    let shape = comment
        .as_deref()
        .and_then(|comment| comment.strip_prefix(MARK)?.parse().ok());
    match shape {
        Some(SHAPE) => Ok(Kind::Ledger),
        Some(found) => Err(LedgerError::Shape {
            found,
            known: SHAPE,
        }),
        None => Err(LedgerError::NotALedger {
            place: target.name.clone(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StorageError;

    #[test]
    fn the_tables_are_marked_with_the_shape_that_is_looked_for() {
        let mark = format!("COMMENT ON TABLE youwei.log IS '{MARK}{SHAPE}'");
        assert!(include_str!("schema.sql").contains(&mark));
    }

    #[test]
    fn a_url_that_wants_tls_or_says_nothing_is_refused_with_its_reason() {
        let refused = |url| match Target::of(url) {
            Ok(target) => panic!("{} was taken", target.name),
            Err(error) => error,
        };
        let tls = "postgres://youwei@db.example/yunze?sslmode=require";
        assert_eq!(refused(tls), StorageError::Tls);
        for url in ["postgres://", "postgres://h/d?port=x", "postgres://h/d?a=b"] {
            assert!(matches!(refused(url), StorageError::Url { .. }), "{url}");
        }
    }

    #[test]
    fn a_place_is_named_without_its_password() {
        for (url, name) in [
            (
                "postgres://city:secret@db.example:5433/yunze",
                "postgres://db.example/yunze",
            ),
            (
                "postgres://city@%2Frun%2Fpostgresql/yunze",
                "postgres:///run/postgresql/yunze",
            ),
            ("postgres://city@localhost", "postgres://localhost/city"),
        ] {
            let target = Target::of(url).map(|target| target.name);
            assert_eq!(target.as_deref(), Ok(name));
        }
    }
}
