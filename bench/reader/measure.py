#!/usr/bin/env python3
"""Times the reader and the peer on the same files and sets their numbers side by side.

usage: measure.py YOUWEI PEER_PYTHON FILES...      (run.sh calls it)

Runs alternate, so that other work on the machine falls on both. One run of each is
not timed: it warms the page cache, lets jieba keep its dictionary and Python its
compiled files, and its output is what the comparison of numbers reads.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import agree

RUNS = int(os.environ.get("RUNS", "5"))
CORE = os.environ.get("CORE", "0")
GOAL = 50


def pinned(command):
    """The command on one core; as it is where the system cannot pin (macOS)."""
    return ["taskset", "-c", CORE, *command] if shutil.which("taskset") else command


def run(name, command, out):
    """Wall and processor seconds of one run, and what it wrote to standard error."""
    with tempfile.TemporaryFile() as errors:
        before = time.perf_counter()
        process = subprocess.Popen(pinned(command), stdout=out, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    if process.returncode != 0:
        sys.exit(f"{name} failed with exit code {process.returncode}; nothing can be compared. It said:\n{said}")
    return wall, usage.ru_utime + usage.ru_stime, said


def captured(name, command):
    """The JSON lines of a run that is not timed."""
    with tempfile.TemporaryFile() as out:
        run(name, command, out)
        out.seek(0)
        return [json.loads(line) for line in out.read().decode().splitlines() if line.strip()]


def spread(values):
    return f"{statistics.median(values):9.3f} s   ({min(values):.3f} – {max(values):.3f})"


def main(youwei, python, files):
    ours = [youwei, "read", *files, "--format", "json"]
    theirs = [python, str(Path(__file__).with_name("peer.py")), *files]
    characters = sum(len(agree.text_of(file)) for file in files)
    print(f"{len(files)} files, {characters:,} characters; one core each, {RUNS} timed runs in turn, medians (least – most)")

    ours_read, theirs_read = captured("youwei", ours), captured("peer.py", theirs)
    ours_wall, ours_cpu, wall, cpu, work, work_cpu, segmented = [], [], [], [], [], [], 0
    with open(os.devnull, "wb") as nothing:
        for _ in range(RUNS):
            seconds, processor, _ = run("youwei", ours, nothing)
            ours_wall.append(seconds)
            ours_cpu.append(processor)
            seconds, processor, said = run("peer.py", theirs, nothing)
            clock = json.loads(said.strip().splitlines()[-1])
            wall.append(seconds)
            cpu.append(processor)
            work.append(clock["work"])
            work_cpu.append(clock["work_processor"])
            segmented = clock["segmented"]

    print("\nwall seconds")
    print(f"  youwei, whole process     {spread(ours_wall)}   {characters / statistics.median(ours_wall):12,.0f} characters/s")
    print(f"  peer, whole process       {spread(wall)}   {characters / statistics.median(wall):12,.0f} characters/s")
    print(f"  peer, dictionary loaded   {spread(work)}   {characters / statistics.median(work):12,.0f} characters/s")
    print("processor seconds (what is left when other work shares the core)")
    print(f"  youwei, whole process     {spread(ours_cpu)}")
    print(f"  peer, whole process       {spread(cpu)}")
    print(f"  peer, dictionary loaded   {spread(work_cpu)}")
    print(f"the peer segmented {segmented:,} of the characters: the sentences with a number; youwei weighed every sentence")

    print(f"\npeer ÷ youwei, youwei always with its own start; goal ≥ {GOAL}")
    for name, peer_wall, peer_cpu in (("with the peer's load", wall, cpu), ("without the peer's load", work, work_cpu)):
        ratio = statistics.median(peer_wall) / statistics.median(ours_wall)
        processor = statistics.median(peer_cpu) / statistics.median(ours_cpu)
        verdict = "goal met" if ratio >= GOAL else "goal missed"
        print(f"  {name:<25} {ratio:7.1f} ×   {verdict}   (by processor time {processor:.1f} ×)")

    print()
    agree.report(files, ours_read, theirs_read)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit("usage: measure.py YOUWEI PEER_PYTHON FILES...")
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
