use super::*;

/// The key pair in the documentation of Go's `golang.org/x/mod/sumdb/note`.
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_SECRET: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

#[test]
fn a_key_pair_of_gos_note_package_is_read_and_written_alike() -> Result<(), KeyError> {
    let signer: SignerKey = PETER_SECRET.parse()?;
    assert_eq!(signer.verifier().to_string(), PETER);
    assert_eq!(*signer.secret_text(), PETER_SECRET);
    assert_eq!(signer.verifier(), PETER.parse()?);
    Ok(())
}
