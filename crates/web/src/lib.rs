//! The pages, downloads and JSON of Youwei. The report itself is the dashboard.
//!
//! Start reading at [`router`]: one line a route. A page is a plain function from an
//! `Ask` to an `Answer`; a change is a posted form that becomes a
//! [`Command`](youwei_account::Command), is decided by the account, appended to the
//! ledger and folded back ([`App`]), and ends in a redirect to where the person was.
//!
//! **Invariant:** every page works without script; scripts only make it quicker.
//!
//! **Invariant:** this is the only crate that knows HTTP, HTML and the public JSON.

mod api;
mod app;
mod as_of;
mod ask;
mod assets;
mod behind;
mod burden;
mod english;
mod fault;
mod fields;
mod figures;
mod filters;
mod folders;
mod ground;
mod guard;
mod house;
mod kept;
mod made;
mod many;
mod marks;
mod open;
mod page;
mod pages;
mod past;
mod people;
mod places;
mod published;
mod routes;
mod running;
mod shell;
mod snapshot;
mod stands;
mod start;
mod state;
mod struck;
mod systems;
mod upload;
mod words;

pub use app::{App, Clock, Settings};
pub use behind::behind;
pub use folders::Folder;
pub use house::{House, NoHouse};
pub use many::Deed;
pub use pages::TakenIn;
pub use people::People;
pub use routes::router;
pub use running::Acted;
pub use systems::Systems;
