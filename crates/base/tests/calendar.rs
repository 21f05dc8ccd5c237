//! The embedded calendar beside the same notices as others have typed them, which lie in
//! `calendar/` of the shared folder: `$YOUWEI_SHARED`, or `../shared` beside the repository.

#![allow(
    clippy::print_stdout,
    reason = "what is left out is said on the console"
)]

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;
use youwei_base::{Day, WorkCalendar};

#[test]
fn every_day_of_the_notices_is_what_others_read_there() {
    let shared = env::var_os("YOUWEI_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("calendar");
    if !folder.is_dir() {
        println!(
            "LEFT OUT: no {} here; name the shared folder in YOUWEI_SHARED.",
            folder.display()
        );
        return;
    }
    let calendar = WorkCalendar::official();
    let mut compared = 0;
    let mut years = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let notice: Value = serde_json::from_str(&text).unwrap();
        years.push(i16::try_from(notice["year"].as_i64().unwrap()).unwrap());
        for named in notice["days"].as_array().unwrap() {
            let day: Day = named["date"].as_str().unwrap().parse().unwrap();
            let rest = named["isOffDay"].as_bool().unwrap();
            assert_eq!(calendar.is_workday(day), Ok(!rest), "{day}");
            compared += 1;
        }
    }
    years.sort_unstable();
    assert_eq!(years, calendar.years().collect::<Vec<_>>());
    assert!(compared > 400, "only {compared} days");
}
