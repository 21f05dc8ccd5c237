//! The text of a checkpoint: what is read is written again as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use youwei_tlog::Checkpoint;

fuzz_target!(|text: &str| {
    if let Ok(checkpoint) = text.parse::<Checkpoint>() {
        assert_eq!(checkpoint.to_string(), text);
    }
});
