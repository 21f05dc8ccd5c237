#![allow(dead_code)]
#[path = "../src/sample.rs"] mod sample;
#[path = "../src/callers.rs"] mod callers;
#[path = "../src/queue.rs"] mod queue;
#[path = "../src/plain.rs"] mod plain;
use std::time::Duration;
use youwei_ledger::{Keys, Ledger, Place};
fn cpu() -> f64 { let s=std::fs::read_to_string("/proc/self/stat").unwrap(); let f: Vec<&str>=s.rsplit(')').next().unwrap().split_whitespace().collect(); (f[11].parse::<f64>().unwrap()+f[12].parse::<f64>().unwrap())/100.0 }
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let folder = tempfile::tempdir_in(&a[1]).unwrap();
    let callers: usize = a[2].parse().unwrap(); let each: usize = a[3].parse().unwrap();
    let which = &a[4];
    let file = folder.path().join("l.db");
    let t = Duration::from_secs(60);
    if which == "ours" {
        let signer = youwei_tlog::SignerKey::from_seed(sample::ORIGIN, &[7; 32]).unwrap();
        let ledger = Ledger::open(&Place::File(file), Keys { signer }).unwrap();
        let work = (0..callers).map(|c| sample::appends(c, each)).collect();
        let c = cpu();
        let run = callers::run(work, t, |(e, x)| { ledger.append(e, &x).unwrap(); });
        println!("ours {callers}: {:.0}/s, cpu {:.1} us an append", run.per_second(), (cpu()-c)*1e6/run.appends as f64);
    } else {
        let q = queue::Queue::start(plain::Sqlite::new(&file));
        let work = (0..callers).map(|c| sample::appends(c, each).into_iter().map(|(e, _)| sample::bytes(&e[0])).collect()).collect();
        let c = cpu();
        let run = callers::run(work, t, |b| { q.append(b); });
        println!("plain {callers}: {:.0}/s, cpu {:.1} us an append", run.per_second(), (cpu()-c)*1e6/run.appends as f64);
    }
}
