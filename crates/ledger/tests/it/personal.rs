//! Values about persons: sealed in the log, encrypted beside it, gone when erased.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::thread;

use jiff::Timestamp;
use serde_json::{Value, json};
use youwei_ledger::{
    AppendError, Disclosure, Entry, EraseError, Erased, Keys, Ledger, LedgerError, MasterKey,
    NewEvent, Opened, PersonId, Personal, Reader, Rewrapped, Unsealable, Unwrapped, Values,
};
use youwei_tlog::Note;

use crate::tools::{Dice, NATIONAL, Site, event, expect, fill, id, signer};

const MASTER: &str = "8f3c0a5d9e7b1264c8f0a1b2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f507";
const OTHER: &str = "1f3c0a5d9e7b1264c8f0a1b2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f507";
const NAME: &str = "章小满";
const NUMBER: &str = "510999199004041234";

fn master() -> MasterKey {
    MASTER.parse().unwrap()
}

fn keys(site: &Site) -> Keys {
    Keys::new(signer(site.origin)).with_master(master())
}

fn open(site: &Site) -> Ledger {
    Ledger::open(&site.place(), keys(site)).unwrap()
}

fn person() -> PersonId {
    PersonId::random().unwrap()
}

fn about(person: PersonId, pointer: &str, value: impl Into<Value>) -> Personal {
    Personal {
        pointer: pointer.to_owned(),
        person,
        value: value.into(),
    }
}

/// An application with the name and the number of a person.
fn application(number: u32, person: PersonId) -> (NewEvent, Vec<Personal>) {
    let event = event(
        number,
        "allowance/017",
        json!({"applicant": {}, "sum": "400.00"}),
    );
    let values = vec![
        about(person, "/applicant/name", NAME),
        about(person, "/applicant/number", NUMBER),
    ];
    (event, values)
}

fn apply(ledger: &Ledger, number: u32, person: PersonId) -> Result<u64, AppendError> {
    let indexes = ledger.append_sealed(vec![application(number, person)], &[])?;
    Ok(indexes[0])
}

fn erase(ledger: &Ledger, number: u32, person: PersonId) -> Result<Erased, EraseError> {
    let time = Timestamp::from_second(1_768_450_000).unwrap();
    ledger.erase(person, id(number), time, "档案室")
}

/// Erased, and nothing of it left on the disk.
fn erased(ledger: &Ledger, number: u32, person: PersonId) -> u64 {
    let Erased { index, remains } = erase(ledger, number, person).unwrap();
    assert_eq!(remains, None);
    index
}

fn entry(reader: &Reader, index: u64) -> Entry {
    reader.entries(index, 1).unwrap().remove(0)
}

/// The values of an entry; `None` for one that was erased.
fn values(reader: &Reader, index: u64) -> Vec<(String, Option<Value>)> {
    let opened = reader.open_personal(&entry(reader, index)).unwrap();
    let value = |opened| match opened {
        Opened::Value { disclosure, .. } => Some(disclosure.value),
        Opened::Erased => None,
    };
    opened
        .into_iter()
        .map(|(place, opened)| (place, value(opened)))
        .collect()
}

fn known() -> Vec<(String, Option<Value>)> {
    vec![
        ("/applicant/name".to_owned(), Some(json!(NAME))),
        ("/applicant/number".to_owned(), Some(json!(NUMBER))),
    ]
}

fn unknown() -> Vec<(String, Option<Value>)> {
    known()
        .into_iter()
        .map(|(place, _)| (place, None))
        .collect()
}

/// Everything is proved, and so many values were opened.
fn checked(reader: &Reader) -> u64 {
    let verified = reader.verify(None, &mut |_, _| {}).unwrap();
    assert_eq!(verified.findings, []);
    match verified.values {
        Values::Checked(values) => values,
        Values::Unchecked(_) => panic!("{verified:?}"),
    }
}

/// How many rows the table of persons has.
fn people(site: &Site) -> i64 {
    if site.name().starts_with("postgres") {
        let count = "SELECT count(*) FROM youwei.people";
        return site.client().query_one(count, &[]).unwrap().get(0);
    }
    let count = "SELECT count(*) FROM people";
    site.raw().query_row(count, [], |row| row.get(0)).unwrap()
}

