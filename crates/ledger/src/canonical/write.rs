//! Writing canonical JSON straight to its place: members in their order, text with its
//! few escapes.
//!
//! A general canonicalizer keeps each member by itself until it can sort them, and reads
//! its name again to do so; that was most of what a caller spent on an append.

use serde_json::{Map, Number, Value};

use super::INTEGER_MAX;
use crate::{Unfit, plain::plain};

/// Adds a value that [`super::check`] has taken.
pub(crate) fn value(value: &Value, out: &mut Vec<u8>) -> Result<(), Unfit> {
    match value {
        Value::Null => out.extend(b"null"),
        Value::Bool(true) => out.extend(b"true"),
        Value::Bool(false) => out.extend(b"false"),
        Value::Number(it) => number(it, out)?,
        Value::String(it) => string(it, out),
        Value::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                self::value(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => object(members, out)?,
    }
    Ok(())
}

fn object(members: &Map<String, Value>, out: &mut Vec<u8>) -> Result<(), Unfit> {
    let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
    // RFC 8785 §3.2.3; UTF-8 would put what lies beyond U+FFFF elsewhere.
    sorted.sort_by(|(left, _), (right, _)| left.encode_utf16().cmp(right.encode_utf16()));
    out.push(b'{');
    for (place, (name, member)) in sorted.into_iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        string(name, out);
        out.push(b':');
        value(member, out)?;
    }
    out.push(b'}');
    Ok(())
}

/// Adds a text with the escapes of RFC 8785 §3.2.2.2, and no others.
pub(crate) fn string(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    out.push(b'"');
    loop {
        let (written, escaped) = rest.split_at(plain(rest));
        out.extend_from_slice(written);
        let Some((byte, after)) = escaped.split_first() else {
            break;
        };
        match byte {
            b'"' | b'\\' => out.extend([b'\\', *byte]),
            0x08 => out.extend(b"\\b"),
            0x0C => out.extend(b"\\f"),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            b'\t' => out.extend(b"\\t"),
            control => {
                let digit = |value: u8| b"0123456789abcdef"[usize::from(value)];
                out.extend(b"\\u00");
                out.extend([digit(control >> 4), digit(control & 0xF)]);
            }
        }
        rest = after;
    }
    out.push(b'"');
}

/// Whole numbers, in whichever way they were given, are written as such.
fn number(number: &Number, out: &mut Vec<u8>) -> Result<(), Unfit> {
    let whole = match (number.as_i64(), number.as_f64()) {
        (Some(whole), _) => Some(whole),
        (None, Some(float)) if float.fract() == 0.0 => Some(float as i64),
        _ => None,
    };
    if let Some(whole) = whole.filter(|whole| whole.unsigned_abs() <= INTEGER_MAX) {
        out.extend_from_slice(whole.to_string().as_bytes());
        return Ok(());
    }
    // Money and rates travel as strings, so that a fraction is rare.
    out.extend(super::number(number)?);
    Ok(())
}
