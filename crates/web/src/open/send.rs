//! An open list as CSV or JSON, some hundred records at a time, so that a list of any
//! length takes the same memory.
//!
//! Records are never removed and keep their order, so that none is missed or sent twice
//! when somebody acts meanwhile; each is sent as it stands when its turn comes, with the
//! number of its last entry.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use futures_core::Stream;
use tokio::sync::mpsc;
use youwei_base::Day;

use super::lights::Change;
use super::table::{Cell, Rows, Table};
use super::{amendments, codes, contradictions, forecasts, lights, projects, promises, records};
use crate::app::{App, State};
use crate::ask::Seen;

/// So many records, or commitments, are written while the accounts are held.
const AT_ONCE: usize = 500;

/// The two forms of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    Json,
}

/// What is sent of a list.
pub(super) struct Sending {
    pub app: Arc<App>,
    /// The state of the past day that was asked for; none for the present.
    pub past: Option<Arc<State>>,
    /// The lights that changed, if these are asked for.
    pub changes: Vec<Change>,
    pub table: Table,
    pub form: Form,
    pub today: Day,
    /// How many records are passed over.
    pub from: usize,
    /// How many are sent at most.
    pub most: usize,
    /// The address of the site, and what ids of projects begin with.
    pub base: String,
    pub prefix: String,
    /// What stands before the lines, and after them if more records follow or if none do.
    pub head: String,
    pub more: String,
    pub foot: String,
}

impl Sending {
    /// The body, and whether records follow that were not asked for.
    pub fn body(self) -> Body {
        let mut first = self.head.clone().into_bytes();
        let next = self.chunk(self.from, &mut first);
        let Some(next) = next else {
            return Body::from(first);
        };
        let (send, receive) = mpsc::channel(1);
        let this = Arc::new(self);
        tokio::spawn(async move {
            let mut at = Some(next);
            let mut bytes = first;
            loop {
                if send
                    .send(Ok::<Bytes, Infallible>(bytes.into()))
                    .await
                    .is_err()
                {
                    // Whoever asked has gone.
                    return;
                }
                let Some(from) = at else { return };
                let sending = Arc::clone(&this);
                let made = tokio::task::spawn_blocking(move || {
                    let mut bytes = Vec::new();
                    let next = sending.chunk(from, &mut bytes);
                    (bytes, next)
                });
                match made.await {
                    Ok(made) => (bytes, at) = made,
                    // The connection ends before its end, so that nobody takes it for whole.
                    Err(_) => return,
                }
            }
        });
        Body::from_stream(Chunks(receive))
    }

    fn state(&self) -> Seen<'_> {
        match &self.past {
            Some(past) => Seen::Past(past),
            None => Seen::Present(self.app.state()),
        }
    }

    /// Whether there are records behind those that are sent.
    pub fn has_more(&self) -> bool {
        let state = self.state();
        let count = match &self.table.rows {
            Rows::Records(it)
            | Rows::Items(it, _)
            | Rows::Projects(it, _)
            | Rows::Limits(it)
            | Rows::Facts(it) => {
                let book = state.running.records.book(&it.id);
                book.map_or(0, |it| it.len())
            }
            Rows::Commitments | Rows::Targets | Rows::Forecasts => promises::open(&state).count(),
            _ => 0,
        };
        count > self.from.saturating_add(self.most)
    }

    /// Writes some lines, and the foot after the last; answers where to go on.
    fn chunk(&self, from: usize, out: &mut Vec<u8>) -> Option<usize> {
        let end = self.from.saturating_add(self.most);
        let most = AT_ONCE.min(end.saturating_sub(from));
        let mut begun = from > self.from;
        let state = self.state();
        let mut line = |cells: Vec<Cell>| match self.form {
            Form::Csv => csv_line(&cells, out),
            Form::Json => {
                out.extend_from_slice(if std::mem::replace(&mut begun, true) {
                    b",\n"
                } else {
                    b"\n"
                });
                json_line(&self.table, &cells, out);
            }
        };
        let more = self.lines(&state, from, most, &mut line);
        let next = from + most;
        match (more, next < end) {
            (true, true) => Some(next),
            (true, false) => {
                out.extend_from_slice(self.more.as_bytes());
                None
            }
            (false, _) => {
                out.extend_from_slice(self.foot.as_bytes());
                None
            }
        }
    }

    /// The lines of some records or commitments; whether others follow.
    fn lines(
        &self,
        state: &State,
        from: usize,
        most: usize,
        line: &mut dyn FnMut(Vec<Cell>),
    ) -> bool {
        match &self.table.rows {
            Rows::Records(system)
            | Rows::Items(system, _)
            | Rows::Projects(system, _)
            | Rows::Limits(system)
            | Rows::Facts(system) => {
                let Some(book) = state.running.records.book(&system.id) else {
                    return false;
                };
                for record in book.iter().skip(from).take(most) {
                    match &self.table.rows {
                        Rows::Items(_, at) => records::items_of(system, *at, record, line),
                        Rows::Projects(_, mapping) => {
                            let named = (self.base.as_str(), self.prefix.as_str());
                            let json = projects::line(&self.app, named, system, mapping, record);
                            json.into_iter().for_each(|it| line(vec![Cell::Json(it)]));
                        }
                        Rows::Limits(_) => records::limits_of(record, line),
                        Rows::Facts(_) => records::facts_of(system, record, line),
                        _ => {
                            let mut cells = Vec::with_capacity(self.table.columns.len());
                            records::record(system, record, &mut cells);
                            line(cells);
                        }
                    }
                }
                book.len() > from.saturating_add(most)
            }
            Rows::Commitments | Rows::Targets | Rows::Forecasts => {
                let mut rest = promises::open(state).skip(from);
                let mut now = forecasts::Now::new(state, self.today);
                for it in rest.by_ref().take(most) {
                    match &self.table.rows {
                        Rows::Forecasts => now.lines(it, line),
                        Rows::Targets => promises::targets_of(state, self.today, it, line),
                        _ => line(promises::commitment(state, self.today, it)),
                    }
                }
                rest.next().is_some()
            }
            Rows::Measures => {
                promises::measures_of(state, self.today, line);
                false
            }
            Rows::Amendments => {
                amendments::lines(state, line);
                false
            }
            Rows::Contradictions => {
                contradictions::lines(&self.app, state, self.today, line);
                false
            }
            Rows::Scores => {
                forecasts::past_of(state, self.today, line);
                false
            }
            Rows::Lights => {
                lights::lines(&self.changes, state, line);
                false
            }
            Rows::Units | Rows::Areas => {
                codes::names_of(self.app.names(), &self.table.rows, line);
                false
            }
            Rows::Codes => {
                codes::codes_of(&super::tables(&self.app), line);
                false
            }
        }
    }
}

