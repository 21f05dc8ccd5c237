//! What a password must be and what is kept of it.

use proptest::prelude::*;

use super::town::{after, noon};
use crate::{Attempts, Cost, Rules, Table, Verifier, check, generated};

fn rules() -> Rules {
    Table::default().on("2026-06-30".parse().unwrap())
}

#[test]
fn the_numbers_that_hold_are_those_of_their_day() {
    let table = Table::default();
    let rules = rules();
    assert_eq!(
        (rules.length, rules.classes, rules.age_days, rules.history),
        (10, 3, 90, 5)
    );
    assert_eq!((rules.attempts, rules.lock_minutes), (5, 30));
    assert_eq!((rules.idle_minutes, rules.session_minutes), (30, 720));
    for (name, lines) in table.lines() {
        assert!(!lines.is_empty(), "{name}");
        for line in lines {
            // The standard gives no numbers, so all of ours are defaults and say so.
            assert!(line.source.starts_with("[default] "), "{name}");
        }
    }
    // Before the standard there is no line, and never a day without a limit.
    assert_eq!(table.on("2000-01-01".parse().unwrap()).attempts, 3);
    let city = table
        .overlaid("[[length]]\nfrom = 2026-07-01\nvalue = 12\nunit = \"character\"\nsource = \"市办〔2026〕1号\"\n")
        .unwrap();
    assert_eq!(city.on("2026-06-30".parse().unwrap()).length, 10);
    assert_eq!(city.on("2026-07-01".parse().unwrap()).length, 12);
    assert_eq!(city.on("2026-07-01".parse().unwrap()).classes, 3);
    for wrong in [
        "[[length]]\nfrom = 2026-07-01\nvalue = 12\nunit = \"character\"\nsource = \" \"\n",
        "[[length]]\nfrom = 2026-07-01\nvalue = 0\nunit = \"character\"\nsource = \"x\"\n",
        "[[classes]]\nfrom = 2026-07-01\nvalue = 5\nunit = \"class\"\nsource = \"x\"\n",
        "[[lenght]]\nfrom = 2026-07-01\nvalue = 5\nunit = \"class\"\nsource = \"x\"\n",
        "length = 3",
    ] {
        assert!(table.overlaid(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_password_is_judged_with_every_reason() {
    for (password, said) in [
        ("Reed-41-Harbour", &[][..]),
        ("春江Tide-41花月夜", &[]),
        ("correct horse Battery 9", &[]),
        ("Rd-41", &["至少要有 10 个字符"]),
        ("reedharbour", &["3 类"]),
        ("reed", &["至少要有 10 个字符", "3 类"]),
        ("Wang-Fang-41x", &["账号或姓名"]),
        ("Tide41-wang!", &["账号或姓名"]),
        ("王芳-Tide-41-Lamp", &["账号或姓名"]),
        ("Password-123", &["太常见"]),
        ("P@ssw0rd!23", &["太常见"]),
        ("Admin@12345678", &["太常见"]),
        ("Qwertyuiop-1", &["太常见"]),
        ("Aa-1234567890", &["太常见"]),
        ("Zz-bcdefghijk9", &["太常见"]),
        ("Aa1-zzzzzzzzz", &["太常见"]),
    ] {
        let wrong = check(password, "wang-fang", "王芳", &rules());
        let wrong = wrong.err().unwrap_or_default();
        assert_eq!(wrong.len(), said.len(), "{password}: {wrong:?}");
        for (sentence, said) in wrong.iter().zip(said) {
            assert!(sentence.zh.contains(said), "{password}: {sentence:?}");
        }
    }
    let long = "aB3-".repeat(100);
    assert!(check(&long, "x", "王", &rules()).is_err());
}

#[test]
fn a_verifier_is_of_its_password_alone() {
    let one = Verifier::of("Reed-41-Harbour", [1; 16], Cost::LEAST).unwrap();
    let again = Verifier::of("Reed-41-Harbour", [1; 16], Cost::LEAST).unwrap();
    let salted = Verifier::of("Reed-41-Harbour", [2; 16], Cost::LEAST).unwrap();
    assert_eq!(one, again);
    assert_ne!(one, salted);
    assert!(one.is_of("Reed-41-Harbour") && salted.is_of("Reed-41-Harbour"));
    assert!(!one.is_of("Reed-41-Harbor") && !one.is_of(""));
    assert!(
        one.text().starts_with("$argon2id$v=19$m=8,t=1,p=1$"),
        "{}",
        one.text()
    );
    for text in ["", "x", "$argon2id$v=19$m=8,t=1,p=1$", "$2b$12$abc"] {
        assert!(!Verifier::kept(text).is_of(""), "{text}");
    }
    assert_eq!(format!("{one:?}"), "Verifier(hidden)");
}

/// Python's argon2-cffi: `hash_secret(b"Reed-41-Harbour", bytes([7]) * 16, 2, 19456, 1, 32,
/// Type.ID, 19)`.
#[test]
fn another_program_works_out_the_same() {
    let made = Verifier::of("Reed-41-Harbour", [7; 16], Cost::STANDARD).unwrap();
    let expected = "$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$9iC5w2xk3h1m7gJE5nM/cz+lmS3rDohZ0eLU9THCcqo";
    assert_eq!(made.text(), expected);
    assert!(Verifier::kept(expected).is_of("Reed-41-Harbour"));
}

#[test]
fn wrong_passwords_are_counted_in_a_row_and_forgotten_with_time() {
    let (rules, user) = (rules(), "li-jing".into());
    let mut attempts = Attempts::default();
    for _ in 0..4 {
        assert_eq!(attempts.wrong(&user, &rules, noon()), None);
    }
    attempts.right("li-jing");
    for _ in 0..4 {
        assert_eq!(attempts.wrong(&user, &rules, noon()), None);
    }
    assert_eq!(
        attempts.wrong(&user, &rules, after(31)),
        None,
        "the others are forgotten"
    );
    for _ in 0..3 {
        assert_eq!(attempts.wrong(&user, &rules, after(32)), None);
    }
    assert_eq!(attempts.wrong(&user, &rules, after(33)), Some(5));
    assert_eq!(
        attempts.wrong(&user, &rules, after(33)),
        None,
        "it begins anew"
    );
}

proptest! {
    #[test]
    fn made_passwords_keep_the_rules_and_most_throws_make_one(random in any::<[u8; 16]>()) {
        if let Some(made) = generated(&random, "wang-fang", "王芳", &rules()) {
            prop_assert_eq!(made.chars().count(), 16);
            prop_assert!(check(&made, "wang-fang", "王芳", &rules()).is_ok());
        }
    }

    #[test]
    fn judging_a_password_never_fails(password in ".{0,80}", id in "[a-z.-]{0,12}", name in ".{0,6}") {
        let _ = check(&password, &id, &name, &rules());
    }
}

#[test]
fn most_throws_make_a_password() {
    let throws = (0..=255u8).map(|n| {
        std::array::from_fn(|at| n.wrapping_mul(31).wrapping_add((at as u8).wrapping_mul(37)))
    });
    let made = throws
        .filter_map(|random| generated(&random, "x", "王芳", &rules()))
        .count();
    assert!(made > 128, "{made}");
}
