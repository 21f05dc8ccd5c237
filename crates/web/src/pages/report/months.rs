//! Links through the months of the report's year: the report as it stood at the end of each
//! that is over. `months.js` puts a slider under them; where a browser runs scripts, room is
//! kept for it.

use maud::{Markup, html};
use youwei_base::Day;

use super::View;
use crate::app::day_in_china;
use crate::words::Lang;

pub(super) fn row(view: &View) -> Markup {
    let (ask, lang) = (view.ask, view.ask.lang);
    let today = day_in_china(ask.app.now());
    let year = view.report.year.unwrap_or_else(|| today.year());
    let ends = (1..=12_i8).filter_map(|month| Day::new(year, month, 1).ok());
    let ends: Vec<Day> = ends
        .map(Day::last_of_month)
        .filter(|day| *day < today)
        .collect();
    if ends.is_empty() {
        return html! {};
    }
    let link = |day: &str| {
        let on = [("on", day)];
        format!("{}{}", ask.path, ask.query.query(&["on", "lang"], &on))
    };
    html! {
        nav.months data-on=[ask.on] aria-label=(lang.pick("看以前的样子", "As it stood")) {
            span { (lang.pick("看以前的样子", "As it stood at the end of")) }
            @for day in &ends {
                a href=(link(&day.to_string())) data-day=(day) aria-current=[(ask.on == Some(*day)).then_some("date")] {
                    @match lang { Lang::Zh => { (day.month()) i { "月底" } } Lang::En => (day.strftime("%b").to_string()) }
                }
            }
            a data-today="" href=(link("")) aria-current=[ask.on.is_none().then_some("date")] { (lang.pick("今天", "today")) }
        }
    }
}
