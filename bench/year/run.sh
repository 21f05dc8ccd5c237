#!/bin/sh
# bench/year: a whole rehearsed year on both stores, and how long a start takes with and
# without the snapshot. YOUWEI=path is the program, ROUNDS=n how often (3), SEED=n the year.
# PostgreSQL is measured where DATABASE=postgres://… names an empty database that may be
# filled; run it once a database (with-postgres.sh makes one where PostgreSQL is at hand).
# Prints one line of JSON a figure, each with the load of the machine.
set -eu
cd "$(dirname "$0")/../.."
YOUWEI=${YOUWEI:-$PWD/target/release/youwei}
ROUNDS=${ROUNDS:-3}
SEED=${SEED:-2026}
[ -x "$YOUWEI" ] || { echo "没有 $YOUWEI；请先 make build。" >&2; echo "There is no $YOUWEI; run make build first." >&2; exit 2; }
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi; rm -rf "$work"' EXIT

load() { cut -d' ' -f1 /proc/loadavg 2>/dev/null || echo unknown; }

# told STORE FILE: what a rehearsal said of itself, as one line.
told() {
  python3 - "$1" "$2" "$(load)" <<'PY'
import json, sys
store, path, load = sys.argv[1:]
year = json.load(open(path, encoding="utf-8"))
seconds = year["milliseconds"] / 1000
print(json.dumps({
    "what": "a year", "store": store, "seconds": round(seconds, 2), "load": load,
    "entries": year["entries"], "facts": year["facts"], "records": year["records"],
    "entries a second": round(year["entries"] / seconds),
    "facts a second": round(year["facts"] / seconds),
    "records a second": round(year["records"] / seconds),
    "bytes an entry": year["bytes_per_entry"],
}, ensure_ascii=False))
PY
}

# same FILE FILE: that two years came to the same, with the root that says so of every entry.
same() {
  python3 - "$1" "$2" <<'PY'
import json, sys
one, other = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
parts = ["root", "entries", "facts", "records", "frauds", "refused", "lights", "otherwise"]
apart = [part for part in parts if one[part] != other[part]]
if apart:
    sys.exit(f"the stores differ in: {', '.join(apart)}")
print(json.dumps({"what": "both stores came to the same", "root": one["root"]}))
PY
}

round=0
while [ "$round" -lt "$ROUNDS" ]; do
  round=$((round + 1))
  rm -rf "$work/year"
  "$YOUWEI" rehearse --year "$SEED" --data "$work/year" --json > "$work/told"
  told sqlite "$work/told"
done
if [ -n "${DATABASE:-}" ]; then
  "$YOUWEI" rehearse --year "$SEED" --data "$work/base" --database "$DATABASE" --json > "$work/told-there"
  told postgres "$work/told-there"
  same "$work/told" "$work/told-there"
fi

# start WHAT: until the server answers.
start() {
  python3 - "$YOUWEI" "$work/year" "$1" "$(load)" <<'PY'
import json, socket, subprocess, sys, time, urllib.request
program, data, what, load = sys.argv[1:]
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
began = time.monotonic()
server = subprocess.Popen([program, "serve", "--data", data, "--port", str(port), "--today", "2026-12-31"],
                          stdout=subprocess.DEVNULL)
try:
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).read()
            break
        except OSError:
            if server.poll() is not None or time.monotonic() - began > 120:
                raise SystemExit("the server did not start")
            time.sleep(0.01)
    took = time.monotonic() - began
finally:
    server.terminate()
    server.wait()
print(json.dumps({"what": what, "seconds": round(took, 2), "load": load}))
PY
}

round=0
while [ "$round" -lt "$ROUNDS" ]; do
  round=$((round + 1))
  start "a start with the snapshot"
  # Made anew from the entries: what is derived from them is dropped.
  "$YOUWEI" rebuild --data "$work/year" > "$work/said"
  start "a start after a rebuild, from entry 0"
done
