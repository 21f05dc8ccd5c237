//! A connection: where it leads, what it insists on, the statements it has prepared.

use std::collections::HashMap;
use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::types::ToSql;
use postgres::{Client, Config, GenericClient, NoTls, Row, Statement};

use crate::StorageError;

/// How long to wait for a server to take a connection, and for one that has stopped
/// answering in the middle.
const PATIENCE: Duration = Duration::from_secs(10);

/// The oldest server that is supported, as `server_version_num` has it.
const VERSION_MIN: i32 = 150_000;

/// What every connection sets for itself, whatever server, database and role say.
/// A group's statements are few and the same, so they are planned once.
const SETTINGS: &str = "
    SET synchronous_commit = on;
    SET default_transaction_isolation = 'read committed';
    SET lock_timeout = '10s';
    SET statement_timeout = 0;
    SET idle_in_transaction_session_timeout = 0;
    SET client_min_messages = warning;
    SET jit = off";

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Read,
    Write,
}

/// Where a ledger lies.
#[derive(Clone)]
pub(crate) struct Target {
    config: Box<Config>,
    /// For people: without user and password.
    pub(crate) name: String,
}

impl Target {
    /// Reads a URL.
    pub(crate) fn of(url: &str) -> Result<Target, StorageError> {
        let mut config: Config = url.parse().map_err(|error: postgres::Error| {
            let reason = error.to_string();
            StorageError::Url { reason }
        })?;
        if config.get_ssl_mode() == SslMode::Require {
            return Err(StorageError::Tls);
        }
        let host = match config.get_hosts().first() {
            Some(Host::Tcp(host)) => host.clone(),
            Some(Host::Unix(folder)) => folder.display().to_string(),
            None => {
                return Err(StorageError::Url {
                    reason: "no host".to_owned(),
                });
            }
        };
        let database = config.get_dbname().or(config.get_user()).unwrap_or("");
        let name = format!("postgres://{host}/{database}");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        if config.get_application_name().is_none() {
            config.application_name("youwei");
        }
        // A server that is cut off does not say so; do not wait for it for hours.
        config
            .tcp_user_timeout(PATIENCE)
            .keepalives_idle(PATIENCE)
            .keepalives_interval(PATIENCE / 5)
            .keepalives_retries(5);
        let config = Box::new(config);
        Ok(Target { config, name })
    }
}

/// A connection and its prepared statements.
pub(crate) struct Link {
    pub(crate) client: Client,
    prepared: HashMap<&'static str, Statement>,
}

impl Link {
    /// Connects, and refuses a server that could lose what it has answered for.
    pub(crate) fn open(target: &Target, use_: Use) -> Result<Link, StorageError> {
        let mut client = target.config.connect(NoTls)?;
        client.batch_execute(SETTINGS)?;
        match use_ {
            Use::Read => client.batch_execute("SET default_transaction_read_only = on")?,
            Use::Write => {
                client.batch_execute(
                    "SET default_transaction_read_only = off;
                     SET plan_cache_mode = force_generic_plan",
                )?;
                require_durable(&mut client)?;
            }
        }
        Ok(Link {
            client,
            prepared: HashMap::new(),
        })
    }

    /// The statement, prepared at its first use.
    pub(crate) fn prepare(&mut self, sql: &'static str) -> Result<Statement, postgres::Error> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }

    pub(crate) fn query(
        &mut self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, postgres::Error> {
        let statement = self.prepare(sql)?;
        self.client.query(&statement, params)
    }

    pub(crate) fn execute(
        &mut self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, postgres::Error> {
        let statement = self.prepare(sql)?;
        self.client.execute(&statement, params)
    }
}

/// The settings that only the server's administrator can change.
fn require_durable(client: &mut Client) -> Result<(), StorageError> {
    let asked = "SELECT current_setting('server_version_num')::int,
        current_setting('server_version'), current_setting('server_encoding'),
        current_setting('fsync'), current_setting('full_page_writes')";
    let row = client.query_one(asked, &[])?;
    let unfit = |setting: String, needed: &str| {
        let needed = needed.to_owned();
        Err(StorageError::Unfit { setting, needed })
    };
    if row.try_get::<_, i32>(0)? < VERSION_MIN {
        let version: String = row.try_get(1)?;
        return unfit(format!("version {version}"), "version 15");
    }
    for (column, setting, needed) in [
        (2, "encoding", "UTF8"),
        (3, "fsync", "on"),
        (4, "full_page_writes", "on"),
    ] {
        let value: String = row.try_get(column)?;
        if value != needed {
            return unfit(format!("{setting} {value}"), &format!("{setting} {needed}"));
        }
    }
    Ok(())
}

/// The row that must be there.
pub(crate) fn one_row(client: &mut impl GenericClient, sql: &str) -> Result<Row, StorageError> {
    client
        .query_opt(sql, &[])?
        .ok_or_else(|| StorageError::Damaged {
            reason: format!("no row: {sql}"),
        })
}

/// Reads a column that holds a whole number from 0.
pub(crate) fn natural(row: &Row, column: usize) -> Result<u64, StorageError> {
    let number: i64 = row.try_get(column)?;
    u64::try_from(number).map_err(|_| StorageError::Damaged {
        reason: format!("{number} where a number from 0 should stand"),
    })
}

/// Reads a column that holds a hash.
pub(crate) fn hash(row: &Row, column: usize) -> Result<youwei_tlog::Hash, StorageError> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|_| StorageError::Damaged {
        reason: format!("{} bytes where a hash should stand", bytes.len()),
    })
}

/// A number as PostgreSQL takes it. No log has an entry beyond the largest one.
pub(crate) fn sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
