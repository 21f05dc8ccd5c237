//! The account of a report: its commitments with their owners, what was decided
//! about each and by whom, and the work-division plan (分工方案) made of them.
//!
//! Start reading at [`decide`]: it takes the present [`Account`] and a
//! [`Command`] and answers with events or a [`Refusal`]. [`Account::evolve`]
//! folds events back into an account, so that dropping it loses nothing.
//!
//! **Invariant:** nothing here does input or output, reads a clock or throws
//! dice; the day, the actor and the file's facts are arguments.
//!
//! **Invariant:** this crate does not know the log. Events go out as
//! [`Proposed`] and come in as [`Recorded`]; who keeps them is not its business.
//!
//! **Invariant:** the whole text of the report travels in the events, so every
//! page can be rebuilt from event 0 without the file or its reader.

mod account;
mod command;
mod commitment;
mod decide;
mod event;
mod facts;
mod filter;
mod history;
mod kind;
mod lights;
pub mod plan;
mod printed;
mod section;
mod span;
mod summary;
mod target;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod town;

pub use account::{Account, Accounts, Recorded, report_id, subject_of};
pub use command::{
    Command, Context, Correction, Decision, Edit, FileFacts, Pick, Proposed, Refusal, RefusalKind,
    TargetChange, TargetFields,
};
pub use commitment::{
    Claim, Commitment, Due, Kind, Node, Place, Project, Status, Suggestion, Wording,
};
pub use decide::{decide, spans_of_lines};
pub use event::{EVENT_BYTES_MAX, File};
pub use facts::{Fact, Facts};
pub use filter::Filter;
pub use history::{Change, beijing_time};
pub use lights::{LightRules, Pace, how_light, light, pace};
pub use printed::{Report, Sentence};
pub use section::Section;
pub use span::Span;
pub use summary::{SectionSummary, Summary, Tally, summary};
pub use target::Target;
