//! A fence around other people's parsers.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The result of `read`, or `None` if a library inside it panicked.
///
/// The parsers of zip, XML, HTML and PDF promise not to panic, but they are large and
/// face hostile bytes; one bad file must not end the program that reads a thousand.
/// `AssertUnwindSafe` holds because `read` only borrows the bytes of the file and
/// everything else that it touched is dropped with it.
pub(super) fn against_panic<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}
