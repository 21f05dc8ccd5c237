//! What another program made, read here. The values were computed with Python's
//! hashlib, hmac and the package `cryptography` 48 by the formulas of
//! docs/decisions/0002-personal-data.md, from the constants below.

use serde_json::json;

use super::super::hex;
use super::super::master::MasterKey;
use super::super::seal::Field;
use super::super::sealing::{Sealed, open};
use super::super::wrap::unwrap;
use super::*;

const POINTER: &str = "/applicant/name";
const PERSON: &str = "6f1c2a4e-0b1d-4c3e-9a5f-112233445566";
const VALUE: &str = "\"章小满\"";
/// The bytes 100 to 131.
const MASTER: &str = "6465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f80818283";

struct Vector {
    origin: &'static str,
    salt: &'static str,
    seal: &'static str,
    sealed: &'static str,
    row: &'static str,
    erased: &'static str,
}

/// Key of the person: the bytes 0 to 31. Every nonce: the bytes 0 to 11. Three values
/// were deleted with the erased person.
const VECTORS: [Vector; 2] = [
    Vector {
        origin: ORIGINS[0],
        salt: "5bad55a4fd09d2b81f2c1bcca86c6edb89e644555374da1418040e282a26036c",
        seal: "c3b070381b7c0dfa31542d75513566d1651212586c3c90dffc41e2038f18321b",
        sealed: "01000102030405060708090a0b\
                 1921f6211e06952c34d4f7c29dad5697e91c70698a4930d94e7cba987203dfb0\
                 ea15e9a26392246a202eeab96d85afe3217a8cabf8d9de71b1a72d529d824847\
                 d27845dccaf5e135ea67f0bda00024f4",
        row: "01d2e7af01883a31f5000102030405060708090a0b\
              0dfcfa629598a8a077a8993284bccca01555fd7cca5f03f24ee6aa58a5d89366\
              f848f04f26c7a4579b0ea046c4abef1c",
        erased: "02d2e7af01883a31f5000102030405060708090a0b\
                 0dfdf861919daea4378fe94631c6bc00e43bab204640b196",
    },
    Vector {
        origin: ORIGINS[1],
        salt: "b6a0a9cf8053fe89110a06dca4c6f4d398dfe2c917d871d517d055c3c54ab536",
        seal: "2f053654dac284ebd5a18533225c4c3bf5da3038ed0f2179895276a3e9a6cc92",
        sealed: "01000102030405060708090a0b\
                 1921fe517decad5a14bc77b51227245ce8c234bdf48cd976175792a04bf923e5\
                 2140a8ba656bd0e16e0e7b27cc056269cb25db1844aee7f702d34dab5beeb1cc\
                 b0ae35d59e9bc086e34355d9b1744214",
        row: "01f8cfe4c975b5fe9d000102030405060708090a0b\
              95371508bcf905ee86b176ecee156dbfa065b8caa53d63b1bececea38707be4e\
              880eb1e50cabcbc9ac96735b1ef17fc4",
        erased: "02f8cfe4c975b5fe9d000102030405060708090a0b\
                 9536170bb8fc03ea869ccfcc641da4616026ed6d206d0564",
    },
];

fn vector_key() -> PersonKey {
    PersonKey(Secret::new(std::array::from_fn(|at| at as u8)))
}

fn vector_person() -> PersonId {
    PersonId::new(PERSON.parse().unwrap()).unwrap()
}

#[test]
fn salts_and_seals_are_those_of_another_program() {
    for vector in &VECTORS {
        let field = Field {
            origin: vector.origin,
            event: EVENT,
            pointer: POINTER,
        };
        let salt = field.salt(&vector_key(), VALUE.as_bytes());
        assert_eq!(hex::encode(salt.bytes()), vector.salt);
        let seal = field.seal(salt.bytes(), VALUE.as_bytes());
        assert_eq!(seal.to_json(), json!({"sealed": vector.seal}));
    }
}

#[test]
fn a_value_that_another_program_sealed_is_opened() {
    for vector in &VECTORS {
        let data = json!({"applicant": {"name": {"sealed": vector.seal}}});
        let sealed = Sealed {
            pointer: POINTER.to_owned(),
            person: vector_person(),
            bytes: unhex(vector.sealed),
        };
        let event = event(vector.origin, EVENT, data);
        let opened = open(&event, &sealed, &vector_key()).unwrap();
        assert_eq!(opened.value, json!("章小满"));
        assert_eq!(hex::encode(&opened.salt), vector.salt);
    }
}

#[test]
fn rows_that_another_program_wrapped_are_read() {
    let master: MasterKey = MASTER.parse().unwrap();
    for vector in &VECTORS {
        let read = |row| unwrap(vector.origin, vector_person(), &unhex(row), &master);
        assert!(matches!(
            read(vector.row),
            Ok(Kept::Key(key)) if key.0.bytes() == vector_key().0.bytes()
        ));
        assert!(matches!(
            read(vector.erased),
            Ok(Kept::Erased { values: 3 })
        ));
    }
}

/// The decision's worked example is this vector; a text that no longer says what the
/// program does would be worse than none.
#[test]
fn the_decision_shows_what_the_program_does() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let path = format!("{root}/docs/decisions/0002-personal-data.md");
    let decision = std::fs::read_to_string(path).unwrap();
    for vector in &VECTORS {
        for said in [vector.origin, vector.salt, vector.seal, POINTER] {
            assert!(decision.contains(said), "{said}");
        }
    }
    assert!(decision.contains(&EVENT.to_string()));
}
