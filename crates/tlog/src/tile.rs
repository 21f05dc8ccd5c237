//! Tiles and bundles, C2SP tlog-tiles: the log as files that never change.

mod bundle;
mod path;

pub use bundle::{BundleError, ENTRY_BYTES_MAX, decode_bundle, encode_bundle};
pub use path::{TileKind, TilePath, TilePathError};
