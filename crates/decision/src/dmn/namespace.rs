//! The namespaces of the standard, one set a version. Files are seen with `http` and
//! `https`, with and without the slash at the end; all are taken.

use super::raw::Version;

/// The versions with the dates that stand in their namespaces.
const DATES: [(&str, Version); 5] = [
    ("20151101", Version::V1_1),
    ("20180521", Version::V1_2),
    ("20191111", Version::V1_3),
    ("20211108", Version::V1_4),
    ("20230324", Version::V1_5),
];

impl Version {
    /// The version whose models have elements of this namespace.
    #[must_use]
    pub fn of_namespace(uri: &str) -> Option<Version> {
        let (date, part) = parts(uri)?;
        let (_, version) = DATES.into_iter().find(|(of, _)| *of == date)?;
        match (version, part) {
            (_, "MODEL" | "") | (Version::V1_1, "dmn.xsd" | "dmn11.xsd") => Some(version),
            _ => None,
        }
    }

    /// The namespace of this version.
    #[must_use]
    pub fn namespace(self) -> &'static str {
        match self {
            Version::V1_1 => "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
            Version::V1_2 => "http://www.omg.org/spec/DMN/20180521/MODEL/",
            Version::V1_3 => "https://www.omg.org/spec/DMN/20191111/MODEL/",
            Version::V1_4 => "https://www.omg.org/spec/DMN/20211108/MODEL/",
            Version::V1_5 => "https://www.omg.org/spec/DMN/20230324/MODEL/",
        }
    }
}

/// Whether this is the namespace of FEEL, of any version: the prefix of the built-in
/// types in older files, and the language of expressions.
#[must_use]
pub fn is_feel(uri: &str) -> bool {
    let Some(path) = path(uri) else {
        return false;
    };
    path.starts_with("FEEL/") || parts(uri).is_some_and(|(_, part)| part == "FEEL")
}

/// Whether elements of this namespace say how a model is drawn.
#[must_use]
pub fn is_drawing(uri: &str) -> bool {
    parts(uri).is_some_and(|(_, part)| part == "DMNDI")
}

/// The date and the last part of a namespace of the standard.
fn parts(uri: &str) -> Option<(&str, &str)> {
    let path = path(uri)?.strip_prefix("DMN/")?;
    Some(path.split_once('/').unwrap_or((path, "")))
}

/// What follows the address of the standards.
fn path(uri: &str) -> Option<&str> {
    let uri = uri.trim();
    let rest = uri
        .strip_prefix("https://")
        .or_else(|| uri.strip_prefix("http://"))?;
    let path = rest.strip_prefix("www.omg.org/spec/")?;
    Some(path.strip_suffix('/').unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_told_by_the_namespace_however_it_is_written() {
        for version in [
            Version::V1_1,
            Version::V1_2,
            Version::V1_3,
            Version::V1_4,
            Version::V1_5,
        ] {
            let uri = version.namespace();
            let plain = uri.trim_end_matches('/').replace("https:", "http:");
            assert_eq!(Version::of_namespace(uri), Some(version));
            assert_eq!(Version::of_namespace(&plain), Some(version));
            assert_eq!(
                Version::of_namespace(&plain.replace("http:", "https:")),
                Some(version)
            );
        }
        for other in [
            "",
            "https://www.omg.org/spec/DMN/20230324/DMNDI/",
            "https://www.omg.org/spec/DMN/20990101/MODEL/",
            "https://example.org/spec/DMN/20230324/MODEL/",
            "urn:something",
        ] {
            assert_eq!(Version::of_namespace(other), None, "{other}");
        }
    }

    #[test]
    fn feel_and_the_drawing_have_namespaces_too() {
        assert!(is_feel("http://www.omg.org/spec/FEEL/20140401"));
        assert!(is_feel("https://www.omg.org/spec/DMN/20230324/FEEL/"));
        assert!(!is_feel("https://www.omg.org/spec/DMN/20230324/MODEL/"));
        assert!(is_drawing("http://www.omg.org/spec/DMN/20180521/DMNDI/"));
        assert!(!is_drawing("http://www.omg.org/spec/DMN/20180521/DC/"));
    }
}