/// What comes through the channel, as the body of an answer.
struct Chunks(mpsc::Receiver<Result<Bytes, Infallible>>);

impl Stream for Chunks {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, waker: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(waker)
    }
}

/// The first line of the CSV.
pub(super) fn csv_head(table: &Table) -> String {
    let names: Vec<&str> = table.columns.iter().map(|it| it.name.as_str()).collect();
    format!("{}\r\n", names.join(","))
}

/// A line of RFC 4180.
fn csv_line(cells: &[Cell], out: &mut Vec<u8>) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        match cell {
            Cell::None => {}
            Cell::Text(text) => csv_text(text, out),
            Cell::Number(digits) | Cell::Json(digits) => out.extend_from_slice(digits.as_bytes()),
            Cell::YesNo(it) => out.extend_from_slice(if *it { b"true" } else { b"false" }),
            Cell::Texts(all) => {
                // A `;` within would part it.
                let all: Vec<String> = all.iter().map(|it| it.replace(';', "；")).collect();
                csv_text(&all.join(";"), out);
            }
        }
    }
    out.extend_from_slice(b"\r\n");
}

/// A text in quotes where it needs them. One that a spreadsheet would compute gets an
/// apostrophe: anybody may have typed it.
fn csv_text(text: &str, out: &mut Vec<u8>) {
    let computed = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']);
    let quoted = text.contains([',', '"', '\r', '\n']);
    if quoted {
        out.push(b'"');
    }
    if computed {
        out.push(b'\'');
    }
    match quoted {
        true => out.extend_from_slice(text.replace('"', "\"\"").as_bytes()),
        false => out.extend_from_slice(text.as_bytes()),
    }
    if quoted {
        out.push(b'"');
    }
}

/// A line as a JSON object; what is not known is null. Numbers keep all their digits.
fn json_line(table: &Table, cells: &[Cell], out: &mut Vec<u8>) {
    if let [Cell::Json(json)] = cells {
        return out.extend_from_slice(json.as_bytes());
    }
    out.push(b'{');
    for (at, (column, cell)) in table.columns.iter().zip(cells).enumerate() {
        if at > 0 {
            out.push(b',');
        }
        json_text(&column.name, out);
        out.push(b':');
        match cell {
            Cell::None => out.extend_from_slice(b"null"),
            Cell::Text(text) => json_text(text, out),
            Cell::Number(digits) | Cell::Json(digits) => out.extend_from_slice(digits.as_bytes()),
            Cell::YesNo(it) => out.extend_from_slice(if *it { b"true" } else { b"false" }),
            Cell::Texts(all) => {
                out.push(b'[');
                for (at, text) in all.iter().enumerate() {
                    if at > 0 {
                        out.push(b',');
                    }
                    json_text(text, out);
                }
                out.push(b']');
            }
        }
    }
    out.push(b'}');
}

fn json_text(text: &str, out: &mut Vec<u8>) {
    // A text always has a form in JSON.
    let _ = serde_json::to_writer(out, text);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(cells: &[Cell]) -> String {
        let mut out = Vec::new();
        csv_line(cells, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_of_csv_is_quoted_where_it_must_be() {
        for (cell, said) in [
            (Cell::None, ""),
            (Cell::text("泽南桥"), "泽南桥"),
            (Cell::text("a,b"), "\"a,b\""),
            (Cell::text("a\"b"), "\"a\"\"b\""),
            (Cell::text("a\nb"), "\"a\nb\""),
            (Cell::text("=1+1"), "'=1+1"),
            (Cell::text("=1,1"), "\"'=1,1\""),
            (Cell::number("-12.50"), "-12.50"),
            (Cell::YesNo(true), "true"),
            (Cell::Texts(vec!["a".into(), "b;c".into()]), "a;b；c"),
        ] {
            assert_eq!(
                line(std::slice::from_ref(&cell)),
                format!("{said}\r\n"),
                "{cell:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_written_as_csv_is_read_back(texts in proptest::collection::vec("\\PC*", 2..5)) {
            let cells: Vec<Cell> = texts.iter().map(|it| Cell::text(it.clone())).collect();
            let written = line(&cells);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
            let read = reader.records().next().unwrap().unwrap();
            for (text, field) in texts.iter().zip(read.iter()) {
                let guarded = format!("'{text}");
                prop_assert!(field == text || field == guarded, "{text:?} {field:?}");
            }
            prop_assert_eq!(read.len(), texts.len());
        }
    }
}
