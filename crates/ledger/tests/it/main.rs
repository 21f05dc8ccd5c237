//! The ledger from outside: what a caller, a crash and a forger can do.

#![allow(
    clippy::unwrap_used,
    reason = "the lint knows test functions but not what they share"
)]

/// Writes a scenario once and runs it on each store.
macro_rules! on_each_store {
    ($(fn $name:ident($site:ident) $body:block)*) => { $(
        mod $name {
            use super::*;

            fn scenario($site: &crate::tools::Site) $body

            #[test]
            fn on_sqlite() {
                scenario(&crate::tools::Site::sqlite());
            }

            #[test]
            fn on_postgres() {
                if let Some(site) = crate::tools::Site::postgres() {
                    scenario(&site);
                }
            }
        }
    )* };
}

mod backup;
mod crash;
mod event;
mod faults;
mod golden;
mod model;
mod opening;
mod personal;
mod personal_backup;
mod personal_tamper;
mod postgres_faults;
mod postgres_opening;
mod postgres_tamper;
mod publish;
mod race;
mod rebuild;
mod sentences;
mod server;
mod subscription;
mod tamper;
mod tools;
mod upgrade;
mod walk;
