#!/usr/bin/env bash
# Times declared systems against workflow engines, the served program against the bare
# ledger, and the pages of a large city, in one run of about fifteen minutes.
#
#   bench/system/run.sh [steps] [acts] [city]
#
# Without arguments, all three.
# FOLDER       where the logs lie while they are measured; bench/system/target if left out
# ROUNDS       how often the sides take their turns (5)
# SECONDS_EACH how long a turn of acts and of pages is (5)
# COMMITMENTS  RECORDS  FACTS   the size of the city (1000, 200000, 5000000)
# CITY         a folder that keeps the city, to measure it again without making it
# PYTHON       the Python that makes the peer's own environment (python3)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
"$root/scripts/need" cargo node npm

venv=$here/.venv
if ! cmp -s "$here/requirements.txt" "$venv/requirements.installed"; then
    rm -rf "$venv"
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/requirements.installed"
fi
if [ "$here/package-lock.json" -nt "$here/node_modules/.package-lock.json" ]; then
    (cd "$here" && npm ci --no-audit --no-fund --loglevel=error)
    touch "$here/node_modules/.package-lock.json"
fi

# What is measured is built as the program is: with the release profile of the workspace.
target=${CARGO_TARGET_DIR:-$here/target}
mkdir -p "$target"
sed -n '/^\[profile\.release/,$p' "$root/Cargo.toml" >"$target/release-profile.toml"
(cd "$here" && cargo build --release --locked --quiet --target-dir "$target" \
    --config "$target/release-profile.toml")
(cd "$root" && cargo build --release --locked --quiet --package youwei --target-dir "$target")

export YOUWEI=$target/release/youwei PEER_PYTHON=$venv/bin/python PEER_NODE=node
exec "$target/release/system-bench" --folder "${FOLDER:-$target}" "$@"
