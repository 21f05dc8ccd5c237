"""OpenSSL as a judge of a checkpoint's signature, in either suite, and as a witness's pen."""
import base64
import hashlib
import re

from server import key_bytes
from tally import run

# SubjectPublicKeyInfo up to the key: RFC 8410, and RFC 5480 with the curve of GM/T 0006.
ED25519_HEADER = bytes.fromhex("302a300506032b6570032100")
SM2_HEADER = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
SM2_TYPE = b"\xffSM2-with-SM3"
SM2_OPTIONS = ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]


def is_ed25519(key):
    return key_bytes(key)[0] == 1


def check(note, key, work):
    """Raises AssertionError unless OpenSSL finds the log's signature of the note good,
    and that of the same note with one letter more bad."""
    name = key.split("+", 1)[0]
    public = key_bytes(key)
    text, _, lines = note.decode().rpartition("\n\n")
    signature = base64.b64decode(re.search(rf"^— {re.escape(name)} (\S+)$", lines, re.M)[1])[4:]
    if public.startswith(SM2_TYPE):
        public, signature, options = SM2_HEADER + public[len(SM2_TYPE):], der(signature), SM2_OPTIONS
    else:
        public, options = ED25519_HEADER + public[1:], []
    for file, data in [("key.der", public), ("text", f"{text}\n".encode()), ("more", f"{text}\n.".encode()), ("signature", signature)]:
        (work / file).write_bytes(data)
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", work / "key.der", "-rawin",
               "-sigfile", work / "signature", *options, "-in"]
    run([*command, work / "text"])
    run([*command, work / "more"], leaves_with=1)


def der(signature):
    """r‖s as SEQUENCE of two INTEGERs (GM/T 0009)."""
    parts = b""
    for half in (signature[:32], signature[32:]):
        number = half.lstrip(b"\0") or b"\0"
        number = b"\0" * (number[0] >> 7) + number
        parts += bytes([2, len(number)]) + number
    return bytes([0x30, len(parts)]) + parts


class Witness:
    """An outsider with a key of its own (C2SP tlog-cosignature, type 4)."""

    def __init__(self, name, work):
        self.name, self.work, self.private = name, work, work / "witness.pem"
        run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.private])
        run(["openssl", "pkey", "-in", self.private, "-pubout", "-outform", "DER", "-out", work / "witness.der"])
        public = b"\4" + (work / "witness.der").read_bytes()[len(ED25519_HEADER):]
        self.number = hashlib.sha256(f"{name}\n".encode() + public).digest()[:4]
        self.key = f"{name}+{self.number.hex()}+{base64.b64encode(public).decode()}"

    def line(self, note, moment, says=None):
        """The line under a note, signed at a moment (POSIX seconds), or claiming another."""
        text = note[:note.rindex(b"\n\n") + 1]
        (self.work / "witness.text").write_bytes(b"cosignature/v1\ntime %d\n" % moment + text)
        run(["openssl", "pkeyutl", "-sign", "-inkey", self.private, "-rawin", "-in", self.work / "witness.text",
             "-out", self.work / "witness.signature"])
        signature = self.number + (says or moment).to_bytes(8, "big") + (self.work / "witness.signature").read_bytes()
        return f"— {self.name} {base64.b64encode(signature).decode()}\n".encode()
