//! What one would write without a ledger: the same bytes in a plain table.

use std::path::Path;
use std::sync::Arc;

use postgres::{Client, NoTls, Statement};
use rusqlite::Connection;

use crate::queue::Commit;

/// A SQLite file, as durable as the ledger's.
pub struct Sqlite(Connection);

impl Sqlite {
    pub fn new(path: &Path) -> Sqlite {
        let connection = Connection::open(path).expect("a new file");
        connection
            .execute_batch(
                "PRAGMA journal_mode = wal; PRAGMA synchronous = FULL;
                 CREATE TABLE entries (entry_index INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
            )
            .expect("a new table");
        Sqlite(connection)
    }
}

impl Commit for Sqlite {
    fn commit(&mut self, first: u64, group: &[Arc<Vec<u8>>]) {
        let transaction = self.0.transaction().expect("a transaction");
        let mut insert = transaction
            .prepare_cached("INSERT INTO entries VALUES (?1, ?2)")
            .expect("a statement");
        for (index, bytes) in (first..).zip(group) {
            insert.execute((index as i64, &bytes[..])).expect("a row");
        }
        drop(insert);
        transaction.commit().expect("a commit");
    }
}

/// A PostgreSQL table; one statement a group.
pub struct Postgres {
    client: Client,
    insert: Statement,
}

impl Postgres {
    pub fn new(url: &str) -> Postgres {
        let mut client = Client::connect(url, NoTls).expect("the server runs");
        client
            .batch_execute(
                "CREATE TABLE entries (entry_index int8 PRIMARY KEY, bytes bytea NOT NULL)",
            )
            .expect("a new table");
        let insert = client
            .prepare("INSERT INTO entries SELECT * FROM unnest($1::int8[], $2::bytea[])")
            .expect("a statement");
        Postgres { client, insert }
    }
}

impl Commit for Postgres {
    fn commit(&mut self, first: u64, group: &[Arc<Vec<u8>>]) {
        let indexes: Vec<i64> = (first as i64..).take(group.len()).collect();
        let bytes: Vec<&[u8]> = group.iter().map(|bytes| &bytes[..]).collect();
        let rows = self.client.execute(&self.insert, &[&indexes, &bytes]);
        assert_eq!(rows.expect("a commit"), group.len() as u64);
    }
}
