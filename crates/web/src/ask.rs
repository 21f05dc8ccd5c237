//! One request as the pages see it.
//!
//! A page is a plain function from an [`Ask`] to an [`Answer`]; it runs on a thread
//! that may block, after the accounts have caught up with the ledger. `ways.rs` is how a
//! request comes there.

mod ways;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, RwLockReadGuard};

use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use youwei_account::{Account, Report};
use youwei_base::{Actor, Day};
use youwei_people::Ended;

use crate::app::{App, State as Folded, day_in_china};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::past;
use crate::people::SignedIn;
use crate::words::Lang;

pub(crate) use ways::{Deed, acted, asked, change, fetch, handed_in, look, sent, sign_in};

pub(crate) const LANG_COOKIE: &str = "youwei-lang";

/// What a page answers, or why it does not.
pub(crate) type Answer = Result<Response, Fault>;

/// A request.
pub(crate) struct Ask {
    pub app: Arc<App>,
    /// The path, without the query.
    pub path: String,
    /// The named parts of the path.
    pub parts: BTreeMap<String, String>,
    pub query: Fields,
    /// The fields of a posted form.
    pub form: Fields,
    /// The file of a posted form, its name first.
    pub file: Option<(String, Vec<u8>)>,
    /// The files of a posted form: field, name, bytes.
    pub files: Vec<(String, String, Vec<u8>)>,
    /// A body that is no form.
    pub body: Vec<u8>,
    pub headers: HeaderMap,
    pub lang: Lang,
    /// Who acts, in which role of which unit; `public` for somebody who did not sign in.
    pub actor: Actor,
    /// The session, for somebody who signed in.
    pub signed: Option<SignedIn>,
    /// Why the session that the browser keeps does not hold any more.
    pub ended: Option<Ended>,
    /// The session as the browser shall keep it from now on.
    cookie: Option<HeaderValue>,
    /// The present moment; of a past page, the last moment of its day.
    pub now: Timestamp,
    /// The past day that the page is about; none for today.
    pub on: Option<Day>,
    /// The state at the end of that day.
    past: Option<Arc<Folded>>,
    method: Method,
}

/// The state that a page is about: the present one, or that of a past day.
pub(crate) enum Seen<'a> {
    Present(RwLockReadGuard<'a, Folded>),
    Past(&'a Folded),
}

impl Deref for Seen<'_> {
    type Target = Folded;

    fn deref(&self) -> &Folded {
        match self {
            Seen::Present(state) => state,
            Seen::Past(state) => state,
        }
    }
}

impl Ask {
    /// The state that the page is about.
    pub fn state(&self) -> Seen<'_> {
        match &self.past {
            Some(past) => Seen::Past(past),
            None => Seen::Present(self.app.state()),
        }
    }

    /// The state at the end of the past day that was asked for; none for today.
    pub fn past(&self) -> Option<Arc<Folded>> {
        self.past.clone()
    }

    /// Goes to the past day that was asked for, if one was.
    fn go_back(&mut self) -> Result<(), Fault> {
        let text = self.query.given("on");
        let Some(day) = past::asked(&self.path, text, &self.method, self.now)? else {
            return Ok(());
        };
        self.past = Some(self.app.state_as_of(day)?);
        self.on = Some(day);
        self.now = past::end_of(day).unwrap_or(self.now);
        Ok(())
    }

    /// The day in China.
    pub fn today(&self) -> Day {
        day_in_china(self.now)
    }

    /// A named part of the path.
    pub fn part(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }

    /// The report that was asked for by name; none for the newest.
    pub fn report_named(&self) -> Option<&str> {
        let named = |fields: &'_ Fields| fields.given("report").is_some_and(|id| !id.is_empty());
        if named(&self.query) {
            Some(self.query.get("report"))
        } else if named(&self.form) {
            Some(self.form.get("report"))
        } else {
            None
        }
    }

    /// The account that the page is about.
    pub fn account<'a>(&self, state: &'a Folded) -> Result<(&'a Account, &'a Report), Fault> {
        let account = state
            .account(self.report_named())
            .ok_or_else(Fault::no_report)?;
        let report = account.report().ok_or_else(Fault::no_report)?;
        Ok((account, report))
    }

    /// An address on this site that keeps to the report that was asked for by name.
    pub fn to(&self, path: &str) -> String {
        let Some(report) = self.report_named() else {
            return path.to_owned();
        };
        let (rest, anchor) = path.split_once('#').unwrap_or((path, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let query = Fields::parse(query.as_bytes()).query(&[], &[("report", report)]);
        if anchor.is_empty() {
            format!("{path}{query}")
        } else {
            format!("{path}{query}#{anchor}")
        }
    }

    /// Who acts, as the `actor` of an entry, such as 王芳（市政府督查室）.
    pub fn signature(&self) -> String {
        self.app.offices().signature(&self.actor)
    }

    /// Finds out who asks, by the cookie.
    fn know(&mut self) {
        match self.app.who(&self.headers) {
            Ok(Some((signed, actor))) => {
                let renewed = signed.session.renewed(self.now);
                self.cookie = renewed.and_then(|session| self.app.set_cookie(&session).ok());
                (self.actor, self.signed) = (actor, Some(signed));
            }
            Ok(None) => {}
            Err(ended) => self.ended = Some(ended),
        }
    }

    /// Signs in with what the form says, takes that out of the form, and knows who asks.
    pub(crate) fn sign_in(&mut self) -> Result<(), Fault> {
        let id = self.form.get("sign-user").to_owned();
        // With its spaces: they may belong to it.
        let password = self.form.given("sign-password").unwrap_or("").to_owned();
        let session = self.app.sign_in(&id, &password)?;
        self.form.0.retain(|(name, _)| !name.starts_with("sign-"));
        let cookie = self.app.set_cookie(&session)?;
        let line = cookie
            .to_str()
            .unwrap_or("")
            .split(';')
            .next()
            .unwrap_or("");
        if let Ok(line) = HeaderValue::from_str(line) {
            self.headers.insert(axum::http::header::COOKIE, line);
        }
        self.ended = None;
        self.know();
        self.cookie = Some(cookie);
        Ok(())
    }
}

/// Back to where the person was, by GET.
pub(crate) fn back_to(address: &str) -> Answer {
    // An address is made of fields that were encoded again, so it always fits.
    let address = HeaderValue::from_str(address).map_err(|_| Fault::internal())?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response())
}

/// An address of this site that a form asks to return to; anything else is dropped,
/// so that no form leads to another site.
pub(crate) fn safe_return(address: &str) -> Option<&str> {
    let ok = address.starts_with('/')
        && !address.starts_with("//")
        && !address.starts_with("/\\")
        && address.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    ok.then_some(address)
}

#[cfg(test)]
mod tests {
    use super::safe_return;

    #[test]
    fn only_addresses_of_this_site_are_returned_to() {
        for (address, ok) in [
            ("/commitments?q=a", true),
            ("/", true),
            ("//evil.example/", false),
            ("/\\evil.example", false),
            ("https://evil.example/", false),
            ("/a\r\nSet-Cookie: b", false),
            ("", false),
        ] {
            assert_eq!(safe_return(address).is_some(), ok, "{address:?}");
        }
    }
}
