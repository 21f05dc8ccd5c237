//! Bytes as text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use youwei_tlog::Suite;

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn from_hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// The text of a public key, type and all, with the id that C2SP signed-note gives it.
pub fn key_text(suite: Suite, name: &str, typed: &[u8]) -> String {
    let id = suite.hash(&[name.as_bytes(), b"\n", typed].concat());
    format!("{name}+{}+{}", hex(&id[..4]), STANDARD.encode(typed))
}

pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}
