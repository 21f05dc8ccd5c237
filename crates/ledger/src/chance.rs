//! Where random bytes come from: keys, nonces, pseudonyms, salts and ids of events.
//!
//! A log draws from the operating system. A **rehearsal**, a log of invented people in an
//! invented city, draws from a seed, so that whoever has the seed gets the same log byte
//! for byte. Its keys are then known to anyone: the log's origin says so for ever, and a
//! log of any other origin cannot be given a seed ([`crate::Ledger::rehearsing`]).

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::CipherFault;

/// How the origin of a rehearsal begins.
pub const REHEARSAL: &str = "youwei:rehearsal/";

/// A source of random bytes. Cloned, it goes on where the other is.
#[derive(Clone, Default)]
pub struct Chance(Option<Arc<Mutex<ChaCha20Rng>>>);

impl Chance {
    /// The operating system's.
    pub const fn system() -> Chance {
        Chance(None)
    }

    /// That of a rehearsal: ChaCha20 under the SHA-256 of the purpose and the seed. Two
    /// purposes draw nothing of each other.
    pub fn seeded(purpose: &str, seed: u64) -> Chance {
        let key = Sha256::new()
            .chain_update(purpose.as_bytes())
            .chain_update([b'\n'])
            .chain_update(seed.to_be_bytes())
            .finalize();
        let drawn = ChaCha20Rng::from_seed(key.into());
        Chance(Some(Arc::new(Mutex::new(drawn))))
    }

    /// Whether this is a seed's.
    pub fn is_seeded(&self) -> bool {
        self.0.is_some()
    }

    /// Fills these bytes.
    ///
    /// # Errors
    /// The operating system has none to give.
    pub fn fill(&self, bytes: &mut [u8]) -> Result<(), CipherFault> {
        match &self.0 {
            None => getrandom::fill(bytes).map_err(|_| CipherFault::NoRandomness),
            Some(drawn) => {
                let mut drawn = drawn.lock().unwrap_or_else(PoisonError::into_inner);
                drawn.fill_bytes(bytes);
                Ok(())
            }
        }
    }

    /// The id of an event that happens now, a UUID of version 7. The operating system's
    /// goes by its own clock, a seed's by the moment given.
    pub fn event_id(&self, now: Timestamp) -> Uuid {
        let mut bytes = [0; 10];
        match self.is_seeded() && self.fill(&mut bytes).is_ok() {
            true => {
                let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
                Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
            }
            false => Uuid::now_v7(),
        }
    }
}

impl fmt::Debug for Chance {
    /// Without what comes next.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.0 {
            None => "Chance(system)",
            Some(_) => "Chance(seeded)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(chance: &Chance) -> [u8; 16] {
        let mut bytes = [0; 16];
        chance.fill(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_seed_says_all_that_comes_and_the_system_nothing() {
        let (one, same) = (Chance::seeded("a", 7), Chance::seeded("a", 7));
        assert_eq!(bytes(&one), bytes(&same));
        let further = one.clone();
        assert_eq!(bytes(&further), bytes(&same), "a clone goes on");
        for (purpose, seed) in [("a", 8), ("b", 7)] {
            let first = bytes(&Chance::seeded("a", 7));
            assert_ne!(bytes(&Chance::seeded(purpose, seed)), first);
        }
        assert_ne!(bytes(&Chance::system()), bytes(&Chance::system()));
    }

    /// `hashlib.sha256(b"youwei\n" + (7).to_bytes(8, "big"))` as the key of ChaCha20 with
    /// nonce and counter 0, by Python's `cryptography`: the first 16 bytes.
    #[test]
    fn another_program_draws_the_same() {
        let drawn = bytes(&Chance::seeded("youwei", 7));
        let expected = "95bd5c82cadd5e19bce8ab49c4afdd04";
        let text: String = drawn.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(text, expected);
    }

    #[test]
    fn ids_of_a_rehearsal_are_of_its_own_day() {
        let then: Timestamp = "2026-06-30T02:00:00Z".parse().unwrap();
        let (one, same) = (Chance::seeded("a", 1), Chance::seeded("a", 1));
        let id = one.event_id(then);
        assert_eq!(id, same.event_id(then));
        assert_ne!(id, one.event_id(then));
        assert_eq!(id.get_version_num(), 7);
        let (seconds, _) = id.get_timestamp().unwrap().to_unix();
        assert_eq!(seconds, 1_782_784_800);
    }
}
