//! What the log publishes for programs of strangers: C2SP tlog-tiles with its
//! checkpoint, proofs of single entries, the public key, and a script that checks all.

use axum::http::HeaderValue;
use axum::http::header::CONTENT_DISPOSITION;
use youwei_tlog::TilePath;

use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::kept::{Kept, answer};

const TEXT: &str = "text/plain; charset=utf-8";

/// The script for auditors, as it stands in the repository.
const SCRIPT: &str = include_str!("../../../verify/check_log.py");

/// What the script is called on the disk of whoever fetched it.
pub(crate) const SCRIPT_NAME: &str = "check_log.py";

/// `GET /log/checkpoint`: the latest checkpoint, a C2SP signed note.
pub(crate) fn checkpoint(ask: &Ask) -> Answer {
    let note = ask.app.ledger.checkpoint()?;
    Ok(answer(&ask.headers, TEXT, Kept::Seconds, note))
}

/// `GET /log/cosigned`: the latest checkpoint that witnesses have signed too.
pub(crate) fn cosigned(ask: &Ask) -> Answer {
    let note = ask.app.ledger.cosigned()?.ok_or_else(|| {
        Fault::not_found(
            "还没有见证人联署过检查点。账本自己签的检查点在 /log/checkpoint。",
            "No witness has cosigned a checkpoint yet. The one that the log itself signed is at /log/checkpoint.",
        )
    })?;
    Ok(answer(&ask.headers, TEXT, Kept::Seconds, note))
}

/// `GET /log/key`: the public key of the log's checkpoints, one line.
pub(crate) fn key(ask: &Ask) -> Answer {
    let key = format!("{}\n", ask.app.ledger.key());
    Ok(answer(&ask.headers, TEXT, Kept::Hour, key))
}

/// `GET /log/tile/…`: a tile of hashes or a bundle of entries.
pub(crate) fn tile(ask: &Ask) -> Answer {
    let path: TilePath =
        ask.part("path")
            .parse()
            .map_err(|error: youwei_tlog::TilePathError| {
                let sentence = error.sentence();
                Fault::not_found(sentence.zh, sentence.en)
            })?;
    let bytes = ask.app.ledger.tile(&path)?.ok_or_else(|| {
        Fault::not_found(
            format!("账本还没有长到有瓦片 {path}。请按 /log/checkpoint 中的条数取瓦片。"),
            format!("The log is not long enough for the tile {path}. Fetch tiles up to the size in /log/checkpoint."),
        )
    })?;
    Ok(answer(
        &ask.headers,
        "application/octet-stream",
        Kept::ForEver,
        bytes,
    ))
}

/// `GET /log/{index}/proof`: the C2SP tlog-proof of one entry, with the entry in it.
pub(crate) fn proof(ask: &Ask) -> Answer {
    let asked = ask.part("index");
    let missing = || Fault::no_entry(asked);
    let index: u64 = asked.parse().map_err(|_| missing())?;
    let proof = ask.app.ledger.prove(index)?.ok_or_else(missing)?;
    let name = proof_name(ask.app.ledger.origin(), index);
    Ok(named(
        answer(&ask.headers, TEXT, Kept::Seconds, proof.to_string()),
        &name,
    ))
}

/// `GET /log/check.py`: the script for auditors.
pub(crate) fn script(ask: &Ask) -> Answer {
    let kind = "text/x-python; charset=utf-8";
    Ok(named(
        answer(&ask.headers, kind, Kept::Hour, SCRIPT),
        SCRIPT_NAME,
    ))
}

/// The name of a proof's file: the log and the entry.
pub(crate) fn proof_name(origin: &str, index: u64) -> String {
    let plain: String = origin
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("{}-{index}.tlog-proof", plain.trim_matches('-'))
}

/// An answer that a browser keeps as a file of this name.
fn named(mut response: axum::response::Response, name: &str) -> axum::response::Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::proof_name;

    #[test]
    fn a_proof_is_kept_under_a_name_that_every_disk_takes() {
        for (origin, name) in [
            ("youwei:yunze", "youwei-yunze-7.tlog-proof"),
            ("youwei:yunze/sm2-sm3", "youwei-yunze-sm2-sm3-7.tlog-proof"),
            ("https://云泽.example/", "https------example-7.tlog-proof"),
            ("a\"\r\n:b", "a----b-7.tlog-proof"),
        ] {
            assert_eq!(proof_name(origin, 7), name);
        }
    }
}
