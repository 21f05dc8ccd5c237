//! What is kept of a password: Argon2id (RFC 9106) of it, as a PHC string.

use std::fmt;
use std::hint::black_box;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{CustomizedPasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// How many bytes a salt has (RFC 9106 §3.1 recommends 16).
pub const SALT_BYTES: usize = 16;

/// What working out a verifier costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// How often it is gone over.
    pub passes: u32,
}

impl Cost {
    /// What OWASP's Password Storage Cheat Sheet recommends at least for Argon2id: 19 MiB,
    /// two passes, one lane.
    pub const STANDARD: Cost = Cost {
        memory_kib: 19 * 1024,
        passes: 2,
    };

    /// The least that the algorithm allows: for tests, where passwords are no secrets.
    pub const LEAST: Cost = Cost {
        memory_kib: 8,
        passes: 1,
    };
}

/// What is kept of a password. It never stands in the log in the clear.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier(String);

impl fmt::Debug for Verifier {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Verifier(hidden)")
    }
}

impl Verifier {
    /// Of a password, with a salt that was thrown for it alone. `None` if the cost is out
    /// of the algorithm's range.
    pub fn of(password: &str, salt: [u8; SALT_BYTES], cost: Cost) -> Option<Verifier> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).ok()?;
        let hash: PasswordHash = Argon2::default()
            .hash_password_customized(
                password.as_bytes(),
                &salt,
                Some(Algorithm::Argon2id.ident().as_str()),
                Some(Version::V0x13.into()),
                params,
            )
            .ok()?;
        Some(Verifier(hash.to_string()))
    }

    /// One that was kept.
    pub fn kept(text: impl Into<String>) -> Verifier {
        Verifier(text.into())
    }

    /// The PHC string, to be sealed.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether it is of this password. A text that is no verifier is of none.
    pub fn is_of(&self, password: &str) -> bool {
        PasswordHash::new(&self.0).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        })
    }

    /// Takes as long as finding out whether a password is right, for a user whom nobody
    /// knows: the time of an answer must not say who is there.
    pub fn nobody(password: &str, cost: Cost) {
        black_box(Verifier::of(password, [0; SALT_BYTES], cost));
    }
}
