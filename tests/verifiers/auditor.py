"""The script for auditors, verify/check_log.py: it passes what is in order, on every
way of calling it, and finds each falsehood."""
import shutil
import sys
from argparse import Namespace

from server import ROOT, bundle, unbundle
from tally import run

SCRIPT = ROOT / "verify/check_log.py"
sys.path.insert(0, str(SCRIPT.parent))
import check_log  # noqa: E402

# RFC 8032, 7.1, tests 1 and 2; GB/T 32918.5-2017, A.2: key, message, signature.
KNOWN = [
    (check_log.ed25519, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", b"",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    (check_log.ed25519, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", b"\x72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    (check_log.sm2, "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
     "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13", b"message digest",
     "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"),
]


def known_answers():
    """Signatures of the standards are good, and bad with any of 64 bits changed."""
    for verify, key, text, signature in KNOWN:
        key, signature = bytes.fromhex(key), bytes.fromhex(signature)
        assert verify(key, text, signature) and not verify(key, text + b".", signature)
        assert not verify(key, text, signature + b"\0") and not verify(key, text, signature[:-1])
        for at in range(len(signature)):
            assert not verify(key, text, flip(signature, at)), f"byte {at}"
        # The same signature with s + the group's order is another text for it: refused.
        order, where, end = (check_log.L, 32, "little") if len(key) == 32 else (check_log.N, 32, "big")
        other = int.from_bytes(signature[where:], end) + order
        if other < 2**256:
            assert not verify(key, text, signature[:where] + other.to_bytes(32, end))


def passes(where, key, *options):
    """The script, called as a person calls it, finds all in order and says so twice."""
    said = run([sys.executable, SCRIPT, *([where] if where else []), "--key", key, *options])
    assert said.count("✓") >= 1 and "✗" not in said, said
    return said.splitlines()[-1].strip()[:100]


def exit_codes(copy, key, other_key, work):
    """1 with a sentence in both languages for what does not hold, 2 for a wrong call."""
    torn = work / "torn"
    torn.write_text("no checkpoint\n")
    for options in [[copy, "--key", other_key], [copy, "--key", key, "--from", torn], [work / "nowhere", "--key", key],
                    [copy, "--key", "not-a-key"], ["--key", key, "--proof", torn], ["http://127.0.0.1:9/log", "--key", key]]:
        said = run([sys.executable, SCRIPT, *options], leaves_with=1)
        zh, en = said.split("✗ ")[1].splitlines()[:2]
        assert any("一" <= c <= "鿿" for c in zh) and en.startswith("  ") and len(en.split()) > 3, said
    run([sys.executable, SCRIPT, "--key", key], leaves_with=2)


def refused(why, key, where=None, old=None, proof=None, witness=None):
    """The script's own check, in this process; it must refuse, and for that reason."""
    keys = [key, witness] if witness else [key]
    asked = Namespace(key=keys, where=where and str(where), old=old, proof=proof, save=None)
    try:
        for _ in check_log.check(asked):
            pass
    except check_log.Wrong as wrong:
        assert why in wrong.args[1], f"refused, but not for {why!r}: {wrong.args[1]}"
        return
    raise AssertionError("it was NOT refused")


def flip(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def exchanged(data):
    first, *others, last = unbundle(data)
    return bundle([last, *others, first])


def half(data):
    return flip(data, len(data) // 2)


# What is done to a copied log, to which of its files, and why it must be refused.
FALSEHOODS = [
    ("a letter of an entry changed", "tile/entries", half, "do not give the signed root"),
    ("two entries exchanged", "tile/entries", exchanged, "do not give the signed root"),
    ("the last entry left out", "tile/entries", lambda data: bundle(unbundle(data)[:-1]), "cut short"),
    ("an entry put in", "tile/entries", lambda data: data + bundle([b"{}"]), "more bytes than entries"),
    ("a bundle cut in an entry", "tile/entries", lambda data: data[:-1], "cut short"),
    ("an empty bundle", "tile/entries", lambda data: b"", "cut short"),
    ("another log's name", "checkpoint", lambda data: b"x" + data, "of another log"),
    ("a larger size", "checkpoint", lambda data: data.replace(b"\n", b"\n1", 1), "signature of"),
    ("another root", "checkpoint", lambda data: data.replace(data.split(b"\n")[2], b"A" * 43 + b"="), "signature of"),
    ("a line added", "checkpoint", lambda data: data.replace(b"\n\n", b"\nmore\n\n"), "signature of"),
    ("no signature", "checkpoint", lambda data: data.split(b"\n\n")[0] + b"\n\n", "no checkpoint"),
    ("no blank line", "checkpoint", lambda data: data.replace(b"\n\n", b"\n"), "no checkpoint"),
    ("a size that is no number", "checkpoint", lambda data: data.replace(b"\n", b"\n0", 1), "no checkpoint"),
    ("an empty file", "checkpoint", lambda data: b"", "no checkpoint"),
]


def falsehoods(copy, key, work):
    """Each falsehood, in every file that it may be told in; how many there were."""
    count = 0
    for what, below, change, why in FALSEHOODS:
        files = [copy / below] if (copy / below).is_file() else [one for one in (copy / below).rglob("*") if one.is_file()]
        for file in files:
            told = work / "told"
            shutil.copytree(copy, told)
            changed = change(file.read_bytes())
            assert changed != file.read_bytes(), what
            (told / file.relative_to(copy)).write_bytes(changed)
            try:
                refused(why, key, told)
            except AssertionError as error:
                raise AssertionError(f"{what} in {file.relative_to(copy)}: {error}") from None
            shutil.rmtree(told)
            count += 1
    note = (copy / "checkpoint").read_bytes()
    signature = note.rindex(b" ") + 8
    told = work / "note"
    for at in range(signature, len(note) - 4, 5):
        # A letter of base64 changed to another, so that other bytes stand there.
        told.write_bytes(note[:at] + (b"A" if note[at:at + 1] != b"A" else b"B") + note[at + 1:])
        refused("is wrong", key, old=told)
        count += 1
    return f"{count} ways"


def false_proofs(proof, key, work):
    """A proof with each of its lines falsified in turn; how many there were."""
    head, note = proof.read_text(encoding="utf-8").split("\n\n", 1)
    lines = head.split("\n")
    index = int(lines[2].split()[1])
    size = int(note.split("\n")[1])
    # The neighbour of the last entry of an odd log would be outside it.
    neighbour, why = (index ^ 1, "does not lead to the signed root") if index ^ 1 < size else (index + 1, "outside the log")
    swapped = [line for line in (*lines[:3], *reversed(lines[3:]))]
    told = [
        (["c2sp.org/tlog-proof@v2", *lines[1:]], "no proof"),
        ([lines[0], *lines[2:]], "no proof"),
        ([lines[0], "extra e30=", *lines[2:]], "does not lead to the signed root"),
        ([*lines[:2], f"index {neighbour}", *lines[3:]], why),
        ([*lines[:2], f"index {10**12}", *lines[3:]], "outside the log"),
        ([*lines[:2], f"index 0{index}", *lines[3:]], "no proof"),
        (lines[:-1], "too short"),
        ([*lines, lines[-1]], "The proof"),
        (swapped, "does not lead to the signed root"),
    ]
    for at in range(3, len(lines)):
        letter = "A" if lines[at][0] != "A" else "B"
        told.append(([*lines[:at], letter + lines[at][1:], *lines[at + 1:]], "does not lead to the signed root"))
    for changed, why in told:
        (work / "false").write_text("\n".join(changed) + "\n\n" + note, encoding="utf-8")
        refused(why, key, proof=work / "false")
    return f"{len(told)} ways"
