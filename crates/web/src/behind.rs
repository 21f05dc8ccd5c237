//! Work that nobody waits for.

use std::thread;

/// Does something in a thread of its own, which gets the processor as far as those who
/// answer somebody leave it.
pub fn behind(work: impl FnOnce() + Send + 'static) {
    let named = thread::Builder::new().name("behind".to_owned());
    let begun = named.spawn(move || {
        // Elsewhere than on Linux that would be the priority of the whole program.
        #[cfg(target_os = "linux")]
        {
            /// The least that a thread can be worth.
            const LEAST: i32 = 19;
            // Whoever may not say so does the work all the same.
            let _ = rustix::process::nice(LEAST);
        }
        work();
    });
    // Without a thread it is not done; whoever needs it does it then.
    drop(begun);
}
