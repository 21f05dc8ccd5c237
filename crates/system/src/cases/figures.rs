//! What cases ask of whatever makes figures and lights of facts.

use std::sync::Arc;

use youwei_base::{Bilingual, Day, Decimal, Light, Stated};

/// A fact that was stated in a case, in its order.
#[derive(Debug, Clone)]
pub struct Told {
    /// The number of the event in the case.
    pub entry: u64,
    /// The system.
    pub system: Arc<str>,
    /// The record.
    pub record: Arc<str>,
    /// The fact.
    pub stated: Stated,
}

/// A measure, as far as a case has to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Its id.
    pub id: String,
    /// What it measures.
    pub metric: String,
    /// The labels that it is broken down by.
    pub by: Vec<String>,
}

/// What makes figures of facts.
pub trait Figures {
    /// A measure, by id or name.
    ///
    /// # Errors
    /// There is none.
    fn measure(&self, measure: &str) -> Result<Measured, Bilingual>;

    /// The figure of a measure, by id, on a day, from all facts stated so far; none if it
    /// gives none.
    fn figure(&self, measure: &str, on: Day, told: &[Told]) -> Option<Decimal>;

    /// The same by the values of a label, each as text; empty of the facts without it.
    fn parts(
        &self,
        measure: &str,
        label: &str,
        on: Day,
        told: &[Told],
    ) -> Vec<(String, Option<Decimal>)>;

    /// The light of a target on a day.
    ///
    /// # Errors
    /// The measure cannot speak for it, such as one in another unit.
    fn light(&self, of: &Promised, on: Day, told: &[Told]) -> Result<Lit, Bilingual>;
}

/// A target that an example supposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promised {
    /// The measure, by id.
    pub measure: String,
    /// How many, in which unit; none of what is done or not, or must be 0.
    pub target: Option<(Decimal, String)>,
    /// Whether that is a ceiling.
    pub at_most: bool,
    /// Whether the calendar is its pace, whatever course the measure declares.
    pub by_calendar: bool,
    /// The due day; none for the end of the year.
    pub due: Option<Day>,
}

/// The light of a target, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lit {
    /// The light.
    pub light: Light,
    /// What share of the target is reached, in per cent.
    pub done: Option<Decimal>,
    /// What share ought to be, in per cent; none where nothing is expected by the day.
    pub pace: Option<Decimal>,
}
