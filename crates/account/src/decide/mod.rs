//! Decides commands: what happens, or why not.