fn refused_as_erased(answer: &Result<u64, AppendError>) -> bool {
    matches!(
        answer,
        Err(AppendError::Unsealable {
            unsealable: Unsealable::Erased { .. },
            ..
        })
    )
}

on_each_store! {
    fn values_come_back_and_convince_a_stranger(site) {
        let (ledger, person) = (open(site), person());
        assert_eq!(apply(&ledger, 0, person), Ok(0));
        assert_eq!(values(&ledger, 0), known());
        let entry = entry(&ledger, 0);
        let text = String::from_utf8(entry.bytes.clone()).unwrap();
        assert!(!text.contains(NAME) && !text.contains(&person.to_string()), "{text}");
        for (_, opened) in ledger.open_personal(&entry).unwrap() {
            let Opened::Value { person: whose, disclosure } = opened else {
                panic!("{opened:?}")
            };
            assert_eq!(whose, person);
            let shown = serde_json::to_string(&disclosure).unwrap();
            let shown: Disclosure = serde_json::from_str(&shown).unwrap();
            assert_eq!(shown.check(&entry.bytes), Ok(()));
        }
        assert_eq!(checked(&ledger), 2);
        // Whoever has no master key sees that there are values, and no more.
        drop(ledger);
        let reader = Reader::open(&site.place()).unwrap();
        assert_eq!(reader.open_personal(&entry), Err(LedgerError::NoMasterKey));
        let verified = reader.verify(None, &mut |_, _| {}).unwrap();
        assert_eq!((verified.findings, verified.values), (vec![], Values::Unchecked(2)));
        assert_eq!(checked(&reader.with_master(master()).unwrap()), 2);
    }

    fn asking_again_is_answered_with_the_same_entries(site) {
        let (ledger, one, two) = (open(site), person(), person());
        let batch = || vec![application(0, one), application(1, two)];
        let expected = [expect("allowance/017", 0)];
        assert_eq!(ledger.append_sealed(batch(), &expected), Ok(vec![0, 1]));
        assert_eq!(ledger.append_sealed(batch(), &expected), Ok(vec![0, 1]));
        drop(ledger);
        let ledger = open(site);
        assert_eq!(ledger.append_sealed(batch(), &expected), Ok(vec![0, 1]));
        assert_eq!(checked(&ledger), 4);
        // Another value under the same id is another event.
        let (event, mut values) = application(0, one);
        values[0].value = json!("另一人");
        let refused = ledger.append_sealed(vec![(event, values)], &[]);
        assert_eq!(refused, Err(AppendError::IdTaken { id: id(0), index: 0 }));
        assert_eq!(checked(&ledger), 4);
        // A refused batch makes nobody known.
        let late = ledger.append_sealed(vec![application(2, person())], &expected);
        assert!(matches!(late, Err(AppendError::Stale { .. })), "{late:?}");
        assert_eq!(people(site), 2);
    }

    fn after_an_erasure_values_are_gone_and_every_proof_holds(site) {
        let (ledger, gone, stays) = (open(site), person(), person());
        fill(&ledger, 3);
        apply(&ledger, 10, gone).unwrap();
        apply(&ledger, 11, stays).unwrap();
        apply(&ledger, 12, gone).unwrap();
        let before = ledger.checkpoint().unwrap();
        let proof = ledger.prove(3).unwrap().unwrap().to_string();
        let sealed = entry(&ledger, 3);
        let disclosed = ledger.open_personal(&sealed).unwrap();
        assert_eq!(checked(&ledger), 6);

        assert_eq!(erased(&ledger, 20, gone), 6);
        assert_eq!(values(&ledger, 3), unknown());
        assert_eq!(values(&ledger, 4), known());
        assert_eq!(values(&ledger, 5), unknown());
        assert_eq!(checked(&ledger), 2);
        assert_eq!(entry(&ledger, 3), sealed);
        let event = entry(&ledger, 6).event;
        assert_eq!((event.kind.as_str(), event.data), ("person.erased", json!({})));
        assert_eq!(event.subject, format!("person/{gone}"));
        assert_eq!((event.actor.as_str(), event.id), ("档案室", id(20)));

        // What was proved before is proved still, to whoever has only the key.
        let proof = youwei_tlog::OfflineProof::parse(proof.as_bytes()).unwrap();
        let keys = [ledger.key().clone()];
        assert!(proof.check(&keys, &sealed.bytes).is_ok());
        let later = ledger.prove(3).unwrap().unwrap();
        assert_eq!(later.check(&keys, &sealed.bytes).unwrap().size, 7);
        let noted = Note::parse(before.as_bytes()).unwrap().text.parse().unwrap();
        let verified = ledger.verify(Some(&noted), &mut |_, _| {}).unwrap();
        assert_eq!((verified.findings, verified.values), (vec![], Values::Checked(2)));
        // And so is what was handed out.
        let Opened::Value { disclosure, .. } = &disclosed[0].1 else { panic!() };
        assert_eq!(disclosure.check(&sealed.bytes), Ok(()));
    }

    fn who_was_erased_stays_erased(site) {
        let (ledger, gone) = (open(site), person());
        apply(&ledger, 0, gone).unwrap();
        assert_eq!(erased(&ledger, 20, gone), 1);
        // Asked again, with the same id or another, it is the same erasure.
        assert_eq!(erased(&ledger, 20, gone), 1);
        assert_eq!(erased(&ledger, 21, gone), 1);
        for number in [0, 5] {
            let refused = apply(&ledger, number, gone);
            assert!(refused_as_erased(&refused), "{refused:?}");
        }
        assert_eq!(ledger.by_id(id(0)).unwrap().unwrap().index, 0);
        drop(ledger);
        let ledger = open(site);
        assert!(refused_as_erased(&apply(&ledger, 6, gone)));
        assert_eq!(erased(&ledger, 22, gone), 1);
        assert_eq!((ledger.size(), checked(&ledger)), (Ok(2), 0));
        // Others are not concerned.
        assert_eq!(apply(&ledger, 7, person()), Ok(2));
        assert_eq!(checked(&ledger), 2);
    }

    fn nobody_is_erased_by_mistake(site) {
        let (ledger, someone, stranger) = (open(site), person(), person());
        apply(&ledger, 0, someone).unwrap();
        let unknown = EraseError::Unknown { person: stranger };
        assert_eq!(erase(&ledger, 20, stranger), Err(unknown));
        let taken = AppendError::IdTaken { id: id(0), index: 0 };
        assert_eq!(erase(&ledger, 0, someone), Err(EraseError::Append(taken)));
        let nameless = ledger.erase(someone, id(20), Timestamp::UNIX_EPOCH, "");
        assert!(matches!(nameless, Err(EraseError::Append(AppendError::Unfit { .. }))));
        assert_eq!((values(&ledger, 0), ledger.size()), (known(), Ok(1)));
        // The ledger's own names cannot be used by others.
        let reserved = |subject: String, kind: &str| {
            let mut event = event(30, &subject, json!({}));
            event.kind = kind.to_owned();
            assert_eq!(ledger.append(vec![event], &[]), Err(AppendError::Reserved { subject }));
        };
        reserved(format!("person/{someone}"), "person.moved");
        reserved("person/anyone".to_owned(), "x");
        reserved("allowance/017".to_owned(), "person.erased");
        drop(ledger);
        // Nor without the master key.
        let ledger = site.open();
        assert_eq!(erase(&ledger, 21, someone), Err(EraseError::NoMasterKey));
        let refused = apply(&ledger, 22, someone);
        assert!(matches!(
            refused,
            Err(AppendError::Unsealable { unsealable: Unsealable::NoMasterKey, .. })
        ));
        // Everything else works without it.
        assert_eq!(ledger.append(vec![event(23, "s", json!(1))], &[]), Ok(vec![1]));
    }

    fn what_cannot_be_sealed_is_refused_and_says_why(site) {
        let (ledger, someone) = (open(site), person());
        let refused = |data: Value, values: Vec<Personal>| {
            let mut event = event(0, "allowance/017", json!(null));
            event.data = data;
            match ledger.append_sealed(vec![(event, values)], &[]) {
                Err(AppendError::Unsealable { subject, unsealable }) => {
                    assert_eq!(subject, "allowance/017");
                    unsealable
                }
                other => panic!("{other:?}"),
            }
        };
        let name = || "/name".to_owned();
        let value = || about(someone, "/name", NAME);
        let taken = Unsealable::Occupied { pointer: name() };
        assert_eq!(refused(json!({"name": "x"}), vec![value()]), taken);
        let twice = Unsealable::Twice { pointer: name() };
        assert_eq!(refused(json!({}), vec![value(), value()]), twice);
        let named = Unsealable::NamesPerson { pointer: name() };
        assert_eq!(refused(json!({"id": someone.to_string()}), vec![value()]), named);
        // A seal that was copied from elsewhere, also by whoever seals nothing.
        apply(&ledger, 1, someone).unwrap();
        let copy = entry(&ledger, 0).event.data;
        let copied = Unsealable::Copied { pointer: "/applicant/name".to_owned() };
        assert_eq!(refused(copy.clone(), vec![]), copied);
        let plain = ledger.append(vec![event(2, "s", copy)], &[]);
        assert!(matches!(plain, Err(AppendError::Unsealable { .. })), "{plain:?}");
        assert_eq!((ledger.size(), checked(&ledger)), (Ok(1), 2));
    }

    fn another_master_key_is_refused_at_opening(site) {
        apply(&open(site), 0, person()).unwrap();
        let other = || OTHER.parse::<MasterKey>().unwrap();
        let wrong = Err(LedgerError::Unwrapped(Unwrapped::OtherMasterKey));
        let keys = Keys::new(signer(site.origin)).with_master(other());
        assert_eq!(Ledger::open(&site.place(), keys).map(drop), wrong);
        let reader = Reader::open(&site.place()).unwrap();
        assert_eq!(reader.with_master(other()).map(drop), wrong);
        assert_eq!(values(&open(site), 0), known());
    }

    fn master_keys_are_changed_at_once(site) {
        let (ledger, gone, stays) = (open(site), person(), person());
        apply(&ledger, 0, gone).unwrap();
        apply(&ledger, 1, stays).unwrap();
        erased(&ledger, 20, gone);
        let new = || OTHER.parse::<MasterKey>().unwrap();
        let rewrapped = |rows| Ok(Rewrapped { rows, remains: None });
        assert_eq!(ledger.rewrap(&new(), &new()), Err(LedgerError::Unwrapped(Unwrapped::OtherMasterKey)));
        assert_eq!(ledger.rewrap(&master(), &new()), rewrapped(2));
        assert_eq!(ledger.rewrap(&master(), &new()), rewrapped(0));
        // Who still has the old key can do no harm.
        let refused = apply(&ledger, 2, stays);
        assert_eq!(refused, Err(AppendError::Unwrapped(Unwrapped::OtherMasterKey)));
        assert!(erase(&ledger, 21, stays).is_err());
        drop(ledger);
        assert!(Ledger::open(&site.place(), keys(site)).is_err());
        let keys = Keys::new(signer(site.origin)).with_master(new());
        let ledger = Ledger::open(&site.place(), keys).unwrap();
        assert_eq!((values(&ledger, 0), values(&ledger, 1)), (unknown(), known()));
        assert_eq!(checked(&ledger), 2);
        // The same event has the same seals.
        assert_eq!(apply(&ledger, 1, stays), Ok(1));
        assert!(refused_as_erased(&apply(&ledger, 3, gone)));
    }

    fn an_erasure_and_appends_at_once_leave_no_value_behind(site) {
        let ledger = open(site);
        let ledger = &ledger;
        for round in 0..6 {
            let gone = person();
            let first = 1_000 * round;
            let before = apply(ledger, first, gone).unwrap();
            // Appends until it is refused; then it is refused for ever.
            let append = move |thread: u32| {
                let numbers = (1..60).map(|turn| first + thread * 60 + turn);
                let answers: Vec<_> = numbers.map(|number| apply(ledger, number, gone)).collect();
                let appended = answers.iter().take_while(|answer| answer.is_ok()).count();
                let mut refused = answers[appended..].iter();
                assert!(refused.all(refused_as_erased), "{answers:?}");
                appended as u64
            };
            let (index, appended) = thread::scope(|scope| {
                let threads: Vec<_> = (0..4)
                    .map(|thread| scope.spawn(move || append(thread)))
                    .collect();
                while ledger.size().unwrap() < before + 20 {
                    thread::yield_now();
                }
                let index = erased(ledger, first + 900, gone);
                let appended = threads.into_iter().map(|it| it.join().unwrap());
                (index, appended.sum::<u64>())
            });
            // Whatever was answered stands before the erasure, and nothing after it.
            assert_eq!(index, before + 1 + appended);
            assert_eq!(ledger.size(), Ok(index + 1));
            assert_eq!(checked(ledger), 0, "nothing of anyone erased is left");
        }
    }

    fn two_ledgers_that_meet_a_person_at_once_agree_on_one_key(site) {
        let ledgers = [open(site), open(site)];
        for round in 0..20 {
            let new = person();
            thread::scope(|scope| {
                let ledgers = ledgers.iter();
                let numbers = ledgers.zip([2 * round, 2 * round + 1]);
                let threads: Vec<_> = numbers
                    .map(|(ledger, number)| scope.spawn(move || apply(ledger, number, new).unwrap()))
                    .collect();
                for thread in threads {
                    thread.join().unwrap();
                }
            });
        }
        assert_eq!(checked(&ledgers[0]), 80);
        for index in 0..40 {
            assert_eq!(values(&ledgers[1], index), known());
        }
    }

    fn many_threads_seal_at_once(site) {
        let ledger = open(site);
        let shared = person();
        thread::scope(|scope| {
            for thread in 0..8 {
                let ledger = &ledger;
                scope.spawn(move || {
                    for turn in 0..10 {
                        let whose = if turn % 2 == 0 { shared } else { person() };
                        apply(ledger, thread * 10 + turn, whose).unwrap();
                    }
                });
            }
        });
        assert_eq!(checked(&ledger), 160);
        assert_eq!(erased(&ledger, 900, shared), 80);
        assert_eq!(checked(&ledger), 80);
    }
}

