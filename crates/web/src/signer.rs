//! Who signs a change: a name and a unit, as typed by the person, kept in a cookie.
//!
//! Nobody's identity is checked yet, and the page that asks for the signature says
//! so. The cookie is a convenience, not a credential.

use axum::http::HeaderMap;
use youwei_base::Bilingual;

use crate::fields::{Fields, cookie};

pub(crate) const COOKIE_NAME: &str = "youwei-signature";

/// The longest name or unit, in characters.
const CHARS_MAX: usize = 40;

/// A signature under a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signer {
    pub name: String,
    pub unit: String,
}

impl Signer {
    /// A signature from what was typed.
    ///
    /// # Errors
    /// A sentence that says which of the two is missing or too long.
    pub fn new(name: &str, unit: &str) -> Result<Signer, Bilingual> {
        let (name, unit) = (clean(name), clean(unit));
        if name.is_empty() || unit.is_empty() {
            return Err(Bilingual::new(
                "署名要有姓名和单位，修改记录里才说得清是谁改的。请两项都填写。",
                "A signature needs a name and a unit, so that the record says who changed what. Fill in both.",
            ));
        }
        if name.chars().count() > CHARS_MAX || unit.chars().count() > CHARS_MAX {
            return Err(Bilingual::new(
                format!("姓名和单位各不超过 {CHARS_MAX} 个字。请写简称。"),
                format!("Name and unit may have {CHARS_MAX} characters each. Use a shorter form."),
            ));
        }
        Ok(Signer { name, unit })
    }

    /// The signature that a browser keeps.
    pub fn from_headers(headers: &HeaderMap) -> Option<Signer> {
        let value = cookie(headers, COOKIE_NAME)?;
        let fields = Fields::parse(value.as_bytes());
        Signer::new(fields.get("name"), fields.get("unit")).ok()
    }

    /// The `Set-Cookie` value that makes a browser keep it for a year.
    pub fn set_cookie(&self) -> String {
        let value = form_urlencoded::Serializer::new(String::new())
            .append_pair("name", &self.name)
            .append_pair("unit", &self.unit)
            .finish();
        format!("{COOKIE_NAME}={value}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax")
    }

    /// As it stands in the ledger, such as 王芳（市政府督查室）.
    pub fn actor(&self) -> String {
        format!("{}（{}）", self.name, self.unit)
    }
}

/// Without control characters, which an entry of the ledger may not hold, and with
/// single spaces.
fn clean(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_survives_its_cookie() {
        let signer = Signer::new(" 王芳;= ", "市政府\u{7}督查室").unwrap();
        assert_eq!(signer.actor(), "王芳;=（市政府 督查室）");
        let set = signer.set_cookie();
        let pair = set.split(';').next().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("cookie", format!("a=b; {pair}").parse().unwrap());
        assert_eq!(Signer::from_headers(&headers), Some(signer));
    }

    #[test]
    fn a_signature_without_unit_is_refused() {
        assert!(Signer::new("王芳", "  ").is_err());
        assert!(Signer::new("", "督查室").is_err());
        assert!(Signer::new(&"长".repeat(41), "督查室").is_err());
    }
}
