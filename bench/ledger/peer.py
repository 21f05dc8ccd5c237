#!/usr/bin/env python3
"""Appends events with PyPI `eventsourcing` on SQLite and prints how many a second.

usage: peer.py FILE CALLERS SECONDS

As its documentation would have it: an application, aggregates that trigger events, and
`save`, which commits. It switches a file to WAL by itself and leaves `synchronous` at
FULL, so that what `save` returns from is as durable as what the ledger answers.
It commits each `save` by itself; several callers wait for one another.
"""
import os
import sqlite3
import sys
import threading
import time


# How many events of other streams a new file gets before the clock starts.
FILLED = 8192


def main(file, callers, seconds):
    os.environ.update(
        PERSISTENCE_MODULE="eventsourcing.sqlite",
        SQLITE_DBNAME=file,
        # A caller that waits longer than this for the one that writes is turned away.
        SQLITE_LOCK_TIMEOUT="60",
    )
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate

    class Commitment(Aggregate):
        class Reported(Aggregate.Event):
            actor: str
            data: dict

    application = Application()
    # Each caller has sixteen streams of its own, as the ledger's callers have.
    streams = [[Commitment() for _ in range(16)] for _ in range(callers)]
    application.save(*(stream for own in streams for stream in own))

    # Until the write-ahead log is used again from its beginning.
    for _ in range(FILLED // 512):
        application.save(*(Commitment() for _ in range(512)))

    start = threading.Barrier(callers + 1)
    answered = [0] * callers

    def append(caller):
        own = streams[caller]
        start.wait()
        until = time.perf_counter() + seconds
        turn = 0
        while True:
            commitment = own[turn % 16]
            commitment.trigger_event(
                Commitment.Reported,
                actor="云泽市发展和改革委员会 陈立群",
                data={
                    "amount": f"{turn % 900 + 100}.{turn % 100:02}",
                    "due": "2026-12-31",
                    "lead": "市交通运输局",
                    "measure": "新开通社区巴士线路",
                    "text": "年内新开通社区巴士线路十二条，改造老旧站台二百处，让城东、城南新建小区居民步行十分钟可达公交站。",
                    "unit": "条",
                    "with": ["市财政局", "市自然资源局"],
                },
            )
            application.save(commitment)
            turn += 1
            if time.perf_counter() >= until:
                break
        answered[caller] = turn

    threads = [threading.Thread(target=append, args=(caller,)) for caller in range(callers)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    application.close()

    # What was answered is there, and the file is what this comparison says it is.
    with sqlite3.connect(file) as database:
        (rows,) = database.execute("SELECT count(*) FROM stored_events").fetchone()
        (journal,) = database.execute("PRAGMA journal_mode").fetchone()
        (synchronous,) = database.execute("PRAGMA synchronous").fetchone()
    if rows != sum(answered) + callers * 16 + FILLED or journal != "wal" or synchronous != 2:
        sys.exit(f"{rows} rows for {sum(answered)} answers, journal {journal}, synchronous {synchronous}")
    print(sum(answered) / elapsed)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
