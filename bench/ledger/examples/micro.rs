use rusqlite::*;
fn cpu() -> u64 { std::fs::read_to_string("/proc/thread-self/schedstat").unwrap().split(' ').next().unwrap().parse().unwrap() }
fn mixed(number: u64) -> u64 { let n = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9); let n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB); n ^ (n >> 31) }
fn main() {
    let schema = include_str!("../../../crates/ledger/src/sqlite/schema.sql");
    let cases: Vec<(&str, Box<dyn Fn(&Connection)>)> = vec![
        ("all", Box::new(|_| {})),
        ("no trigger", Box::new(|c| c.execute_batch("DROP TRIGGER entries_only_follow").unwrap())),
        ("trigger index only", Box::new(|c| c.execute_batch("DROP TRIGGER entries_only_follow; CREATE TRIGGER t BEFORE INSERT ON entries WHEN NEW.entry_index IS NOT (SELECT coalesce(max(entry_index) + 1, 0) FROM entries) BEGIN SELECT RAISE(ABORT, 'x'); END;").unwrap())),
        ("trigger trivial", Box::new(|c| c.execute_batch("DROP TRIGGER entries_only_follow; CREATE TRIGGER t BEFORE INSERT ON entries WHEN NEW.entry_index < 0 BEGIN SELECT RAISE(ABORT, 'x'); END;").unwrap())),
        ("trigger index+exists via rowid is", Box::new(|c| c.execute_batch("DROP TRIGGER entries_only_follow; CREATE TRIGGER t BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM entries WHERE entry_index >= NEW.entry_index) OR NOT (NEW.entry_index = 0 OR EXISTS (SELECT 1 FROM entries WHERE entry_index = NEW.entry_index - 1)) BEGIN SELECT RAISE(ABORT, 'x'); END;").unwrap())),
        ("no kind", Box::new(|c| c.execute_batch("DROP INDEX entries_by_kind").unwrap())),
        ("no trigger no stream", Box::new(|c| c.execute_batch("DROP TRIGGER entries_only_follow; DROP INDEX entries_by_stream").unwrap())),
        ("no trigger no id", Box::new(|c| c.execute_batch("DROP TRIGGER entries_only_follow; DROP INDEX entries_by_id").unwrap())),
        ("no trigger no index", Box::new(|c| c.execute_batch("DROP TRIGGER entries_only_follow; DROP INDEX entries_by_kind; DROP INDEX entries_by_stream; DROP INDEX entries_by_id").unwrap())),
        ("no secure_delete", Box::new(|c| c.pragma_update(None, "secure_delete", false).unwrap())),
        ("no cell_size_check", Box::new(|c| c.pragma_update(None, "cell_size_check", false).unwrap())),
    ];
    let group: u64 = std::env::args().nth(1).unwrap().parse().unwrap(); let n: u64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let page: i64 = std::env::args().nth(3).map_or(4096, |x| x.parse().unwrap());
    let mut best = vec![(f64::MAX, f64::MAX); cases.len()];
    for _ in 0..5 { for (k, (_, prepare)) in cases.iter().enumerate() {
        let folder = tempfile::tempdir_in("/dev/shm").unwrap();
        let c = Connection::open(folder.path().join("x")).unwrap();
        c.pragma_update(None, "page_size", page).unwrap();
        c.execute_batch("PRAGMA journal_mode=wal; PRAGMA synchronous=FULL; PRAGMA cell_size_check=1; PRAGMA secure_delete=1; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=4000;").unwrap();
        c.execute_batch(schema).unwrap(); prepare(&c);
        let bytes = vec![b'x'; 620]; let leaf = [7u8; 32];
        let (mut row, mut commit) = (0u64, 0u64);
        let mut i = 0;
        while i < n {
            c.execute_batch("BEGIN IMMEDIATE").unwrap();
            let a = cpu();
            { let mut insert = c.prepare_cached("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)").unwrap();
            for _ in 0..group { let s = (i % 256 * 16 + i / 256 % 16) * 40503 % 65536; let mut id = [0u8; 16]; id[..8].copy_from_slice(&(i / 8).to_be_bytes()); id[8..].copy_from_slice(&mixed(i).to_be_bytes());
                insert.execute(params![i as i64, id, format!("commitment/{s:05}"), (i / 4096) as i64, ["a.confirmed","b.assigned","c.revised","d","e","f","g","h"][(mixed(i) % 8) as usize], i as i64, leaf, bytes]).unwrap(); i += 1; } }
            let b = cpu();
            c.execute_batch("COMMIT").unwrap();
            row += b - a; commit += cpu() - b;
        }
        let r = (row as f64 / n as f64 / 1e3, commit as f64 / n as f64 / 1e3);
        if r.0 + r.1 < best[k].0 + best[k].1 { best[k] = r }
    } }
    for ((name, _), r) in cases.iter().zip(best) { println!("{name:40} rows {:.2} us, commit {:.2} us", r.0, r.1); }
}
