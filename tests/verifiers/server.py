"""The program under test: started on a free port, changed through its forms, stopped.
Its log is copied to a folder from what it serves to everyone, as a stranger would do."""
import base64
import json
import os
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("YOUWEI", str(ROOT / "target/release/youwei"))
SAMPLE = ROOT / "samples/云泽市2026年政府工作报告.txt"
START_SECONDS = 60
STOP_SECONDS = 20

# The media type of a checkpoint.
NOTE = "text/plain; charset=utf-8"

# Who may change the account of a report.
SUPERVISOR = "wang-fang"


class Unled(urllib.request.HTTPRedirectHandler):
    """Shows where an answer leads, and does not go there."""

    def redirect_request(self, *_):
        return None


UNLED = urllib.request.build_opener(Unled)


class Server:
    """`youwei serve` over a data folder; `with` stops it."""

    def __init__(self, data, origin, report=None, city="yunze"):
        self.data = data
        data.mkdir(parents=True, exist_ok=True)
        said = data.parent / f"{data.name}.said"
        command = [PROGRAM, "serve", "--data", data, "--port", "0", "--origin", origin, "--city", city, *([report] if report else [])]
        with said.open("wb") as out:
            self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        end = time.monotonic() + START_SECONDS
        while not (address := re.search(r"http://[\d.]+:\d+", said.read_text(encoding="utf-8"))):
            if self.child.poll() is not None or time.monotonic() > end:
                self.child.kill()
                raise RuntimeError(f"{PROGRAM} named no address: {said.read_text(encoding='utf-8')}")
            time.sleep(0.05)
        self.address = address[0]
        self.log = f"{self.address}/log"
        self.session = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.terminate()
        try:
            self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            raise

    def get(self, path, kind=None):
        """The bytes at a path, which must be of a media type if one is named."""
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            found = answer.headers["content-type"]
            if kind and found != kind:
                raise AssertionError(f"{path} is served as {found}, not {kind}")
            return answer.read()

    def key(self):
        return self.get("/log/key").decode().strip()

    def commitments(self):
        return json.loads(self.get("/api/commitments"))["commitments"]

    def change(self, path, *fields):
        """Sends a form as a browser would in which the supervisor signed in; it must be
        answered with the way back to a page."""
        self.sign_in()
        self.post(path, fields, {"cookie": self.session})

    def sign_in(self, user=SUPERVISOR):
        """Begins a session, which is an entry, by the password that the program wrote for
        one of the city's first users; once."""
        if self.session:
            return
        lines = (self.data / "passwords.txt").read_text(encoding="utf-8").splitlines()
        password = dict(line.split("\t")[:2] for line in lines)[user]
        answer = self.post("/sign", [("sign-user", user), ("sign-password", password), ("back", "/")], {})
        self.session = answer.headers["set-cookie"].split(";")[0]

    def post(self, path, fields, headers):
        """Sends a form; whatever is not answered with 303, as every change is, raises."""
        request = urllib.request.Request(self.address + path, urllib.parse.urlencode(fields).encode(), headers)
        try:
            answer = UNLED.open(request, timeout=60)
        except urllib.error.HTTPError as refused:
            if refused.code == 303:
                return refused
            raise
        raise AssertionError(f"{path} is answered with {answer.status}, and nothing was changed")

    def confirm_all(self):
        """Confirms every commitment, each an entry of its own; how many there are."""
        picks = [("pick", f"{one['id']}:{one['version']}") for one in self.commitments()]
        self.change("/commitments", ("do", "confirm"), *picks)
        return len(picks)

    def assign(self, number, lead):
        """Gives the commitment of that number in the text a lead unit."""
        one = self.commitments()[number]
        self.change("/commitments", ("do", "assign"), ("lead", lead), ("pick", f"{one['id']}:{one['version']}"))

    def copy_log(self, folder):
        """Copies checkpoint, tiles and bundles, and gives the size that was signed."""
        def keep(path, kind):
            data = self.get(f"/log/{path}", kind)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
            return data

        note = keep("checkpoint", NOTE).decode()
        size = int(note.split("\n")[1])
        level, width = 0, size
        while width:
            for path in tile_paths(str(level), width):
                keep(path, "application/octet-stream")
            level, width = level + 1, width // 256
        for path in tile_paths("entries", size):
            keep(path, "application/octet-stream")
        return size

    def keep_proof(self, index, file):
        file.write_bytes(self.get(f"/log/{index}/proof"))
        return file


def tile_paths(level, width):
    """The paths of all tiles of a level that is so many hashes (or entries) wide."""
    for n in range((width + 255) // 256):
        digits = f"{n:03d}" if n < 1000 else f"x{n // 1000:03d}/{n % 1000:03d}"
        here = min(256, width - n * 256)
        yield f"tile/{level}/{digits}" + (f".p/{here}" if here < 256 else "")


def unbundle(data):
    """The entries of a bundle, each behind its length in two bytes."""
    entries = []
    while data:
        end = 2 + int.from_bytes(data[:2], "big")
        entries.append(data[2:end])
        data = data[end:]
    return entries


def bundle(entries):
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def key_bytes(key):
    """Type and public key of NAME+NUMBER+BASE64."""
    return base64.b64decode(key.split("+", 2)[2])
