//! What is particular to a database: how it is recognised, made and refused.

use postgres::{Client, NoTls};
use serde_json::json;
use youwei_ledger::{Keys, Ledger, LedgerError, Place, Reader, StorageError};

use crate::server;
use crate::tools::{ORIGIN, Site, event, fill, proved, signer};

fn refusal(place: &Place) -> LedgerError {
    let signer = signer(ORIGIN);
    match Ledger::open(place, Keys::new(signer)) {
        Ok(_) => panic!("it was opened"),
        Err(error) => error,
    }
}

fn storage(place: &Place) -> StorageError {
    match refusal(place) {
        LedgerError::Storage(error) => error,
        other => panic!("{other}"),
    }
}

#[test]
fn a_schema_of_another_program_is_refused_and_left_untouched() {
    for sql in [
        "CREATE SCHEMA youwei; CREATE TABLE youwei.entries (a int)",
        "CREATE SCHEMA youwei; CREATE TABLE youwei.log (a int)",
        "CREATE SCHEMA youwei; CREATE TABLE youwei.log (a int);
         COMMENT ON TABLE youwei.log IS 'what we sold'",
        "CREATE SCHEMA youwei; CREATE SEQUENCE youwei.numbers",
    ] {
        let Some(site) = Site::postgres() else { return };
        let mut client = site.client();
        client.batch_execute(sql).unwrap();
        let refused = refusal(&site.place());
        assert!(
            matches!(refused, LedgerError::NotALedger { .. }),
            "{refused}"
        );
        let objects = "SELECT count(*) FROM pg_class WHERE relnamespace = 'youwei'::regnamespace";
        assert_eq!(client.query_one(objects, &[]).unwrap().get::<_, i64>(0), 1);
    }
}

#[test]
fn tables_of_other_programs_beside_ours_are_no_matter() {
    let Some(site) = Site::postgres() else { return };
    site.client()
        .batch_execute("CREATE TABLE entries (a int); CREATE SCHEMA youwei")
        .unwrap();
    fill(&site.open(), 2);
    assert_eq!(proved(&site.open()).size, 2);
}

#[test]
fn another_shape_is_refused() {
    let Some(site) = Site::postgres() else { return };
    fill(&site.open(), 1);
    site.client()
        .batch_execute("COMMENT ON TABLE youwei.log IS 'Youwei ledger, shape 9'")
        .unwrap();
    let other = LedgerError::Shape { found: 9, known: 2 };
    assert_eq!(refusal(&site.place()), other);
}

#[test]
fn eight_threads_that_make_one_ledger_make_one() {
    let Some(site) = Site::postgres() else { return };
    std::thread::scope(|scope| {
        for number in 0..8 {
            let site = &site;
            scope.spawn(move || {
                let event = event(number, &format!("s/{number}"), json!(1));
                site.open().append(vec![event], &[]).unwrap();
            });
        }
    });
    assert_eq!(proved(&site.open()).size, 8);
}

#[test]
fn the_database_itself_refuses_to_change_or_remove_an_entry() {
    let Some(site) = Site::postgres() else { return };
    fill(&site.open(), 3);
    let mut client = site.client();
    for sql in [
        "UPDATE youwei.entries SET bytes = '' WHERE entry_index = 1",
        "UPDATE youwei.entries SET entry_index = 9 WHERE entry_index = 1",
        "DELETE FROM youwei.entries",
        "DELETE FROM youwei.entries WHERE entry_index = 2",
        "TRUNCATE youwei.entries",
        "INSERT INTO youwei.entries SELECT * FROM youwei.entries WHERE entry_index = 1
         ON CONFLICT (entry_index) DO UPDATE SET bytes = ''",
        "UPDATE youwei.log SET origin = 'youwei:other'",
        "DELETE FROM youwei.log",
        "TRUNCATE youwei.log",
        "INSERT INTO youwei.head SELECT * FROM youwei.head",
        "DELETE FROM youwei.head",
        "TRUNCATE youwei.head",
    ] {
        let refused = client.batch_execute(sql).unwrap_err();
        let said = refused.as_db_error().unwrap().message();
        assert!(said.contains("账本"), "{sql}: {said}");
    }
    for sql in [
        "INSERT INTO youwei.entries SELECT * FROM youwei.entries WHERE entry_index = 1",
        "INSERT INTO youwei.entries SELECT 3, version, time, id, leaf, 'x', kind, bytes
         FROM youwei.entries WHERE entry_index = 1",
        "INSERT INTO youwei.entries
         SELECT 3, version, time, gen_random_uuid(), leaf, subject, kind, bytes
         FROM youwei.entries WHERE entry_index = 1",
    ] {
        let refused = client.batch_execute(sql).unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "23505", "{sql}: {refused}");
    }
    assert_eq!(proved(&site.open()).size, 3);
}

