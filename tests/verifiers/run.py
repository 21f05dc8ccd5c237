"""Logs made by youwei, judged by programs that are not ours. Started by scripts/verifiers,
which finds the tools: GO_VERIFIER (tests/verifiers/go, built), CLOUDEVENTS_PYTHON (a Python
that has the SDK), OPENSSL=1; what is not named is not there, and its checks are skipped."""
import base64
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

sys.dont_write_bytecode = True  # Nothing is left beside a script that is handed out.

import auditor
import openssl
from server import NOTE, PROGRAM, SAMPLE, Server, unbundle
from tally import Tally, run

SUITES = [("SHA-256 and Ed25519", "youwei:yunze"), ("SM3 and SM2", "youwei:yunze/sm2-sm3")]
HERE = Path(__file__).resolve().parent

# When the witness signs, in POSIX seconds.
MOMENT = 1_760_000_000


def make(server, work):
    """Fills a log in steps, and keeps what strangers would: copies at three moments,
    the checkpoints, proofs; and a second history that the same key has signed."""
    log = SimpleNamespace(key=server.key(), early=work / "early", middle=work / "middle", late=work / "late", work=work)
    server.sign_in()
    log.sizes = [server.copy_log(log.early)]
    forked = work / "forked-data"
    shutil.copytree(work / "data", forked)
    confirmed = server.confirm_all()
    log.sizes.append(server.copy_log(log.middle))
    log.proofs = [server.keep_proof(index, work / f"{index}.tlog-proof") for index in (0, log.sizes[0], log.sizes[1] - 1)]
    server.assign(0, "市教育局")
    log.sizes.append(server.copy_log(log.late))
    early, middle, late = log.sizes
    if (middle - early, late - middle) != (confirmed, 1) or late < 257:
        raise AssertionError(f"after {confirmed} changes and one more, the checkpoint has {log.sizes} entries; more than 256 are wanted")
    with Server(forked, log.key.split("+")[0]) as other:
        other.assign(1, "市财政局")
        other.copy_log(work / "forked")
    log.forked = work / "forked/checkpoint"
    return log


