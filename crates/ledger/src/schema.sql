-- The shape of a ledger file, version 1. A stranger with any SQLite can read it.

-- One row: where the events come from. Every entry repeats it as its `source`.
CREATE TABLE log (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    origin   TEXT NOT NULL
) STRICT;

-- `bytes` is the entry. `id` and `subject` repeat what it says, so that it can be
-- found; `version` is its place in its stream, from 0; `hash` chains it to the
-- entry before.
CREATE TABLE entries (
    entry_index INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    bytes       BLOB    NOT NULL,
    hash        BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX entries_by_id ON entries (id);
CREATE UNIQUE INDEX entries_by_stream ON entries (subject, version);

-- Guards against accidents. Whoever holds the file can drop them; recomputing the
-- hashes is what finds that out.
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, '账本条目不可更改,请追加更正事件 / entries are never changed, append a correction'); END;

CREATE TRIGGER entries_are_never_removed BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, '账本条目不可删除,请追加更正事件 / entries are never removed, append a correction'); END;

-- Without this, INSERT OR REPLACE would remove an entry and fire no DELETE trigger.
CREATE TRIGGER entries_only_follow BEFORE INSERT ON entries
WHEN NEW.entry_index IS NOT (SELECT coalesce(max(entry_index) + 1, 0) FROM entries)
    OR EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM entries WHERE subject = NEW.subject AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, '账本条目只能依次追加 / entries are only appended, one after the other'); END;

CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, '账本来源不可更改 / the origin is never changed'); END;

CREATE TRIGGER log_is_never_removed BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, '账本来源不可删除 / the origin is never removed'); END;
