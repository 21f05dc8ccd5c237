//! Everything that pages are made of, as of one entry of the ledger, and how an entry
//! moves it.

use std::sync::Arc;

use jiff::Timestamp;
use youwei_account::{Account, Accounts, Book, Recorded};
use youwei_base::{Day, Told};
use youwei_ledger::{Entry, Head};
use youwei_people::Users;
use youwei_system::declaration::System;
use youwei_system::records::PASSED_OVER;
use youwei_tlog::Suite;

use crate::app::day_in_china;
use crate::running::{Running, TAKEN};

/// Everything that pages are made of, as of one entry of the ledger.
#[derive(Clone)]
pub(crate) struct State {
    /// The accounts of all reports.
    pub accounts: Accounts,
    /// The users.
    pub users: Users,
    /// The facts that the entries state, under the city's measures: `book.figure` gives a
    /// figure, `book.evidence` the facts and entries behind it, and
    /// `youwei_account::standing` how a commitment stands by them.
    pub book: Book,
    /// The records of the declared systems.
    pub running: Running,
    /// How long the log was at the end of each day.
    pub days: Days,
    /// The head of the ledger as folded, as its key signed it.
    pub head: Head,
}

impl State {
    /// Before the first entry.
    pub fn empty(suite: Suite, systems: &[Arc<System>]) -> State {
        State {
            accounts: Accounts::default(),
            users: Users::default(),
            book: Book::default(),
            running: Running::new(systems),
            days: Days::default(),
            head: Head::empty(suite),
        }
    }

    /// The same, whose lists are made when all of the log is folded.
    pub fn at_once(self) -> State {
        State {
            running: self.running.at_once(),
            ..self
        }
    }

    /// How many entries are folded into all of it. Accounts and users may come from a
    /// snapshot and be ahead: `head` says how far they are.
    pub fn folded(&self) -> u64 {
        self.running.size
    }

    /// Folds the next entry. The lists agree with the records after `running.settle`.
    pub fn take(&mut self, entry: &Recorded) {
        let Recorded { index, time, .. } = *entry;
        if index >= self.head.size {
            let (kind, subject) = (&entry.kind, &entry.subject);
            self.users.evolve(index, time, kind, subject, &entry.data);
            self.accounts.evolve(entry);
            self.head.size = index + 1;
        }
        self.book.evolve(entry);
        let data = Told::from(&entry.data);
        self.running
            .take(index, time, &entry.kind, &entry.subject, &data);
        self.days.take(index, time);
    }

    /// The same by the words of its bytes: of what is about a record of a declared system,
    /// as nearly all is, only what is folded is read.
    pub fn take_words(&mut self, entry: &Words<'_>) {
        let Words {
            index,
            time,
            kind,
            subject,
            data,
            ..
        } = *entry;
        // Taking a value states nothing.
        if kind == TAKEN && !data.contains("\"facts\"") {
            self.book.evolve_told(index, time, "", None);
            self.running.size = index + 1;
            return self.passed(index, time);
        }
        let of = subject.split_once('/').map_or("", |(system, _)| system);
        let acts = kind.strip_prefix(of).is_some_and(|it| it.starts_with('.'));
        if acts
            && self.running.listing(of).is_some()
            && let Some(told) = Told::of_object(data, &PASSED_OVER)
        {
            // Accounts and users have nothing to do with it.
            self.book
                .evolve_told(index, time, subject, told.get("facts"));
            self.running.take(index, time, kind, subject, &told);
            return self.passed(index, time);
        }
        self.take(&Recorded {
            index,
            time,
            actor: entry.actor.to_owned(),
            kind: kind.to_owned(),
            subject: subject.to_owned(),
            // The ledger has found it to be JSON.
            data: serde_json::from_str(data).unwrap_or_default(),
        });
    }

    fn passed(&mut self, index: u64, time: Timestamp) {
        self.head.size = self.head.size.max(index + 1);
        self.days.take(index, time);
    }

    /// The account of this report, or the newest one if none is named.
    pub fn account(&self, report: Option<&str>) -> Option<&Account> {
        match report {
            Some(id) => self.accounts.get(id),
            None => self.newest().and_then(|id| self.accounts.get(id)),
        }
    }

    /// The id of the newest report. Ids begin with the year where it is known.
    pub fn newest(&self) -> Option<&str> {
        let year = |account: &Account| account.report().and_then(|report| report.year);
        self.accounts
            .iter()
            .max_by_key(|(_, account)| year(account))
            .map(|(id, _)| id)
    }
}

