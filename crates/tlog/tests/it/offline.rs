//! The file that a stranger takes home.

use youwei_tlog::{
    Checkpoint, Note, NoteError, OfflineProof, OfflineProofError, ProofError, SignerKey, Suite,
    TrustError, VerifierKey, WitnessKey, inclusion_proof,
};

use crate::log::{Log, entry};

struct Case {
    log: Log,
    key: SignerKey,
    witness: WitnessKey,
}

impl Case {
    fn new(origin: &str, size: usize) -> Case {
        Case {
            log: Log::new(Suite::of_origin(origin), (0..size).map(entry)),
            key: SignerKey::from_seed(origin, &[1; 32]).unwrap(),
            witness: WitnessKey::from_seed("witness.example", &[2; 32]).unwrap(),
        }
    }

    fn proof(&self, index: u64) -> OfflineProof {
        let size = self.log.frontier.size();
        let checkpoint = Checkpoint {
            origin: self.key.name().to_owned(),
            size,
            root: self.log.frontier.root(self.log.suite),
            extensions: vec![],
        };
        let text = checkpoint.to_string();
        let signatures = vec![
            self.key.sign(&text),
            self.witness.sign(&text, 1_800_000_000),
        ];
        OfflineProof {
            extra: Some(entry(index as usize)),
            index,
            hashes: inclusion_proof(self.log.suite, &self.log, index, size).unwrap(),
            checkpoint: Note { text, signatures },
        }
    }

    fn keys(&self) -> Vec<VerifierKey> {
        vec![self.key.verifier(), self.witness.verifier()]
    }
}

const ORIGINS: [&str; 2] = ["yunze.example/log", "yunze.example/sm2-sm3"];

#[test]
fn a_proof_holds_for_its_entry_and_no_other() {
    for origin in ORIGINS {
        for size in [1, 2, 3, 7, 300] {
            let case = Case::new(origin, size);
            for index in [0, size / 2, size - 1] {
                let proof = case.proof(index as u64);
                let file = proof.to_string();
                let read = OfflineProof::parse(file.as_bytes()).unwrap();
                assert_eq!(read, proof);
                let head = read.check(&case.keys(), &entry(index)).unwrap();
                assert_eq!((head.origin.as_str(), head.size), (origin, size as u64));
                // The log's key alone does, the witness's alone does not.
                assert!(read.check(&case.keys()[..1], &entry(index)).is_ok());
                assert_eq!(
                    read.check(&case.keys()[1..], &entry(index)),
                    Err(TrustError::NotTheLog(origin.to_owned()).into())
                );
                assert_eq!(
                    read.check(&case.keys(), b"another entry"),
                    Err(ProofError::Root.into())
                );
            }
        }
    }
}

#[test]
fn a_proof_is_refused_where_anything_is_changed() {
    for origin in ORIGINS {
        let case = Case::new(origin, 300);
        let check = |change: fn(&mut OfflineProof)| {
            let mut proof = case.proof(77);
            change(&mut proof);
            proof.check(&case.keys(), &entry(77)).map(|_| ())
        };
        assert_eq!(check(|_| {}), Ok(()));
        // Nobody vouches for `extra`.
        assert_eq!(check(|proof| proof.extra = None), Ok(()));
        let root = Err(ProofError::Root.into());
        assert_eq!(check(|proof| proof.index = 78), root);
        assert_eq!(check(|proof| proof.hashes[3][0] ^= 1), root);
        assert_eq!(check(|proof| proof.hashes.swap(0, 1)), root);
        let length = Err(ProofError::Length.into());
        assert_eq!(
            check(|proof| proof.hashes.truncate(proof.hashes.len() - 1)),
            length
        );
        assert_eq!(check(|proof| proof.hashes.push([0; 32])), length);
        let forged = Err(TrustError::Note(NoteError::Forged(origin.to_owned())).into());
        assert_eq!(
            check(|proof| proof.checkpoint.text = proof.checkpoint.text.replace("300", "301")),
            forged
        );
        assert_eq!(
            check(|proof| proof.checkpoint.signatures[0].bytes[9] ^= 1),
            forged
        );
        let unknown = Err(TrustError::Note(NoteError::NoKnownKey).into());
        assert_eq!(check(|proof| proof.checkpoint.signatures.clear()), unknown);
    }
}

/// The same key signs for a log of the other suite: the origin decides, so no proof made
/// with one hash function is taken for one made with the other.
#[test]
fn a_log_cannot_pass_for_one_of_the_other_suite() {
    let case = Case::new(ORIGINS[0], 3);
    let mut proof = case.proof(1);
    proof.checkpoint.text = proof.checkpoint.text.replace(ORIGINS[0], ORIGINS[1]);
    proof.checkpoint.signatures = vec![case.key.sign(&proof.checkpoint.text)];
    assert_eq!(
        proof.check(&case.keys(), &entry(1)),
        Err(TrustError::NotTheLog(ORIGINS[1].to_owned()).into())
    );
}

#[test]
fn each_broken_line_is_named() {
    let file = Case::new(ORIGINS[0], 3).proof(1).to_string();
    let lines: Vec<_> = file.lines().collect();
    let with = |number: usize, line: &str| {
        let mut changed = lines.clone();
        changed[number] = line;
        changed.join("\n") + "\n"
    };
    use OfflineProofError as E;
    for (text, error) in [
        (String::new(), E::Header),
        (with(0, "c2sp.org/tlog-proof@v2"), E::Header),
        (with(0, "c2sp.org/tlog-proof@v1 "), E::Header),
        (file.replace('\n', "\r\n"), E::Header),
        (with(1, "extra AA"), E::Extra),
        (with(1, "extra  AAA="), E::Extra),
        (with(1, "extra"), E::Index),
        (with(1, "extras AAA="), E::Index),
        (with(2, "index 01"), E::Index),
        (with(2, "index -1"), E::Index),
        (with(2, "index"), E::Index),
        (with(2, "index 18446744073709551616"), E::Index),
        (with(3, "AAAA"), E::Hashes),
        (with(3, &"index 1\n".repeat(2)), E::Hashes),
        (with(3, &format!("{}\n", lines[3]).repeat(65)), E::Hashes),
        (lines[..5].join("\n"), E::Cut),
        (file.trim_end().to_owned(), E::Note(NoteError::Format)),
        (file + "\n", E::Note(NoteError::Format)),
    ] {
        let answer = OfflineProof::parse(text.as_bytes()).map(|_| ());
        assert_eq!(answer, Err(error), "{text}");
    }
    assert_eq!(OfflineProof::parse(b"\xff").map(|_| ()), Err(E::Letters));
    let long = vec![b'x'; youwei_tlog::OFFLINE_PROOF_BYTES_MAX + 1];
    assert_eq!(OfflineProof::parse(&long).map(|_| ()), Err(E::TooLong));
}
