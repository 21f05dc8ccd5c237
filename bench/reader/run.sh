#!/usr/bin/env bash
# Times `youwei read` against peer.py on the same reports, in one run.
#
#   bench/reader/run.sh [FOLDER]     FOLDER holds the reports as .txt; ../shared/reports if left out
#
# YOUWEI  the program to time; built with `cargo build --release -p youwei` if unset
# PYTHON  the Python that makes the peer's own environment (python3)
# RUNS    timed runs of each (5);  CORE  the core both are pinned to (0)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=${1:-$root/../shared/reports}

shopt -s nullglob
files=("$folder"/*.txt)
if [ ${#files[@]} -eq 0 ]; then
    echo "「$folder」里没有 .txt 报告，没有测。请把报告存成 .txt 放进一个文件夹，再运行：$0 文件夹" >&2
    echo "No .txt reports in $folder, so nothing was timed. Put reports as .txt into a folder and run: $0 FOLDER" >&2
    exit 2
fi

venv=$here/.venv
if ! cmp -s "$here/requirements.txt" "$venv/requirements.installed"; then
    rm -rf "$venv"
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/requirements.installed"
fi

if [ -z "${YOUWEI:-}" ]; then
    (cd "$root" && cargo build --release -p youwei)
    target=$(cd "$root" && cargo metadata --format-version 1 --no-deps |
        "$venv/bin/python" -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
    YOUWEI=$target/release/youwei
fi
if ! command -v "$YOUWEI" >/dev/null; then
    echo "没有可运行的「$YOUWEI」；请把 YOUWEI 设为程序的路径，或不设，由本脚本构建。" >&2
    echo "$YOUWEI cannot be run; set YOUWEI to the program's path, or leave it unset to have it built." >&2
    exit 2
fi

echo "youwei: $YOUWEI"
echo "peer:   $("$venv/bin/python" --version), $(grep -v '^#' "$here/requirements.txt" | paste -sd ' ')"
exec "$venv/bin/python" "$here/measure.py" "$YOUWEI" "$venv/bin/python" "${files[@]}"
