//! Files that people hand in: read from a form within limits, kept under their
//! SHA-256, so that what is previewed is what is taken in.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use sha2::{Digest, Sha256};

use crate::fault::Fault;
use crate::fields::Fields;

/// The longest text field beside a file, in bytes: a whole report pasted.
const TEXT_BYTES_MAX: usize = 2 * 1024 * 1024;

/// The longest file name that is kept, in characters.
const NAME_CHARS_MAX: usize = 120;

/// A form's fields and its file, the file's name first.
pub(crate) type Parts = (Fields, Option<(String, Vec<u8>)>);

/// A form's fields and its files: the field, the file's name, its bytes.
pub(crate) type AllParts = (Fields, Vec<(String, String, Vec<u8>)>);

/// No form has more files.
const FILES_MAX: usize = 20;

/// Reads a form with one file, of at most `bytes_max` in all.
pub(crate) async fn read(request: Request, bytes_max: usize) -> Result<Parts, Fault> {
    let (fields, files) = read_all(request, bytes_max).await?;
    let last = files.into_iter().next_back();
    Ok((fields, last.map(|(_, name, bytes)| (name, bytes))))
}

/// Reads `multipart/form-data` of at most `bytes_max` in all.
pub(crate) async fn read_all(request: Request, bytes_max: usize) -> Result<AllParts, Fault> {
    let broken = || {
        Fault::new(
            StatusCode::BAD_REQUEST,
            "上传的内容不完整，什么也没有存入。请重新选择文件再传一次。",
            "The upload is incomplete and nothing was stored. Choose the file and send it again.",
        )
    };
    let mut multipart = Multipart::from_request(request, &())
        .await
        .map_err(|_| broken())?;
    let (mut fields, mut files, mut size) = (Vec::new(), Vec::new(), 0_usize);
    while let Some(mut field) = multipart.next_field().await.map_err(|_| broken())? {
        let name = field.name().unwrap_or("").to_owned();
        let file_name = field.file_name().map(clean_name);
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|_| broken())? {
            size = size.saturating_add(chunk.len());
            if size > bytes_max {
                return Err(too_large(bytes_max));
            }
            bytes.extend_from_slice(&chunk);
        }
        match file_name {
            // A file input that was left empty comes as a file without name and bytes.
            Some(_) if bytes.is_empty() => {}
            Some(_) if files.len() >= FILES_MAX => return Err(too_many()),
            Some(file_name) => files.push((name, file_name, bytes)),
            None if bytes.len() > TEXT_BYTES_MAX => return Err(too_large(TEXT_BYTES_MAX)),
            None => fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok((Fields(fields), files))
}

fn too_many() -> Fault {
    Fault::invalid(
        format!("一次最多上传 {FILES_MAX} 个文件，什么也没有存入。请分几次上传。"),
        format!(
            "At most {FILES_MAX} files can be sent at once and nothing was stored. Send them in several goes."
        ),
    )
}

pub(crate) fn too_large(bytes_max: usize) -> Fault {
    let (zh, en) = match bytes_max / (1024 * 1024) {
        0 => (format!("{bytes_max} 字节"), format!("{bytes_max} bytes")),
        mebi => (format!("{mebi} MiB"), format!("{mebi} MiB")),
    };
    Fault::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        format!("内容超过 {zh}，什么也没有存入。请确认选对了文件；扫描件请改用带文字层的版本。"),
        format!(
            "It is larger than {en} and nothing was stored. Check that it is the right file; instead of a scan use a version with text."
        ),
    )
}

/// The last part of a path, without control characters, of bounded length.
fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    last.chars()
        .filter(|c| !c.is_control())
        .take(NAME_CHARS_MAX)
        .collect()
}

/// The SHA-256 of bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps a file under its hash. A file that is there already is left as it is.
pub(crate) fn keep(folder: &Path, bytes: &[u8]) -> Result<String, Fault> {
    let hash = sha256(bytes);
    let place = folder.join(&hash);
    if place.is_file() {
        return Ok(hash);
    }
    // Written beside and then named, so that no half file ever bears a hash.
    let beside = folder.join(format!("{hash}.{}.part", uuid::Uuid::now_v7()));
    let written = write_whole(&beside, bytes).and_then(|()| fs::rename(&beside, &place));
    written.map_err(|_| {
        let _ = fs::remove_file(&beside);
        Fault::new(
            StatusCode::INSUFFICIENT_STORAGE,
            "文件没有存下来。请检查磁盘空间和文件夹权限后重传。",
            "The file could not be kept. Check the disk and the folder's rights, then send it again.",
        )
    })?;
    Ok(hash)
}

fn write_whole(place: &PathBuf, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(place)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The file kept under a hash; a hash that is none, or whose file is gone, is refused.
pub(crate) fn kept(folder: &Path, hash: &str) -> Result<Vec<u8>, Fault> {
    let gone = || {
        Fault::not_found(
            "先前上传的文件已不在。请重新上传。",
            "The file that was uploaded is gone. Upload it again.",
        )
    };
    let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_hash {
        return Err(gone());
    }
    let bytes = fs::read(folder.join(hash)).map_err(|_| gone())?;
    if sha256(&bytes) != hash {
        return Err(gone());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_file_comes_back_whole_and_a_path_is_no_hash() {
        let folder = tempfile::tempdir().unwrap();
        let hash = keep(folder.path(), b"abc").unwrap();
        assert_eq!(hash, keep(folder.path(), b"abc").unwrap());
        assert_eq!(kept(folder.path(), &hash).unwrap(), b"abc");
        for wrong in ["../secret", "", &"0".repeat(64), &format!("{hash}0")] {
            assert_eq!(
                kept(folder.path(), wrong).unwrap_err().status,
                StatusCode::NOT_FOUND
            );
        }
        fs::write(folder.path().join(&hash), b"other").unwrap();
        assert!(kept(folder.path(), &hash).is_err());
    }

    #[test]
    fn a_file_name_is_only_its_last_part() {
        assert_eq!(clean_name("C:\\文件\\报告\u{0}.docx"), "报告.docx");
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
    }
}
