//! Answers known from elsewhere.

use youwei_tlog::{Checkpoint, Note, Signature, SignerKey, Suite, VerifierKey, root};

use crate::bytes::{from_hex, hex, key_text};
use crate::log::Log;

/// The eight leaves that the tests of Certificate Transparency use, and the roots of the
/// trees of none to eight of them. The SM3 roots are from a program that shares nothing
/// with this crate.
const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];
const ROOTS: [(Suite, [&str; 9]); 2] = [
    (
        Suite::International,
        [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ],
    ),
    (
        Suite::National,
        [
            "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
            "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf",
            "0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d",
            "209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56",
            "28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377",
            "bb10c996aeebbcdc69be3715fc847344de77442d37a5ab8213da9f41785b103b",
            "8723c1ab1f82ddfba4a3733ac0c80d936d9f4c208c7dbc8cc81ca9fff8584f66",
            "bd36c22a1ac6ff4308e0c3cc1a85bf0ffa30538ec60a55c70413ab15d45db4d2",
            "bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38",
        ],
    ),
];

#[test]
fn the_trees_of_certificate_transparency_have_their_roots() {
    for (suite, roots) in ROOTS {
        let log = Log::new(suite, LEAVES.map(from_hex));
        for (size, want) in (0..).zip(roots) {
            let top = root(suite, &log, size).unwrap();
            assert_eq!(hex(&top), want, "{suite:?} {size}");
        }
    }
}

/// Key, text and signature in the tests of Go's `golang.org/x/mod/sumdb/note`.
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_SECRET: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PETER_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

#[test]
fn the_note_of_go_is_checked_and_signed_alike() {
    let key: VerifierKey = PETER.parse().unwrap();
    let note = Note::parse(PETER_NOTE.as_bytes()).unwrap();
    assert_eq!(note.verified(std::slice::from_ref(&key)), Ok(vec![&key]));

    let signer: SignerKey = PETER_SECRET.parse().unwrap();
    assert_eq!(signer.verifier(), key);
    assert_eq!(*signer.secret_text(), PETER_SECRET);
    assert_eq!(vec![signer.sign(&note.text)], note.signatures);
}

/// The example in C2SP signed-note. Its key was never published, so only its form is known.
#[test]
fn the_note_in_the_specification_is_read() {
    let poem = "Ognuno sta solo sul cuor della terra\n\
        trafitto da un raggio di sole:\n\n\
        ed è subito sera.\n\n\
        — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
    let note = Note::parse(poem.as_bytes()).unwrap();
    assert!(note.text.ends_with("\n\ned è subito sera.\n"));
    let signature = &note.signatures[0];
    assert_eq!(signature.name, "quasimodo.example/salvatore");
    assert_eq!(signature.id, [0x36, 0x7b, 0xa0, 0x4b]);
    assert_eq!(signature.bytes.len(), 64);
    assert_eq!(note.to_string(), poem);
}

/// The example in C2SP tlog-cosignature: a log's line and a witness's.
#[test]
fn the_checkpoint_in_the_specification_is_read() {
    let text = "example.com/behind-the-sofa\n20852163\n\
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let note = Note::parse(text.as_bytes()).unwrap();
    let checkpoint: Checkpoint = note.text.parse().unwrap();
    assert_eq!(checkpoint.origin, "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size, 20_852_163);
    assert_eq!(checkpoint.root[..3], [0x0a, 0xc5, 0x18]);
    assert_eq!(checkpoint.extensions, Vec::<String>::new());
    // A cosignature is the time, 1679315147 in the example, and 64 bytes.
    let bytes = &note.signatures[1].bytes;
    assert_eq!(bytes[..8], 1_679_315_147_u64.to_be_bytes());
    assert_eq!(bytes.len(), 72);
}

/// GB/T 32918.5-2017, appendix A.2: key, message and signature on the recommended curve.
#[test]
fn the_signature_in_the_standard_of_sm2_holds() {
    let public = from_hex(
        "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020\
         ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
    );
    let typed = [b"\xffSM2-with-SM3", public.as_slice()].concat();
    let text = key_text(Suite::National, "yunze.example/sm2-sm3", &typed);
    let key: VerifierKey = text.parse().unwrap();
    let mut signature = Signature {
        name: key.name().to_owned(),
        id: key.id(),
        bytes: from_hex(
            "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3\
             b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa",
        ),
    };
    assert!(key.verifies("message digest", &signature));
    assert!(!key.verifies("message digesT", &signature));
    for place in 0..64 {
        signature.bytes[place] ^= 1;
        assert!(!key.verifies("message digest", &signature), "{place}");
        signature.bytes[place] ^= 1;
    }
    signature.bytes.push(0);
    assert!(!key.verifies("message digest", &signature));
}

/// The key of the standard signs deterministically; the answer is from a program that
/// shares nothing with this crate (SM2 and RFC 6979 with HMAC-SM3 in plain integers).
#[test]
fn sm2_draws_its_nonce_from_key_and_message() {
    let seed = from_hex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
    let key = SignerKey::from_seed("yunze.example/sm2-sm3", &seed.try_into().unwrap()).unwrap();
    let want = from_hex(
        "24858ee71d63e687feefe41f5af80a59f0791eb1dabc2bbe71daf0e57f06c367\
         3d15550de52785a435004c937256ac715c0e04176ac57062c6722fa692f7a491",
    );
    assert_eq!(key.sign("message digest").bytes, want);
    assert_eq!(key.sign("message digest").bytes, want);
}

/// Text form, id and signature line of an SM2 key, from the same other program.
#[test]
fn an_sm2_key_has_its_text_and_its_line() {
    let key = SignerKey::from_seed("yunze.example/sm2-sm3", &[7; 32]).unwrap();
    assert_eq!(
        key.verifier().to_string(),
        "yunze.example/sm2-sm3+c19ff11d+/1NNMi13aXRoLVNNMwTfB9wLMVkd+2PsiVUW5btK0FoJwv66bUls5SP3MD//zUrdJ94JJi3Fm69pDAKG8F4plIUXzB4Gm5iOE5wA9EnI"
    );
    assert_eq!(
        key.sign("yunze.example/sm2-sm3\n0\n").to_string(),
        "— yunze.example/sm2-sm3 wZ/xHRtuwfduVuHVU89/ugGt6gfieOl+5edZFE0iD4RBzFQMUcsz1d+HqFzHSYkoGxBt5kaj5UqpYBQ9cr95nyVPaA4="
    );
}
