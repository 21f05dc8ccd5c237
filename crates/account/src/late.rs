//! What is late: what no fact speaks of when its day has passed, and what was reached after it.

use youwei_base::{Day, Light};

use crate::commitment::{Commitment, Status};
use crate::pace::{Way, days_between, way};
use crate::standing::{Because, NumberStands};
use crate::stretch::{is_stretch, is_stretch_day};
use crate::target::Target;

/// What is to be said of a number of which no fact says anything: that it was closed all the
/// same, or that its day has passed. A day that only the program read accuses nobody.
pub(crate) fn without_facts(
    stands: &mut NumberStands,
    commitment: &Commitment,
    target: &Target,
    closed: bool,
    today: Day,
) {
    if !matches!(stands.because, Because::Unbound | Because::NoFacts) {
        return;
    }
    if closed {
        stands.because = Because::ClosedWithoutFacts;
        return;
    }
    // A ceiling that nothing is known of is not known to be broken.
    let ceiling = way(target, stands.measure.as_deref()) == Way::Ceiling;
    if ceiling || commitment.due_day().is_none_or(|due| due >= today) {
        return;
    }
    (stands.light, stands.because) = match commitment.status == Status::Confirmed {
        false => (Light::Grey, Because::OverdueUnconfirmed),
        true if is_stretch(commitment, target) || is_stretch_day(commitment) => {
            (Light::Yellow, Because::Stretch)
        }
        true => (Light::Red, Because::Overdue),
    };
}

/// The first day after `from`, on which something does not hold yet, on which it does, as it
/// does on `to`; found by halving, of what comes and stays.
pub(crate) fn first(from: Day, to: Day, holds: impl Fn(Day) -> bool) -> Day {
    let (mut no, mut yes) = (from, to);
    while days_between(no, yes) > 1 {
        let half = jiff::Span::new().try_days(i64::from(days_between(no, yes) / 2));
        let Some(middle) = half.ok().and_then(|it| no.checked_add(it).ok()) else {
            break;
        };
        match holds(middle) {
            true => yes = middle,
            false => no = middle,
        }
    }
    yes
}
