//! The light of a target that no report has promised: examples say one, so that an office
//! reads what facts would make of it. It is judged as any other is.

use std::sync::Arc;

use youwei_base::{Day, Decimal};
use youwei_report::{Measure as Quantity, Op};

use crate::commitment::Status;
use crate::event::Read;
use crate::target::{Bound, Target};
use crate::{Account, Book, Course, Measure, Span, Standing, standing};

/// What is supposed to have been promised.
#[derive(Debug, Clone)]
pub struct Supposed {
    /// The measure that speaks for it.
    pub measure: Arc<Measure>,
    /// How many, in which unit; none where it is only done or not, or must be 0.
    pub target: Option<(Op, Decimal, String)>,
    /// The day on which it is due; none for the end of the day's year.
    pub due: Option<Day>,
}

/// How it stands on a day, as if a person had confirmed it and its binding.
#[must_use]
pub fn supposed(book: &Book, it: &Supposed, today: Day) -> Standing {
    let account = Account::default();
    let bound = Bound {
        measure: it.measure.id.to_string(),
        record: None,
        declared: it.measure.declared.to_string(),
    };
    let mut commitment = account.first_read("supposed", Read::default());
    commitment.status = Status::Confirmed;
    commitment.scheduled = it.due;
    match &it.target {
        Some((op, value, unit)) => commitment.targets.push(Target {
            mention: String::new(),
            subject: it.measure.name.zh.clone(),
            op: *op,
            value: *value,
            value2: None,
            unit: unit.clone(),
            measure: Quantity::Level,
            action: String::new(),
            due: String::new(),
            span: Span::default(),
            bound: Some(bound),
            claimed: None,
            dropped: false,
        }),
        None => commitment.milestones.push(bound),
    }
    standing(&account, book, &commitment, today)
}

impl crate::Measures {
    /// The same, with one measure growing with the days of the year, whatever course it
    /// declares.
    #[must_use]
    pub fn by_calendar(&self, id: &str) -> crate::Measures {
        let mut all = self.clone();
        all.recourse(id, Course::Calendar);
        all
    }
}
