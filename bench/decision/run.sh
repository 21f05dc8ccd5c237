#!/usr/bin/env bash
# Times deciding against other engines, in one run of about a minute once it is built.
#
#   bench/decision/run.sh [SHARED]
#
# SHARED  the folder with tck/, whose cases are timed too; left out if it is not there
# ZEN     1 builds zen-engine as well: 450 crates, about 16 minutes of CPU
# PYTHON  the Python that makes the peers' own environment (python3)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
target=${CARGO_TARGET_DIR:-$here/target}

venv=$here/.venv
if ! cmp -s "$here/requirements.txt" "$venv/requirements.installed"; then
    rm -rf "$venv"
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/requirements.installed"
fi

(cd "$here" && cargo build --release --locked --quiet --target-dir "$target")
if [ "${ZEN:-}" = 1 ]; then
    (cd "$here/zen" && cargo build --release --locked --quiet --target-dir "$target/zen")
    export ZEN_BENCH=$target/zen/release/zen-bench
fi

PEER_PYTHON=$venv/bin/python exec "$target/release/decision-bench" "$target/decision-bench" "$@"
