//! The fields of a form or a query, in their order, several of one name allowed.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

/// Names and values as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` bytes; what is not UTF-8 is replaced.
    pub fn parse(bytes: &[u8]) -> Fields {
        Fields(form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// The first value of this name, without white space around it; empty if none.
    pub fn get(&self, name: &str) -> &str {
        self.given(name).unwrap_or("").trim()
    }

    /// The first value of this name as sent, if it was sent.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(one, _)| one == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every value of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(one, _)| one == name)
            .map(|(_, value)| value.as_str())
    }

    /// The fields as an address query, those of `without` left out and `with` put at
    /// the end (an empty value is left out), with its question mark; empty if none.
    pub fn query(&self, without: &[&str], with: &[(&str, &str)]) -> String {
        let kept = self
            .0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| {
                !without.contains(name) && !with.iter().any(|(new, _)| new == name)
            });
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (name, value) in kept.chain(with.iter().copied()) {
            if !value.is_empty() {
                out.append_pair(name, value);
            }
        }
        let query = out.finish();
        if query.is_empty() {
            query
        } else {
            format!("?{query}")
        }
    }
}

/// The value of a cookie, decoded.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(one, _)| *one == name)
        .map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_rebuilt_with_one_field_changed() {
        let fields = Fields::parse("q=桥&sort=due&empty=&unit=a b".as_bytes());
        assert_eq!(fields.get("q"), "桥");
        assert_eq!(
            fields.query(&["q"], &[("sort", "lead")]),
            "?unit=a+b&sort=lead"
        );
        assert_eq!(fields.query(&["q", "unit", "sort"], &[]), "");
        assert_eq!(fields.all("nothing").count(), 0);
    }
}
