//! Where the engines differ, and why ours is right.
