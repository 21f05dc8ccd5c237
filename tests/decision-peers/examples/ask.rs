//! What both engines make of expressions: `cargo run --example ask -- '1 + 1' …`.

use decision_peers::{ours, theirs};

fn main() {
    decision_peers::quiet();
    for text in std::env::args().skip(1) {
        println!(
            "{text}\n  ours   {:?}\n  theirs {:?}",
            ours::decide(&text),
            theirs::decide(&text)
        );
    }
}
