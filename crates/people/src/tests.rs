//! What people may do, as tables.

mod decided;
mod passwords;
mod sessions;
mod town;