def same_entries(server, log):
    """The entries' own addresses, and their proofs, give the bytes that the bundles hold."""
    bundles = sorted(path for path in (log.late / "tile/entries").rglob("*") if path.is_file())
    entries = [entry for path in bundles for entry in unbundle(path.read_bytes())]
    for index in (0, 1, len(entries) // 2, len(entries) - 1):
        assert server.get(f"/log/{index}.json") == entries[index], f"entry {index}"
    for proof in log.proofs:
        extra, index = proof.read_text(encoding="utf-8").split("\n")[1:3]
        assert index == f"index {proof.stem}", f"{proof.name} has {index}"
        assert base64.b64decode(extra.removeprefix("extra ")) == entries[int(proof.stem)], f"{proof.name} holds another entry"


def signed_by_openssl(log):
    for copy in (log.early, log.middle, log.late, log.forked.parent):
        openssl.check((copy / "checkpoint").read_bytes(), log.key, log.work)


def with_go(tally, server, log):
    go = os.environ.get("GO_VERIFIER")
    names = ["Go's x/mod checks the log over HTTP", "Go's x/mod checks a copy of the log",
             "Go's x/mod finds every falsehood", "Go's x/mod refuses a history that the same key signed"]
    if not go:
        for name in names:
            tally.skip(name, "no Go")
        return
    old = ["-from", log.early / "checkpoint"]
    proofs = [part for proof in log.proofs for part in ("-proof", proof)]

    def said(command):
        print("\n".join("       " + line for line in run(command).splitlines()))

    tally.check(names[0], lambda: said([go, "-key", log.key, *old, *proofs, server.log]))
    tally.check(names[1], lambda: run([go, "-key", log.key, *old, *proofs, log.late]) and None)
    tally.check(names[2], lambda: said([go, "-key", log.key, "-reject", *old, *proofs, log.late]))

    def fork_refused():
        told = run([go, "-key", log.key, "-from", log.forked, log.late], leaves_with=1)
        assert "FAIL consistency" in told, told
        told = run([go, "-key", log.key, "-from", log.late / "checkpoint", log.middle], leaves_with=1)
        assert "FAIL consistency" in told, told

    tally.check(names[3], fork_refused)


def with_script(tally, server, log, other_key):
    """verify/check_log.py, over HTTP, on a copy and offline."""
    key, saved = log.key, log.work / "saved"
    tally.check("the auditors' script checks the log over HTTP",
                lambda: auditor.passes(server.log, key, "--from", log.early / "checkpoint", "--save", saved))
    tally.check("what it saves is the checkpoint, and it takes that back",
                lambda: auditor.passes(log.late, key, "--from", saved))
    tally.check("the auditors' script checks a copy, and that it extends an older one and a proof",
                lambda: auditor.passes(log.late, key, "--from", log.middle / "checkpoint", "--proof", log.proofs[1]))
    for proof in log.proofs:
        tally.check(f"the auditors' script checks {proof.name} offline", lambda: auditor.passes(None, key, "--proof", proof))
    tally.check("it leaves with 1 and a sentence in two languages", lambda: auditor.exit_codes(log.late, key, other_key, log.work))
    tally.check("it finds every falsehood in a copy", lambda: auditor.falsehoods(log.late, key, log.work))
    for proof in log.proofs:
        tally.check(f"it finds every falsehood in {proof.name}", lambda: auditor.false_proofs(proof, key, log.work))
    tally.check("it refuses a history that the same key signed",
                lambda: auditor.refused("history was rewritten", key, log.late, old=log.forked))
    tally.check("it refuses a log that was set back",
                lambda: auditor.refused("shorter", key, log.middle, old=log.late / "checkpoint"))


def with_cloudevents(tally, log):
    name, python = "the CloudEvents SDK reads every entry", os.environ.get("CLOUDEVENTS_PYTHON")
    if python:
        tally.check(name, lambda: run([python, HERE / "cloud_events.py", log.late, log.key.split("+")[0]]))
    else:
        tally.skip(name, "no SDK")


def with_openssl(tally, server, log):
    names = ["OpenSSL finds the checkpoints' signatures good", "the auditors' script knows witnesses, and false ones",
             "a witness's signature is kept, and proofs carry it"]
    if os.environ.get("OPENSSL"):
        tally.check(names[0], lambda: signed_by_openssl(log))
        witness = openssl.Witness("witness.example/w1", log.work)
        tally.check(names[1], lambda: witnessed(log, witness))
        tally.check(names[2], lambda: cosigned(server, log, witness))
    else:
        for name in names:
            tally.skip(name, "no OpenSSL")


def witnessed(log, witness):
    """The copy's checkpoint with the line of a witness, who needs a key of its own."""
    copy = log.work / "witnessed"
    shutil.copytree(log.late, copy)
    note = (copy / "checkpoint").read_bytes()
    (copy / "checkpoint").write_bytes(note + witness.line(note, MOMENT))
    auditor.passes(copy, log.key, "--key", witness.key)
    auditor.passes(copy, log.key)
    by_go(log, copy)
    auditor.refused("no signature of witness.example/w1", log.key, log.late, witness=witness.key)
    (copy / "checkpoint").write_bytes(note + witness.line(note, MOMENT, says=MOMENT + 1))
    auditor.refused("signature of witness.example/w1 is wrong", log.key, copy, witness=witness.key)


def cosigned(server, log, witness):
    """The program takes the line of a witness, not one whose time was changed, and gives
    it out again, with the checkpoint and in proofs."""
    note, handed, proof = (log.late / "checkpoint").read_bytes(), log.work / "handed", log.work / "cosigned.tlog-proof"
    cosign = [PROGRAM, "cosign", handed, "--witness", witness.key, "--data", server.data]
    handed.write_bytes(note + witness.line(note, MOMENT, says=MOMENT + 1))
    run(cosign, leaves_with=1)
    handed.write_bytes(note + witness.line(note, MOMENT))
    run(cosign)
    copy = log.work / "cosigned"
    shutil.copytree(log.late, copy)
    (copy / "checkpoint").write_bytes(server.get("/log/cosigned", NOTE))
    auditor.passes(copy, log.key, "--key", witness.key)
    by_go(log, copy)
    server.keep_proof(0, proof)
    auditor.passes(None, log.key, "--key", witness.key, "--proof", proof)
    run([PROGRAM, "prove", "1", "-o", proof, "--data", server.data])
    auditor.passes(None, log.key, "--key", witness.key, "--proof", proof)
    by_go(log, copy, "-proof", proof)


def by_go(log, where, *options):
    if os.environ.get("GO_VERIFIER") and openssl.is_ed25519(log.key):
        run([os.environ["GO_VERIFIER"], "-key", log.key, *options, where])


def judge(tally, origin, work):
    # A city that lists no users begins with an empty log.
    with Server(work / "empty-data", origin, city="shijiazhuang") as stranger:
        key = stranger.key()
        tally.check("a log without entries is checked too", lambda: without_entries(stranger, key))
    with Server(work / "data", origin, SAMPLE) as server:
        log = tally.check("a log is filled, changed and copied", lambda: make(server, work))
        if log is None:
            return
        tally.check("an entry has the same bytes at each of its addresses", lambda: same_entries(server, log))
        with_openssl(tally, server, log)
        if openssl.is_ed25519(log.key):  # x/mod knows no other.
            with_go(tally, server, log)
        with_script(tally, server, log, key)
        with_cloudevents(tally, log)
    with Server(work / "data", origin) as server:
        tally.check("after a restart it is the same log under the same key", lambda: same_after_restart(server, log))


def without_entries(server, key):
    assert server.get("/log/checkpoint").split(b"\n")[1] == b"0"
    return auditor.passes(server.log, key)


def same_after_restart(server, log):
    assert server.key() == log.key
    before, after = (log.late / "checkpoint").read_text(encoding="utf-8"), server.get("/log/checkpoint").decode()
    assert after.startswith(before), f"{before} became {after}"  # A witness's line may follow.


def main():
    tally = Tally()
    tally.check("the auditors' script knows the signatures of the standards", auditor.known_answers)
    for suite, origin in SUITES:
        print(f"\n-- a log of {suite}", flush=True)
        with tempfile.TemporaryDirectory(prefix="youwei-verifiers-") as work:
            tally.check(f"the program serves a log of {suite}", lambda: judge(tally, origin, Path(work)))
    return 0 if tally.close() else 1


if __name__ == "__main__":
    sys.exit(main())
