#!/usr/bin/env bash
# Times the ledger against what else people would use, in one run of about five minutes.
#
#   bench/ledger/run.sh [--entries N] [--rounds N] [--seconds S] [--folder FOLDER]
#
# FOLDER  where the files lie while they are measured; bench/ledger/target if left out
# PYTHON  the Python that makes the peer's own environment (python3)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

venv=$here/.venv
if ! cmp -s "$here/requirements.txt" "$venv/requirements.installed"; then
    rm -rf "$venv"
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/requirements.installed"
fi

# What is measured is built as the program is: with the release profile of the workspace.
target=${CARGO_TARGET_DIR:-$here/target}
mkdir -p "$target"
sed -n '/^\[profile\.release/,$p' "$root/Cargo.toml" >"$target/release-profile.toml"
(cd "$here" && cargo build --release --locked --quiet --target-dir "$target" \
    --config "$target/release-profile.toml")

PEER_PYTHON=$venv/bin/python exec "$target/release/ledger-bench" --folder "$target" "$@"
