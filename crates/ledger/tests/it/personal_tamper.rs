//! What someone does to the tables of persons and values who holds the database and has
//! no master key; and what verification says to each.

use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;
use youwei_ledger::{
    AppendError, Broken, Keys, Ledger, LedgerError, MasterKey, Part, PersonId, Personal, Reader,
    Unsealable, Values,
};

use crate::tools::{Site, event, id, signer};

const MASTER: &str = "8f3c0a5d9e7b1264c8f0a1b2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f507";

/// Both tables, row by row.
#[derive(Debug, Clone, PartialEq)]
struct Tables {
    people: Vec<(Uuid, Vec<u8>)>,
    sealed: Vec<(i64, String, Uuid, Vec<u8>)>,
}

impl Tables {
    fn load(site: &Site) -> Tables {
        let people = "SELECT person, wrapped FROM people ORDER BY person";
        let sealed = "SELECT entry_index, pointer, person, bytes FROM sealed \
                      ORDER BY entry_index, pointer";
        if on_postgres(site) {
            let mut client = site.client();
            client.batch_execute("SET search_path = youwei").unwrap();
            let rows = client.query(people, &[]).unwrap();
            let people = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
            let rows = client.query(sealed, &[]).unwrap();
            let sealed = rows
                .iter()
                .map(|row| (row.get(0), row.get(1), row.get(2), row.get(3)))
                .collect();
            return Tables { people, sealed };
        }
        let raw = site.raw();
        let mut statement = raw.prepare(people).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        let people = rows.unwrap().collect::<Result<_, _>>().unwrap();
        let mut statement = raw.prepare(sealed).unwrap();
        let rows = statement.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
        let sealed = rows.unwrap().collect::<Result<_, _>>().unwrap();
        Tables { people, sealed }
    }

    fn save(&self, site: &Site) {
        if on_postgres(site) {
            let mut client = site.client();
            let empty = "SET search_path = youwei; DELETE FROM people; DELETE FROM sealed";
            client.batch_execute(empty).unwrap();
            for (person, row) in &self.people {
                let insert = "INSERT INTO people (person, wrapped) VALUES ($1, $2)";
                client.execute(insert, &[person, row]).unwrap();
            }
            for (index, pointer, person, bytes) in &self.sealed {
                let insert = "INSERT INTO sealed (entry_index, pointer, person, bytes) \
                              VALUES ($1, $2, $3, $4)";
                client
                    .execute(insert, &[index, pointer, person, bytes])
                    .unwrap();
            }
            return;
        }
        let raw = site.raw();
        raw.execute_batch("DELETE FROM people; DELETE FROM sealed")
            .unwrap();
        for row in &self.people {
            raw.execute("INSERT INTO people VALUES (?1, ?2)", (row.0, &row.1))
                .unwrap();
        }
        for row in &self.sealed {
            raw.execute(
                "INSERT INTO sealed VALUES (?1, ?2, ?3, ?4)",
                (row.0, &row.1, row.2, &row.3),
            )
            .unwrap();
        }
    }

    /// The value that entry `index` has at this place.
    fn value(&mut self, index: i64, pointer: &str) -> &mut (i64, String, Uuid, Vec<u8>) {
        let mut values = self.sealed.iter_mut();
        values
            .find(|value| value.0 == index && value.1 == pointer)
            .unwrap()
    }

    fn row(&mut self, person: PersonId) -> &mut Vec<u8> {
        let mut people = self.people.iter_mut();
        &mut people.find(|row| row.0 == person.uuid()).unwrap().1
    }
}

fn on_postgres(site: &Site) -> bool {
    site.name().starts_with("postgres")
}

/// One who was erased and two others, and the tables as they were before and after.
struct Made {
    gone: PersonId,
    one: PersonId,
    two: PersonId,
    before: Tables,
    after: Tables,
}

fn open(site: &Site) -> Ledger {
    let master: MasterKey = MASTER.parse().unwrap();
    let keys = Keys::new(signer(site.origin)).with_master(master);
    Ledger::open(&site.place(), keys).unwrap()
}

fn apply(ledger: &Ledger, number: u32, person: PersonId) -> Result<Vec<u64>, AppendError> {
    let value = |pointer: &str, value: &str| Personal {
        pointer: pointer.to_owned(),
        person,
        value: json!(value),
    };
    let values = vec![value("/name", "章小满"), value("/number", "510999")];
    let event = event(number, "allowance/017", json!({"sum": "400.00"}));
    ledger.append_sealed(vec![(event, values)], &[])
}

