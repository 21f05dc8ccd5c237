//! Commitments of reports as values of fields: their words, their light, the way to them.

use maud::{Markup, html};
use youwei_account::{Account, Commitment, light};
use youwei_base::Day;

use crate::app::State;
use crate::marks::mark_alone;
use crate::words::Lang;

/// What the reports promise, on a day.
#[derive(Clone, Copy)]
pub(crate) struct Promises<'a> {
    pub state: &'a State,
    pub today: Day,
}

impl<'a> Promises<'a> {
    /// The commitment of an id `<report>/<commitment>`.
    pub fn find(self, id: &str) -> Option<(&'a Account, &'a Commitment)> {
        let (report, commitment) = id.rsplit_once('/')?;
        let account = self.state.accounts.get(report)?;
        Some((account, account.commitment(commitment)?))
    }

    /// Its words.
    pub fn words(self, id: &str) -> Option<&'a str> {
        self.find(id).map(|(_, it)| it.text.as_str())
    }

    /// Its light and its words, leading to it; the id where the report is not here.
    pub fn show(self, id: &str, lang: Lang) -> Markup {
        let Some((account, commitment)) = self.find(id) else {
            return html! { code { (id) } };
        };
        let light = light(account, &self.state.book, commitment, self.today);
        html! {
            a.promise lang="zh-CN" href=(address(id)) { (mark_alone(light, lang)) " " (commitment.text) }
        }
    }

    /// Those of the newest report that still stand, by id, with their words.
    pub fn offered(self) -> impl Iterator<Item = (String, &'a str)> {
        let account = self.state.account(None);
        let report = account.and_then(Account::report).map(|it| it.id.as_str());
        let all = account.into_iter().flat_map(Account::commitments);
        all.filter(|it| it.is_live())
            .filter_map(move |it| Some((format!("{}/{}", report?, it.id), it.text.as_str())))
    }
}

/// The address of the commitment's page.
pub(crate) fn address(id: &str) -> String {
    let (report, commitment) = id.rsplit_once('/').unwrap_or(("", id));
    let query = crate::fields::Fields::default().query(&[], &[("report", report)]);
    format!("/commitments/{commitment}{query}")
}