#[test]
fn a_server_that_is_not_there_and_a_database_that_is_not_there_are_told_apart() {
    let Some(server) = server::shared() else {
        return;
    };
    let nowhere = Place::named("postgres://youwei@%2Ftmp%2Fno-such-folder/yunze");
    let refused = storage(&nowhere);
    assert!(
        matches!(refused, StorageError::Unreachable { .. }),
        "{refused}"
    );
    let refused = storage(&Place::named(&server.url("no_such")));
    assert!(
        matches!(refused, StorageError::NoDatabase { .. }),
        "{refused}"
    );
    let stranger = server.url("postgres").replace("youwei@", "stranger@");
    let refused = storage(&Place::named(&stranger));
    assert!(matches!(refused, StorageError::Denied { .. }), "{refused}");
    assert_eq!(
        storage(&Place::named("postgres://h/d?sslmode=require")),
        StorageError::Tls
    );
}

#[test]
fn an_account_that_may_not_write_is_refused_and_may_read() {
    let Some(site) = Site::postgres() else { return };
    fill(&site.open(), 3);
    let name = site.name();
    let database = name.rsplit('/').next().unwrap();
    let auditor = format!("auditor_{database}");
    site.client()
        .batch_execute(&format!(
            "CREATE ROLE {auditor} LOGIN;
             GRANT USAGE ON SCHEMA youwei TO {auditor};
             GRANT SELECT ON ALL TABLES IN SCHEMA youwei TO {auditor}"
        ))
        .unwrap();
    let place = Place::named(&name.replace("youwei@", &format!("{auditor}@")));
    assert_eq!(proved(&Reader::open(&place).unwrap()).size, 3);
    let signer = signer(ORIGIN);
    let ledger = Ledger::open(&place, Keys::new(signer)).unwrap();
    let refused = ledger
        .append(vec![event(9, "s", json!(1))], &[])
        .unwrap_err();
    assert!(
        matches!(
            refused,
            youwei_ledger::AppendError::Storage(StorageError::Denied { .. })
        ),
        "{refused}"
    );
}

#[test]
fn a_database_of_another_encoding_is_refused() {
    let Some(server) = server::shared() else {
        return;
    };
    server
        .admin()
        .batch_execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'")
        .unwrap();
    let refused = storage(&Place::named(&server.url("latin")));
    let StorageError::Unfit { setting, needed } = refused else {
        panic!("{refused}")
    };
    assert_eq!(
        (&setting[..], &needed[..]),
        ("encoding LATIN1", "encoding UTF8")
    );
}

#[test]
fn a_server_that_could_lose_an_answered_entry_is_refused() {
    let Some(server) = server::start() else {
        return;
    };
    let site = Site::on(&server);
    fill(&site.open(), 2);
    for setting in ["fsync", "full_page_writes"] {
        server.set(&format!("{setting} = off"));
        let refused = storage(&site.place());
        let StorageError::Unfit { setting: named, .. } = refused else {
            panic!("{refused}")
        };
        assert_eq!(named, format!("{setting} off"));
        // Without writing there is nothing to lose.
        assert_eq!(proved(&Reader::open(&site.place()).unwrap()).size, 2);
        server.set(&format!("{setting} = on"));
    }
}

#[test]
fn settings_of_a_role_or_a_url_that_would_lose_entries_are_overruled() {
    let Some(site) = Site::postgres() else { return };
    let name = site.name();
    let database = name.rsplit('/').next().unwrap();
    site.client()
        .batch_execute(&format!(
            "ALTER DATABASE {database} SET synchronous_commit = off;
             ALTER DATABASE {database} SET default_transaction_isolation = 'serializable';
             ALTER DATABASE {database} SET default_transaction_read_only = on;
             ALTER DATABASE {database} SET statement_timeout = '1ms';
             ALTER DATABASE {database} SET search_path = pg_temp;
             ALTER DATABASE {database} SET client_encoding = latin1"
        ))
        .unwrap();
    let ledger = site.open();
    fill(&ledger, 5);
    assert_eq!(proved(&ledger).size, 5);
    // What the log's own connections say of themselves.
    let mut admin = Client::connect(&name, NoTls).unwrap();
    admin
        .batch_execute("SET default_transaction_read_only = off; SET statement_timeout = 0")
        .unwrap();
    admin
        .batch_execute(
            "CREATE TABLE public.said (value text);
             CREATE FUNCTION public.say() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 INSERT INTO public.said VALUES (current_setting('synchronous_commit'));
                 RETURN NULL; END $$;
             CREATE TRIGGER say AFTER INSERT ON youwei.entries EXECUTE FUNCTION public.say()",
        )
        .unwrap();
    ledger.append(vec![event(50, "s", json!(1))], &[]).unwrap();
    let said = admin
        .query_one("SELECT value FROM public.said", &[])
        .unwrap();
    let said: String = said.get(0);
    assert_eq!(said, "on");
}
