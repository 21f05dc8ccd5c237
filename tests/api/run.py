"""The JSON API of a served sample, asked by schemathesis as its own document describes it:
with input that fits and input that does not, as somebody who did not sign in and as people
of three roles. Started by scripts/api-test, which finds the tools."""
import json
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "verifiers"))
from filled import Asker, fill  # noqa: E402
from server import SAMPLE, Server  # noqa: E402

HERE = Path(__file__).resolve().parent
EXAMPLES = os.environ.get("API_EXAMPLES", "8")
# The same questions in every run, so that what was green stays green; others by API_SEED.
SEED = os.environ.get("API_SEED", "1")

# Who asks: somebody who did not sign in, and users of the invented city by role.
ASKERS = {
    "nobody": None,
    "project clerk": "li-jing",
    "project inspector": "zhao-qiang",
    "supervisor": "wang-fang",
}


def ask(server, name, user, ids):
    """Runs schemathesis as somebody; whether it found nothing."""
    asker = Asker(server, user)
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE), "API_RECORDS": json.dumps(ids)}
    command = [
        Path(sys.executable).parent / "st", "--config-file", HERE / "schemathesis.toml", "run", f"{server.address}/api/openapi.json",
        "--checks", "all", "--mode", "all", "--max-examples", EXAMPLES, "--seed", SEED,
        "--workers", "1", "--continue-on-failure", "--request-timeout", "20", "--warnings", "off",
        *(["--header", f"cookie: {asker.cookie}"] if asker.cookie else []),
    ]
    print(f"\n== {name} ==", flush=True)
    return subprocess.run(command, env=environment, cwd=os.environ["TMPDIR"], check=False).returncode == 0


def main():
    work = Path(os.environ["TMPDIR"])
    begun = time.monotonic()
    with Server(work / "data", "youwei:yunze", SAMPLE) as server:
        ids = fill(server)
        found = [name for name, user in ASKERS.items() if not ask(server, name, user, ids)]
    print(f"api: {len(ASKERS)} askers, {time.monotonic() - begun:.0f} s, seed {SEED}", flush=True)
    if found:
        raise SystemExit(f"api: schemathesis found something as {', '.join(found)}; API_SEED={SEED} asks the same again")


main()
