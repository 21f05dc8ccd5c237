"""The JSON API of a served sample, asked by schemathesis as its own document describes it:
with input that fits and input that does not, as somebody who did not sign in and as people
of three roles. Started by scripts/api-test, which finds the tools."""
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "verifiers"))
from filled import Asker, fill  # noqa: E402
from server import SAMPLE, Server  # noqa: E402

HERE = Path(__file__).resolve().parent
EXAMPLES = os.environ.get("API_EXAMPLES", "8")
# The same questions in every run, so that what was green stays green; others by API_SEED.
SEED = os.environ.get("API_SEED", "1")

# Who asks: somebody who did not sign in, and users of the invented city by role. Two of
# them one after the other on a server of their own, so that both cores have work and the
# same questions still meet the same records.
LANES = [
    {"nobody": None, "project inspector": "zhao-qiang"},
    {"project clerk": "li-jing", "supervisor": "wang-fang"},
]


def ask(server, work, name, user, ids):
    """Runs schemathesis as somebody; whether it found nothing, and what it said."""
    asker = Asker(server, user)
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE), "API_RECORDS": json.dumps(ids)}
    command = [
        Path(sys.executable).parent / "st", "--config-file", HERE / "schemathesis.toml", "run", f"{server.address}/api/openapi.json",
        "--checks", "all", "--mode", "all", "--max-examples", EXAMPLES, "--seed", SEED,
        "--workers", "1", "--continue-on-failure", "--request-timeout", "20", "--warnings", "off",
        *(["--header", f"cookie: {asker.cookie}"] if asker.cookie else []),
    ]
    done = subprocess.run(command, env=environment, cwd=work, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode == 0, f"\n== {name} ==\n{done.stdout}"


def ask_all(number, askers):
    """The askers of a lane who found something."""
    work = Path(os.environ["TMPDIR"]) / f"lane-{number}"
    work.mkdir()
    found = []
    with Server(work / "data", "youwei:yunze", SAMPLE) as server:
        ids = fill(server)
        for name, user in askers.items():
            fine, said = ask(server, work, name, user, ids)
            print(said, flush=True)
            found += [] if fine else [name]
    return found


def main():
    begun = time.monotonic()
    with ThreadPoolExecutor(len(LANES)) as lanes:
        found = sum(lanes.map(ask_all, range(len(LANES)), LANES), [])
    askers = sum(map(len, LANES))
    print(f"api: {askers} askers, {time.monotonic() - begun:.0f} s, seed {SEED}", flush=True)
    if found:
        raise SystemExit(f"api: schemathesis found something as {', '.join(found)}; API_SEED={SEED} asks the same again")


main()
