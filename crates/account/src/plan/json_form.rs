//! The plan as JSON, one object a row.

use serde::Serialize;
use youwei_base::Day;

use super::row::{PlanRow, rows};
use super::{Made, NotMade, not_made, title};

#[derive(Serialize)]
struct Plan<'a> {
    title: String,
    report: &'a str,
    made: jiff::Timestamp,
    lights_of: Day,
    rows: Vec<PlanRow>,
}

/// The plan as JSON: title, report, the moment of making, rows.
///
/// # Errors
/// [`NotMade`] if a value cannot be written, which none of these does.
pub fn json(made: &Made) -> Result<Vec<u8>, NotMade> {
    let plan = Plan {
        title: title(made.account),
        report: made.account.report().map_or("", |report| &report.id),
        made: made.at,
        lights_of: made.today,
        rows: rows(made.account, made.book, made.today),
    };
    serde_json::to_vec_pretty(&plan).map_err(not_made)
}
