//! What open data says of itself: under which address it is had, under which licence, and
//! when it changed last.

use axum::http::HeaderMap;
use axum::http::header::{HOST, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::fmt::rfc2822::DateTimePrinter;
use youwei_base::Bilingual;

use super::table::{Rows, Table};
use crate::ask::Ask;
use crate::fault::Fault;

/// Which form of the lists this is: raised when their shape changes, so that nobody keeps
/// an old one.
const SHAPE: u32 = 1;

/// The site as others reach it.
pub(super) struct Site {
    /// Such as `https://plan.example.gov.cn`, without a slash at its end.
    pub base: String,
    pub city: Bilingual,
    /// The name of the log.
    pub origin: String,
    licence: Option<String>,
}

impl Site {
    pub fn of(ask: &Ask) -> Site {
        let host = ask.headers.get(HOST).and_then(|it| it.to_str().ok());
        let scheme = match ask.app.people.is_secure() {
            true => "https",
            false => "http",
        };
        let city = ask.app.ground.city();
        Site {
            base: format!("{scheme}://{}", host.unwrap_or("localhost")),
            city: city.map_or_else(|| Bilingual::new("城市", "City"), |it| it.name.clone()),
            origin: ask.app.ledger.origin().to_owned(),
            licence: city.and_then(|it| it.licence.as_deref()).map(str::to_owned),
        }
    }

    /// The address of a list in a form.
    pub fn list(&self, id: &str, end: &str) -> String {
        format!("{}/open/{id}.{end}", self.base)
    }

    /// The address of a list's dictionary for programs, where CSVW looks for it.
    pub fn metadata(&self, id: &str) -> String {
        format!("{}/open/{id}.csv-metadata.json", self.base)
    }

    /// The address of a page.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The licence that the city gives its data under, by address.
    pub fn licence(&self) -> Option<&str> {
        self.licence.as_deref()
    }
}

/// When a list changed last, and what made it.
pub(super) struct Changed {
    /// How many entries of the log could have changed it.
    pub entries: u64,
    pub time: Option<Timestamp>,
    /// What else it depends on: the declaration, the day.
    rest: String,
}

impl Changed {
    pub fn of(ask: &Ask, table: &Table) -> Result<Changed, Fault> {
        let state = ask.state();
        let of_system = match &table.rows {
            Rows::Records(it)
            | Rows::Items(it, _)
            | Rows::Projects(it, _)
            | Rows::Limits(it)
            | Rows::Facts(it) => Some(it),
            _ => None,
        };
        if let Some(system) = of_system {
            let last = state.listing(&system.id).and_then(|it| it.last());
            return Ok(Changed {
                entries: last.map_or(0, |it| it.0 + 1),
                time: last.map(|it| it.1),
                rest: system.digest.to_string(),
            });
        }
        let size = state.head.size;
        drop(state);
        Changed::whole(ask, size)
    }

    /// Of what follows from the whole log and the day.
    pub fn whole(ask: &Ask, size: u64) -> Result<Changed, Fault> {
        let last = match size.checked_sub(1) {
            Some(at) => ask.app.ledger.entries(at, 1)?.into_iter().next(),
            None => None,
        };
        let day = ask.today();
        // A light may change at midnight in China without an entry.
        let midnight = super::due::midnight(day);
        let entry = last.map(|it| it.event.time);
        Ok(Changed {
            entries: size,
            time: entry.into_iter().chain(midnight).max(),
            rest: day.to_string(),
        })
    }

    /// The tag of a form. It is weak: records are sent as they stand when their turn comes.
    pub fn tag(&self, form: &str) -> String {
        format!("W/\"{SHAPE}-{}-{}-{form}\"", self.entries, self.rest)
    }

    /// As HTTP writes times (RFC 9110).
    pub fn http_time(&self) -> Option<String> {
        DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&self.time?)
            .ok()
    }

    /// Whether the asker has it already (RFC 9110, 13.1.2 and 13.1.3).
    pub fn is_had(&self, asked: &HeaderMap, tag: &str) -> bool {
        if asked.contains_key(IF_NONE_MATCH) {
            return crate::kept::has(asked, tag.strip_prefix("W/").unwrap_or(tag));
        }
        let since = asked.get(IF_MODIFIED_SINCE).and_then(|it| it.to_str().ok());
        let since = since.and_then(|it| DateTimeParser::new().parse_timestamp(it).ok());
        match (since, self.time) {
            // Times of HTTP are whole seconds.
            (Some(since), Some(time)) => time.as_second() <= since.as_second(),
            _ => false,
        }
    }
}
