//! The vectors for Merkle proofs that verifiers of transparency logs share; each says
//! whether it must be refused. They lie in `merkle/` of the shared folder, which is
//! `$YOUWEI_SHARED` or `../shared` beside the repository.

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;
use youwei_tlog::{Hash, Suite, verify_consistency, verify_inclusion};

use crate::bytes::from_base64;

/// The folder of vectors; none, and a line on the console, where there is no shared folder.
fn vectors(kind: &str) -> Option<Vec<(PathBuf, Value)>> {
    let shared = env::var_os("YOUWEI_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("merkle").join(kind);
    if !folder.is_dir() {
        println!(
            "LEFT OUT: no {} here; name the shared folder in YOUWEI_SHARED.",
            folder.display()
        );
        return None;
    }
    let mut found = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "json") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, serde_json::from_str(&text).unwrap()));
            }
        }
    }
    Some(found)
}

/// The bytes in a field, which need not be as many as a hash has.
fn bytes(value: &Value) -> Vec<u8> {
    from_base64(value.as_str().unwrap()).unwrap()
}

/// A hash. Other bytes in its place stand for a hash that is not known, and so does the
/// hash of them.
fn hash(value: &Value) -> Hash {
    let bytes = bytes(value);
    Hash::try_from(bytes.as_slice()).unwrap_or_else(|_| Suite::International.hash(&bytes))
}

/// The hashes of a proof, which is null where there are none.
fn proof(vector: &Value) -> Vec<Hash> {
    let hashes = vector["proof"].as_array();
    hashes.map_or_else(Vec::new, |hashes| hashes.iter().map(hash).collect())
}

fn number(vector: &Value, name: &str) -> u64 {
    vector[name].as_u64().unwrap()
}

/// Checks each and counts those that must be refused.
fn check_all(kind: &str, holds: impl Fn(&Value) -> bool) {
    let Some(vectors) = vectors(kind) else { return };
    let (mut refused, all) = (0, vectors.len());
    for (path, vector) in vectors {
        let want_error = vector["wantErr"].as_bool().unwrap();
        assert_eq!(holds(&vector), !want_error, "{}", path.display());
        refused += usize::from(want_error);
    }
    println!("{all} vectors for {kind}, {refused} of them refused as they must be");
    assert!(0 < refused && refused < all, "both kinds are there");
}

#[test]
fn inclusion_vectors_are_judged_as_they_want() {
    check_all("inclusion", |vector| {
        let (index, size) = (number(vector, "leafIdx"), number(vector, "treeSize"));
        // What is no hash is no leaf and no root; the types here refuse it.
        if bytes(&vector["leafHash"]).len() != 32 || bytes(&vector["root"]).len() != 32 {
            return false;
        }
        let (leaf, root) = (hash(&vector["leafHash"]), hash(&vector["root"]));
        let proof = proof(vector);
        verify_inclusion(Suite::International, &leaf, index, size, &proof, &root).is_ok()
    });
}

#[test]
fn consistency_vectors_are_judged_as_they_want() {
    check_all("consistency", |vector| {
        let (old, new) = (number(vector, "size1"), number(vector, "size2"));
        let (root1, root2) = (hash(&vector["root1"]), hash(&vector["root2"]));
        let proof = proof(vector);
        verify_consistency(Suite::International, old, &root1, new, &root2, &proof).is_ok()
    });
}
