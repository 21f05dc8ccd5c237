//! Answers that may be kept by whoever asked, and asked for again only if they changed.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::upload::sha256;

/// For how long an answer may be kept without asking again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// It never changes.
    ForEver,
    /// It follows the end of the log: some seconds, so that a crowd asks once.
    Seconds,
    /// It changes with the program or not at all.
    Hour,
}

impl Kept {
    fn cache_control(self) -> &'static str {
        match self {
            Kept::ForEver => "public, max-age=31536000, immutable",
            Kept::Seconds => "public, max-age=5",
            Kept::Hour => "public, max-age=3600",
        }
    }
}

/// The bytes with their tag, or 304 without them if the asker has them already.
pub(crate) fn answer(
    asked: &HeaderMap,
    kind: &'static str,
    kept: Kept,
    bytes: impl Into<Vec<u8>>,
) -> Response {
    let bytes = bytes.into();
    let tag = format!("\"{}\"", sha256(&bytes).get(..32).unwrap_or(""));
    let mut response = if has(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, kind)], bytes).into_response()
    };
    let head = response.headers_mut();
    head.insert(
        CACHE_CONTROL,
        HeaderValue::from_static(kept.cache_control()),
    );
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        head.insert(ETAG, tag);
    }
    response
}

/// Whether the asker says that it has what bears this tag (RFC 9110, 13.1.2).
pub(crate) fn has(asked: &HeaderMap, tag: &str) -> bool {
    asked
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_it_is_not_sent_it_again() {
        for (line, same) in [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"b\", \"a\"", true),
            ("*", true),
            ("\"b\"", false),
            ("a", false),
            ("", false),
        ] {
            let mut asked = HeaderMap::new();
            asked.insert(IF_NONE_MATCH, HeaderValue::from_static(line));
            assert_eq!(has(&asked, "\"a\""), same, "{line}");
        }
        assert!(!has(&HeaderMap::new(), "\"a\""));
    }
}