/// Entry 0 is of the one who was erased by entry 3, 1 and 2 are of the two others.
fn made(site: &Site) -> Made {
    let ledger = open(site);
    let [gone, one, two] = std::array::from_fn(|_| PersonId::random().unwrap());
    for (number, person) in (0..).zip([gone, one, two]) {
        apply(&ledger, number, person).unwrap();
    }
    let before = Tables::load(site);
    let time = Timestamp::UNIX_EPOCH;
    assert_eq!(ledger.erase(gone, id(9), time, "档案室").unwrap().index, 3);
    drop(ledger);
    Made {
        gone,
        one,
        two,
        before,
        after: Tables::load(site),
    }
}

/// What is found, with the master key and without.
fn found(site: &Site) -> [Vec<(Part, String)>; 2] {
    let plain = Reader::open(&site.place()).unwrap();
    let keyed = Reader::open(&site.place()).unwrap();
    // The key is asked for a row at the opening; here verification is to say all of it.
    let keyed = match keyed.with_master(MASTER.parse().unwrap()) {
        Ok(keyed) => Some(keyed),
        Err(LedgerError::Unwrapped(_)) => None,
        Err(other) => panic!("{other}"),
    };
    let findings = |reader: &Reader| {
        let verified = reader.verify(None, &mut |_, _| {}).unwrap();
        let findings = verified.findings.into_iter();
        findings
            .map(|Broken { part, what }| (part, what.en))
            .collect()
    };
    [
        keyed
            .as_ref()
            .map(findings)
            .unwrap_or_else(|| vec![(Part::Values, "refused at opening".to_owned())]),
        findings(&plain),
    ]
}

/// What is done to the tables.
type Change = fn(&mut Tables, &Made);

