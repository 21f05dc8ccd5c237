//! Tiles, proofs and cosignatures, as a stranger gets them.

use youwei_ledger::{CosignError, Ledger};
use youwei_tlog::{
    Checkpoint, Note, OfflineProof, Suite, TilePath, WitnessKey, decode_bundle, verify_consistency,
};

use crate::tools::{NATIONAL, ORIGIN, Site, empty, fill, proved, signer};

fn note(ledger: &Ledger) -> Note {
    Note::parse(ledger.checkpoint().unwrap().as_bytes()).unwrap()
}

fn checkpoint(ledger: &Ledger) -> Checkpoint {
    Checkpoint::trusted(&note(ledger), &[ledger.key().clone()]).unwrap()
}

/// Every tile and bundle of a log together say what its checkpoint says.
fn tiles_agree(ledger: &Ledger) {
    let size = ledger.size().unwrap();
    let suite = ledger.suite();
    let mut leaves = Vec::new();
    for path in TilePath::bundles(size) {
        let bundle = ledger.tile(&path).unwrap().unwrap();
        let entries = decode_bundle(&bundle).unwrap();
        assert_eq!(entries.len(), usize::from(path.width));
        leaves.extend(entries.iter().map(|entry| suite.leaf_hash(entry)));
    }
    assert_eq!(leaves.len() as u64, size);
    for path in TilePath::tiles(size) {
        let tile = ledger.tile(&path).unwrap().unwrap();
        assert_eq!(tile.len(), 32 * usize::from(path.width), "{path}");
        if path.kind == youwei_tlog::TileKind::Hashes(0) {
            let first = path.first() as usize;
            let expected = leaves[first..first + usize::from(path.width)].concat();
            assert_eq!(tile, expected, "{path}");
        }
    }
}

on_each_store! {
    fn tiles_bundles_and_proofs_of_a_log_of_two_levels(site) {
        let ledger = site.open();
        fill(&ledger, 3);
        let young = checkpoint(&ledger);
        crate::tools::fill_fast(&ledger, 3, 777);
        tiles_agree(&ledger);
        let old = checkpoint(&ledger);
        assert_eq!(old.size, 777);
        for index in [0, 1, 255, 256, 511, 512, 767, 768, 776] {
            let proof = ledger.prove(index).unwrap().unwrap();
            let read = OfflineProof::parse(proof.to_string().as_bytes()).unwrap();
            assert_eq!(read, proof);
            let entry = ledger.entries(index, 1).unwrap().remove(0);
            let key = [ledger.key().clone()];
            let proved = read.check(&key, &entry.bytes);
            assert_eq!(proved.as_ref(), Ok(&old));
            assert_eq!(read.extra, Some(entry.bytes.clone()));
            let mut forged = entry.bytes;
            forged[30] ^= 1;
            assert!(read.check(&key, &forged).is_err());
        }
        assert_eq!(ledger.prove(777).unwrap(), None);
        let growth = ledger.prove_growth(3, 777).unwrap();
        let suite = Suite::International;
        verify_consistency(suite, 3, &young.root, 777, &old.root, &growth).unwrap();
        assert!(ledger.prove_growth(3, 778).is_err());
        for absent in ["0/003.p/10", "0/004", "1/000.p/4", "entries/003.p/10", "3/000.p/1"] {
            assert_eq!(ledger.tile(&absent.parse().unwrap()).unwrap(), None, "{absent}");
        }
    }

    fn the_signatures_of_witnesses_are_kept_under_the_checkpoint_they_signed(site) {
        let ledger = site.open();
        fill(&ledger, 5);
        let witness = WitnessKey::from_seed("witness.example/a", &[1; 32]).unwrap();
        let other = WitnessKey::from_seed("witness.example/b", &[2; 32]).unwrap();
        let mut signed = note(&ledger);
        assert_eq!(ledger.cosigned().unwrap(), None);
        let keys = [witness.verifier(), other.verifier()];
        assert_eq!(ledger.cosign(&signed, &keys), Err(CosignError::NoWitness));
        signed.signatures.push(witness.sign(&signed.text, 1_768_000_000));
        assert_eq!(ledger.cosign(&signed, &keys), Ok(1));
        assert_eq!(ledger.cosign(&signed, &keys), Ok(0), "again is no news");
        assert_eq!(ledger.checkpoint().unwrap(), signed.to_string());

        // The log goes on; a second witness is slower and signs the old one too, by itself.
        crate::tools::fill_fast(&ledger, 5, 9);
        let mut second = signed.clone();
        second.signatures.remove(1);
        second.signatures.push(other.sign(&second.text, 1_768_000_100));
        assert_eq!(ledger.cosign(&second, &keys), Ok(1));
        let kept = Note::parse(ledger.cosigned().unwrap().unwrap().as_bytes()).unwrap();
        assert_eq!(kept.verified(&keys).unwrap().len(), 2);
        // A proof rests on the cosigned checkpoint where that has the entry.
        let size = |index| {
            let proof = ledger.prove(index).unwrap().unwrap();
            let checkpoint = Checkpoint::trusted(&proof.checkpoint, &[ledger.key().clone()]);
            (checkpoint.unwrap().size, proof.checkpoint.signatures.len())
        };
        assert_eq!(size(4), (5, 3));
        assert_eq!(size(5), (9, 1));
        assert_eq!(proved(&ledger).size, 9);

        // What does not fit is refused: another's line, another history, a future.
        let mut wrong = note(&ledger);
        wrong.signatures.push(witness.sign(&signed.text, 1_768_000_000));
        let name = "witness.example/a".to_owned();
        assert_eq!(ledger.cosign(&wrong, &keys), Err(CosignError::Signature { name }));
        for (size, root) in [(5, [9; 32]), (10, [9; 32])] {
            let origin = ORIGIN.to_owned();
            let text = Checkpoint { origin, size, root, extensions: Vec::new() }.to_string();
            let signatures = vec![signer(ORIGIN).sign(&text), witness.sign(&text, 1)];
            assert!(ledger.cosign(&Note { text, signatures }, &keys).is_err());
        }
    }

    fn an_empty_log_has_a_signed_checkpoint_and_no_tile(site) {
        let ledger = site.open();
        assert_eq!(proved(&ledger), empty());
        assert_eq!(checkpoint(&ledger).size, 0);
        assert_eq!(ledger.tile(&"0/000.p/1".parse().unwrap()).unwrap(), None);
        assert_eq!(ledger.prove(0).unwrap(), None);
    }
}

#[test]
fn a_log_of_the_national_suite_gives_the_same_things() {
    let site = Site::sqlite().national();
    let ledger = site.open();
    assert_eq!(ledger.origin(), NATIONAL);
    crate::tools::fill_fast(&ledger, 0, 300);
    tiles_agree(&ledger);
    let proof = ledger.prove(299).unwrap().unwrap();
    let entry = ledger.entries(299, 1).unwrap().remove(0);
    let key = [ledger.key().clone()];
    assert_eq!(proof.check(&key, &entry.bytes).unwrap().size, 300);
    assert_eq!(proved(&ledger).size, 300);
}
