//! The account of a report: its commitments with their owners, what was decided
//! about each and by whom, and the work-division plan (分工方案) made of them.
//!
//! Start reading at [`decide`]: it takes the present [`Account`] and a
//! [`Command`] and answers with events or a [`Refusal`]. [`Account::evolve`]
//! folds events back into an account, so that dropping it loses nothing.
//!
//! Figures come from the [`Book`]: the facts that systems state, folded under the
//! declared [`Measures`]. [`light`] says how a commitment stands, [`standing`] with what
//! figures, [`how_light`] in words; [`propose`] says which measure could speak for a
//! target, and a person decides ([`Command::Bind`]).
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
mod amendment;
mod bands;
mod book;
mod claimed;
mod command;
mod commitment;
mod compare;
mod contradiction;
mod decide;
mod event;
mod filter;
pub mod forecast;
mod glance;
mod history;
mod how;
mod how_done;
mod kind;
mod late;
mod measure;
mod milestone;
mod month;
mod pace;
pub mod plan;
mod printed;
mod review;
mod section;
mod span;
mod standing;
mod stretch;
mod summary;
mod supposed;
mod target;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod town;

pub use account::{Account, Accounts, Recorded, report_id, subject_of};
pub use amendment::{Aim, Amended, Amendment, Told, Turn};
pub use bands::LightRules;
pub use book::{Book, Clearing, Closed, FactSeen, Figure, Flow, Part, Side, Version};
pub use claimed::{HeldClaim, held_claim};
pub use command::{
    AmendTo, Command, Context, Correction, Decision, Edit, FileFacts, Pick, Proposed, Refusal,
    RefusalKind, TargetChange, TargetFields,
};
pub use commitment::{
    Claim, ClaimSeen, ClaimedAmount, Commitment, Dispute, Due, Kind, Node, Place, Project, Status,
    Suggestion, Wording,
};
pub use compare::{Beside, Comparison, Fate, Promised, YearOf, compare};
pub use contradiction::{
    About, Contradiction, ContradictionRules, Explanation, Side as SourceSide, Stands, Who,
    contradictions, explained, settled,
};
pub use decide::{decide, spans_of_lines};
pub use event::{EVENT_BYTES_MAX, File, Nodes};
pub use filter::{Filter, PlaceWanted};
pub use glance::glance;
pub use history::{Change, beijing_time};
pub use how::how_light;
pub use measure::propose::{BindTo, Proposal, propose};
pub use measure::{Agree, Course, How, Measure, Measures, Pair, Per, Source};
pub use month::Month;
pub use pace::{Pace, pace};
pub use printed::{Report, Sentence};
pub use review::{Counted, Reviewed, SpokenFor, review};
pub use section::Section;
pub use span::Span;
pub use standing::{Because, MilestoneStands, NumberStands, PartStands, Standing, light, standing};
pub use stretch::is_stretch;
pub use summary::{SectionSummary, Summary, Tally, summary};
pub use supposed::{Supposed, supposed};
pub use target::{Bound, Target};