#[test]
fn a_log_of_the_national_suite_seals_and_erases_as_well() {
    let site = Site::sqlite().national();
    let (ledger, gone) = (open(&site), person());
    apply(&ledger, 0, gone).unwrap();
    let entry = entry(&ledger, 0);
    assert_eq!(entry.event.source, NATIONAL);
    assert_eq!((values(&ledger, 0), checked(&ledger)), (known(), 2));
    let Opened::Value { disclosure, .. } = &ledger.open_personal(&entry).unwrap()[0].1 else {
        panic!()
    };
    assert_eq!(disclosure.check(&entry.bytes), Ok(()));
    let proof = ledger.prove(0).unwrap().unwrap();
    assert_eq!(erased(&ledger, 20, gone), 1);
    assert_eq!((values(&ledger, 0), checked(&ledger)), (unknown(), 0));
    assert!(proof.check(&[ledger.key().clone()], &entry.bytes).is_ok());
}

/// Every byte of the files of a ledger.
fn bytes_on_disk(site: &Site) -> Vec<u8> {
    let files = fs::read_dir(site.folder.path()).unwrap();
    let files = files.map(|file| fs::read(file.unwrap().path()).unwrap());
    files.collect::<Vec<_>>().concat()
}

/// All that is to be searched for, cut into pieces so short that a torn copy is found
/// too.
struct Remains {
    pieces: HashMap<[u8; 16], String>,
    /// By how a piece begins, whether there is any.
    begins: Vec<bool>,
}

