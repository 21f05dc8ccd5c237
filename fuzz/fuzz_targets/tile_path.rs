//! The address of a tile: what is read is written again as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use youwei_tlog::TilePath;

fuzz_target!(|text: &str| {
    if let Ok(path) = text.parse::<TilePath>() {
        assert_eq!(path.to_string(), text);
        assert!(!path.exists_in(0));
    }
});
