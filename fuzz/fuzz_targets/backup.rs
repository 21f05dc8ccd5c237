//! A backup: whatever the archive is, it is proved or refused, and nothing hangs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use youwei_ledger::check_backup;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(contents) = check_backup(bytes, &mut |_, _| {}) {
        // A log without entries is a few lines; each entry takes its bytes.
        assert!(contents.head.size <= bytes.len() as u64);
    }
});