impl Remains {
    fn new() -> Remains {
        Remains {
            pieces: HashMap::new(),
            begins: vec![false; 1 << 16],
        }
    }

    fn add(&mut self, what: &str, bytes: &[u8]) {
        for piece in bytes.windows(16) {
            self.begins[begin(piece)] = true;
            self.pieces
                .insert(piece.try_into().unwrap(), what.to_owned());
        }
    }

    /// How often a piece of each stands in these bytes.
    fn found(&self, bytes: &[u8]) -> BTreeMap<&str, usize> {
        let mut found = BTreeMap::new();
        for piece in bytes.windows(16) {
            if self.begins[begin(piece)]
                && let Some(what) = self.pieces.get(piece)
            {
                *found.entry(what.as_str()).or_default() += 1;
            }
        }
        found
    }
}

fn begin(piece: &[u8]) -> usize {
    usize::from(piece[0]) << 8 | usize::from(piece[1])
}

fn column(site: &Site, sql: &str, person: PersonId) -> Vec<Vec<u8>> {
    let raw = site.raw();
    let mut statement = raw.prepare(sql).unwrap();
    let rows = statement.query_map([person.uuid().as_bytes().to_vec()], |row| row.get(0));
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// Someone whose pseudonym the dice throw, so that rows lie in the same places in every
/// run, with values of several lengths.
fn thrown(dice: &mut Dice, number: u32) -> (PersonId, (NewEvent, Vec<Personal>)) {
    let mut bytes = [0; 16];
    bytes.fill_with(|| dice.below(256) as u8);
    let someone = PersonId::new(uuid::Builder::from_random_bytes(bytes).into_uuid()).unwrap();
    let (event, mut values) = application(number, someone);
    let address = "城关街道".repeat(1 + dice.below(30) as usize);
    values.push(about(someone, "/applicant/address", address));
    (someone, (event, values))
}

#[test]
fn no_value_stands_in_the_files_in_the_clear_and_nothing_of_the_erased_at_all() {
    let site = Site::sqlite();
    let ledger = open(&site);
    // A throw after which copies stay behind unless the tables are written anew.
    let mut dice = Dice(7);
    let (mut persons, mut gone) = (Vec::new(), Vec::new());
    let mut remains = Remains::new();
    // Enough that pages are split and joined and rows move, and erasures in between.
    for turn in 0..14 {
        let batch = (0..50).map(|place| {
            let (someone, applied) = thrown(&mut dice, turn * 50 + place);
            persons.push(someone);
            applied
        });
        let batch = batch.collect();
        ledger.append_sealed(batch, &[]).unwrap();
        for place in 0..5 {
            let someone = persons.swap_remove(dice.below(persons.len() as u64) as usize);
            let key = column(
                &site,
                "SELECT wrapped FROM people WHERE person = ?1",
                someone,
            );
            let values = column(&site, "SELECT bytes FROM sealed WHERE person = ?1", someone);
            assert_eq!((key.len(), values.len()), (1, 3));
            // Before that stand the kind and the master key's name, alike in all rows.
            remains.add("key", &key[0][9..]);
            values
                .iter()
                .for_each(|value| remains.add("value", &value[1..]));
            if (turn, place) == (10, 4) {
                // The search finds what is there.
                let found = remains.found(&bytes_on_disk(&site));
                assert!(found["key"] >= 45 && found["value"] >= 3 * 77, "{found:?}");
            }
            gone.push(someone);
            erased(&ledger, 5_000 + turn * 5 + place, someone);
        }
    }
    assert_eq!(checked(&ledger), 3 * persons.len() as u64);
    let check = |state: &str| {
        let whole = bytes_on_disk(&site);
        assert_eq!(remains.found(&whole), BTreeMap::new(), "{state}");
        for text in [NAME, NUMBER] {
            let found = whole
                .windows(text.len())
                .any(|window| window == text.as_bytes());
            assert!(!found, "{text} stands in the clear");
        }
        // A pseudonym is in the table of persons, once, and beside no entry.
        let mut ties = Remains::new();
        for someone in &gone {
            ties.add(&someone.to_string(), someone.uuid().as_bytes());
        }
        let found = ties.found(&whole);
        assert_eq!(found.len(), gone.len());
        assert!(
            found.values().all(|times| *times == 1),
            "{state}: {found:?}"
        );
    };
    check("open");
    drop(ledger);
    check("closed");
}

#[test]
fn a_reader_that_holds_up_the_removal_is_told_of_and_the_next_asking_removes() {
    let site = Site::sqlite();
    let (ledger, gone) = (open(&site), person());
    apply(&ledger, 0, gone).unwrap();
    let value = column(&site, "SELECT bytes FROM sealed WHERE person = ?1", gone).remove(0);
    let raw = site.raw();
    raw.execute_batch("BEGIN; SELECT count(*) FROM entries")
        .unwrap();
    let held = erase(&ledger, 20, gone).unwrap();
    assert_eq!((held.index, held.remains.is_some()), (1, true));
    // It is erased all the same, and others may write meanwhile.
    assert_eq!((values(&ledger, 0), checked(&ledger)), (unknown(), 0));
    assert_eq!(apply(&ledger, 1, person()), Ok(2));
    let mut remains = Remains::new();
    remains.add("value", &value);
    assert!(remains.found(&bytes_on_disk(&site)).contains_key("value"));
    raw.execute_batch("COMMIT").unwrap();
    assert_eq!(erased(&ledger, 21, gone), 1);
    assert_eq!(remains.found(&bytes_on_disk(&site)), BTreeMap::new());
}