/// An entry by the words of its bytes.
pub(crate) struct Words<'a> {
    pub index: u64,
    pub time: Timestamp,
    pub actor: &'a str,
    pub kind: &'a str,
    pub subject: &'a str,
    /// The JSON text of what happened.
    pub data: &'a str,
}

/// How long the log was at the end of each day in China on which something was appended.
///
/// The order of the log is what is proved; the time of an entry is what the clock of
/// whoever appended it said. Where times do not ascend, an entry counts for the day of
/// the latest time before it: it was appended after that one, whatever its own clock said.
/// So a day that is over never changes. The price: after an entry from a clock that ran
/// ahead, the days until then look as if nothing had happened on them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Days(Vec<(Day, u64)>);

impl Days {
    /// Takes the next entry in.
    pub fn take(&mut self, index: u64, time: Timestamp) {
        let day = day_in_china(time);
        match self.0.last_mut() {
            Some((last, size)) if *last >= day => *size = index + 1,
            _ => self.0.push((day, index + 1)),
        }
    }

    /// How many entries the log had at the end of a day.
    pub fn size_at(&self, day: Day) -> u64 {
        let after = self.0.partition_point(|(it, _)| *it <= day);
        let last = after.checked_sub(1).and_then(|at| self.0.get(at));
        last.map_or(0, |(_, size)| *size)
    }

    /// The day of an entry; none of one that the log does not have yet.
    pub fn day_of(&self, entry: u64) -> Option<Day> {
        let at = self.0.partition_point(|(_, size)| *size <= entry);
        self.0.get(at).map(|(day, _)| *day)
    }

    /// How many entries it had at the end of each month that is over, of those with more
    /// than `from` and at most `to`.
    pub fn months(&self, from: u64, to: u64) -> impl Iterator<Item = u64> {
        let pairs = self.0.iter().zip(self.0.iter().skip(1));
        let ends = pairs.filter(|((day, _), (next, _))| {
            (day.year(), day.month()) != (next.year(), next.month())
        });
        let sizes = ends.map(|((_, size), _)| *size);
        sizes.filter(move |size| from < *size && *size <= to)
    }
}

/// An entry as accounts take it in.
pub(crate) fn recorded(entry: Entry) -> Recorded {
    Recorded {
        index: entry.index,
        time: entry.event.time,
        actor: entry.event.actor,
        kind: entry.event.kind,
        subject: entry.event.subject,
        data: entry.event.data,
    }
}

#[cfg(test)]
mod tests {
    use super::Days;

    fn days(times: &[&str]) -> Days {
        let mut days = Days::default();
        for (index, time) in (0..).zip(times) {
            days.take(index, time.parse().unwrap());
        }
        days
    }

    #[test]
    fn the_length_of_the_log_on_a_day_is_found() {
        let days = days(&[
            "2026-01-30T12:00:00+08:00",
            "2026-01-31T23:59:59+08:00",
            // The first of February in China, the last of January in Greenwich.
            "2026-01-31T16:00:00Z",
            "2026-02-28T09:00:00+08:00",
            // A clock that was set back: it was appended after the one before.
            "2026-02-01T09:00:00+08:00",
            "2026-04-01T09:00:00+08:00",
        ]);
        for (day, size) in [
            ("2026-01-29", 0),
            ("2026-01-30", 1),
            ("2026-01-31", 2),
            ("2026-02-01", 3),
            ("2026-02-27", 3),
            ("2026-02-28", 5),
            ("2026-03-31", 5),
            ("2026-04-01", 6),
            ("9999-12-31", 6),
        ] {
            assert_eq!(days.size_at(day.parse().unwrap()), size, "{day}");
        }
        for (entry, day) in [
            (0, Some("2026-01-30")),
            (2, Some("2026-02-01")),
            (4, Some("2026-02-28")),
            (5, Some("2026-04-01")),
            (6, None),
        ] {
            let day = day.map(|it| it.parse().unwrap());
            assert_eq!(days.day_of(entry), day, "{entry}");
        }
        assert_eq!(days.months(0, 6).collect::<Vec<_>>(), [2, 5]);
        assert_eq!(days.months(2, 6).collect::<Vec<_>>(), [5]);
        assert_eq!(days.months(0, 4).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn before_the_first_entry_there_is_nothing() {
        let days = Days::default();
        assert_eq!(days.size_at("2026-01-01".parse().unwrap()), 0);
        assert_eq!(days.months(0, u64::MAX).count(), 0);
    }
}
