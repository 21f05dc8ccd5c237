//! What works cost in all, and what was spent on them before the year began, so that what
//! is finished was paid for and what goes on is as far as its money.

use super::super::dice::Dice;
use super::named::Course;

/// What a work costs, in units of 10,000 yuan.
pub struct Cost {
    pub total: i64,
    /// Spent in earlier years; nothing on works that begin in this one.
    pub before: i64,
}

impl Cost {
    /// Of a work with this course, on which so much is spent in a whole year and so much
    /// in this one. What is finished was paid for to nine tenths at least; what goes on is
    /// nowhere near its end.
    pub fn of(course: Course, year: i64, spent: i64, dice: &Dice) -> Cost {
        let years = |tenths: i64| (year.max(spent) * tenths / 10).max(1_000);
        match course {
            Course::Finishes(_) => {
                let total = years(dice.between(14, 27));
                let paid = total * dice.between(90, 99) / 100;
                Cost {
                    total,
                    before: (paid - spent).max(1),
                }
            }
            Course::Goes => {
                let total = years(dice.between(20, 38));
                let most = 90 - spent * 100 / total;
                let before = total * dice.between(10, most.max(11)) / 100;
                Cost { total, before }
            }
            Course::Starts(_) | Course::Waits => Cost {
                total: years(dice.between(16, 34)),
                before: 0,
            },
        }
    }

    /// How much of it is there once so much was spent in this year, in per cent: visible
    /// progress follows the money, and the last hundredths are for the acceptance.
    pub fn progress(&self, spent: i64) -> i64 {
        ((self.before + spent) * 100 / self.total.max(1)).clamp(1, 97)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::days::on;
    use super::*;

    #[test]
    fn what_is_finished_was_paid_for_and_nothing_costs_more_than_its_total() {
        let dice = Dice::of("cost", 7);
        for nth in 0..500 {
            let year = 10 + nth * 37;
            let finished = Cost::of(Course::Finishes(on(6, 1)), year, year / 2, &dice);
            let paid = finished.before + year / 2;
            assert!(paid * 100 >= finished.total * 85 && paid <= finished.total);
            let goes = Cost::of(Course::Goes, year, year, &dice);
            assert!(goes.before > 0 && goes.before + year <= goes.total);
            let starts = Cost::of(Course::Starts(on(3, 1)), year, year, &dice);
            assert!(starts.before == 0 && year <= starts.total);
        }
    }
}