/// What is found: where, a word of it, and whether it takes the master key to see it.
type Finding = fn(&Made) -> (Part, &'static str, bool);

const CASES: &[(&str, Change, Finding)] = &[
    (
        "a value is changed",
        |tables, _| tables.value(1, "/name").3[40] ^= 1,
        |_| (Part::Sealed(1), "cannot be opened", true),
    ),
    (
        "a value is cut off",
        |tables, _| tables.value(1, "/name").3.truncate(12),
        |_| (Part::Sealed(1), "cannot be opened", true),
    ),
    (
        "a value is emptied",
        |tables, _| tables.value(1, "/name").3.clear(),
        |_| (Part::Sealed(1), "cannot be opened", true),
    ),
    (
        "two values of one person are exchanged",
        |tables, _| {
            let name = tables.value(1, "/name").3.clone();
            let number = std::mem::replace(&mut tables.value(1, "/number").3, name);
            tables.value(1, "/name").3 = number;
        },
        |_| (Part::Sealed(1), "cannot be opened", true),
    ),
    (
        "the values of two entries are exchanged",
        |tables, made| {
            for value in &mut tables.sealed {
                value.2 = if value.0 == 1 {
                    made.one.uuid()
                } else {
                    made.two.uuid()
                };
                value.0 = 3 - value.0;
            }
        },
        |_| (Part::Sealed(2), "cannot be opened", true),
    ),
    (
        "a value is given to another person",
        |tables, made| tables.value(1, "/name").2 = made.two.uuid(),
        |_| (Part::Sealed(1), "cannot be opened", true),
    ),
    (
        "a value stands where the entry has no seal",
        |tables, _| tables.value(1, "/name").1 = "/sum".to_owned(),
        |_| (Part::Sealed(1), "no seal", false),
    ),
    (
        "a value stands at no entry",
        |tables, _| tables.value(1, "/name").0 = 99,
        |_| (Part::Sealed(99), "does not have that entry", false),
    ),
    (
        "a value is deleted",
        |tables, _| {
            tables
                .sealed
                .retain(|value| (value.0, &value.1[..]) != (1, "/name"))
        },
        |_| (Part::Values, "3 seals have no value, and 2", true),
    ),
    (
        "a value is deleted and made to look like an erasure",
        |tables, made| {
            tables.sealed.retain(|value| value.0 != 1);
            let tombstone = tables.row(made.gone).clone();
            *tables.row(made.one) = tombstone;
        },
        |made| (Part::Person(made.one.uuid()), "the log does not", false),
    ),
    (
        "a key is changed",
        |tables, made| tables.row(made.one)[30] ^= 1,
        |made| (Part::Person(made.one.uuid()), "was changed", true),
    ),
    (
        "the keys of two persons are exchanged",
        |tables, made| {
            let one = tables.row(made.one).clone();
            let two = std::mem::replace(tables.row(made.two), one);
            *tables.row(made.one) = two;
        },
        |made| (Part::Person(made.two.uuid()), "was changed", true),
    ),
    (
        "a key is deleted",
        |tables, made| tables.people.retain(|row| row.0 != made.one.uuid()),
        |made| (Part::Person(made.one.uuid()), "is missing", false),
    ),
    (
        "the key of the erased is put back",
        |tables, made| *tables.row(made.gone) = made.before.clone().row(made.gone).clone(),
        |made| (Part::Person(made.gone.uuid()), "the key is there", false),
    ),
    (
        "the values of the erased are put back",
        |tables, made| tables.sealed = made.before.sealed.clone(),
        |_| (Part::Sealed(0), "it is still there", false),
    ),
    (
        "all is put back as it was before the erasure",
        |tables, made| *tables = made.before.clone(),
        |made| (Part::Person(made.gone.uuid()), "the key is there", false),
    ),
    (
        "that somebody was erased is deleted",
        |tables, made| tables.people.retain(|row| row.0 != made.gone.uuid()),
        |made| (Part::Person(made.gone.uuid()), "no row does", false),
    ),
    (
        "how many values were erased is changed",
        |tables, made| tables.row(made.gone)[25] ^= 1,
        |made| (Part::Person(made.gone.uuid()), "was changed", true),
    ),
    (
        "the erased are said to have a key",
        |tables, made| tables.row(made.gone)[0] = 1,
        |made| (Part::Person(made.gone.uuid()), "the key is there", false),
    ),
    (
        "a person is made up",
        |tables, made| {
            let row = tables.row(made.one).clone();
            let made_up = "ffffffff-ffff-4fff-bfff-ffffffffffff".parse().unwrap();
            tables.people.push((made_up, row));
        },
        |_| {
            let made_up = "ffffffff-ffff-4fff-bfff-ffffffffffff".parse().unwrap();
            (Part::Person(made_up), "was changed", true)
        },
    ),
    (
        "a row stands under what is no pseudonym",
        |tables, made| {
            let row = tables.row(made.one).clone();
            tables.people.push((Uuid::max(), row));
        },
        |_| (Part::Person(Uuid::max()), "not a pseudonym", true),
    ),
];

on_each_store! {
    fn whatever_is_changed_in_the_tables_is_found_and_named(site) {
        let made = made(site);
        assert_eq!(found(site), [vec![], vec![]], "nothing changed is nothing found");
        for (name, change, finding) in CASES {
            let mut tables = made.after.clone();
            change(&mut tables, &made);
            assert_ne!(tables, made.after, "{name}");
            tables.save(site);
            let (part, word, keyed) = finding(&made);
            let [with, without] = found(site);
            let told = |found: &[(Part, String)]| {
                found.iter().any(|(where_, what)| *where_ == part && what.contains(word))
            };
            assert!(told(&with), "{name}: {with:?}");
            assert_eq!(told(&without), !keyed, "{name}: {without:?}");
            made.after.save(site);
        }
        assert_eq!(found(site), [vec![], vec![]]);
    }

    fn what_was_changed_is_not_handed_out(site) {
        let made = made(site);
        for (name, change, _) in CASES {
            let mut tables = made.after.clone();
            change(&mut tables, &made);
            tables.save(site);
            let ledger = open(site);
            for index in 0..3 {
                let entry = ledger.entries(index, 1).unwrap().remove(0);
                let Ok(opened) = ledger.open_personal(&entry) else { continue };
                for (pointer, opened) in opened {
                    let youwei_ledger::Opened::Value { disclosure, .. } = opened else { continue };
                    assert_eq!(disclosure.pointer, pointer, "{name}");
                    assert_eq!(disclosure.check(&entry.bytes), Ok(()), "{name}");
                }
            }
        }
    }

    fn nobody_comes_back_by_a_change_of_the_tables(site) {
        let made = made(site);
        // The key put back, or the row that says erased deleted: the log has the word.
        for keep_row in [true, false] {
            let mut tables = made.before.clone();
            tables.people.retain(|row| keep_row || row.0 != made.gone.uuid());
            tables.save(site);
            let ledger = open(site);
            let refused = apply(&ledger, 20, made.gone);
            assert!(matches!(
                refused,
                Err(AppendError::Unsealable { unsealable: Unsealable::Erased { .. }, .. })
            ), "{refused:?}");
            // To erase again is to erase again, without another event.
            let again = ledger.erase(made.gone, id(30), Timestamp::UNIX_EPOCH, "档案室").unwrap();
            assert_eq!((again.index, again.remains), (3, None));
            let verified = ledger.verify(None, &mut |_, _| {}).unwrap();
            assert_eq!((verified.findings, verified.values), (vec![], Values::Checked(4)));
        }
    }
}
