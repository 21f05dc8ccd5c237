-- The shape of a ledger file, version 2. A stranger with any SQLite can read it.

-- One row: where the events come from, and the public key of its checkpoints in the
-- text form of signed notes. Every entry repeats the origin as its `source`.
CREATE TABLE log (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    origin   TEXT NOT NULL,
    key      TEXT NOT NULL
) STRICT;

-- `bytes` is the entry and `leaf` its hash in the Merkle tree. The others repeat what
-- it says, so that it can be found; `version` is its place in its stream, from 0, and
-- `time` are microseconds since 1970.
CREATE TABLE entries (
    entry_index INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL,
    subject     TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    time        INTEGER NOT NULL,
    leaf        BLOB    NOT NULL,
    bytes       BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX entries_by_id ON entries (id);
CREATE UNIQUE INDEX entries_by_stream ON entries (subject, version);
CREATE INDEX entries_by_kind ON entries (kind, time);

-- Roots of full tiles: the node at level l stands for 256^l entries. Level 0 is the
-- `leaf` of each entry.
CREATE TABLE nodes (
    level      INTEGER NOT NULL,
    node_index INTEGER NOT NULL,
    hash       BLOB    NOT NULL,
    PRIMARY KEY (level, node_index)
) STRICT, WITHOUT ROWID;

-- One row, written with every commit: the size of the tree, the roots of the perfect
-- subtrees at its right edge, and the signed checkpoint.
CREATE TABLE head (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    size       INTEGER NOT NULL,
    frontier   BLOB    NOT NULL,
    checkpoint TEXT    NOT NULL
) STRICT;

-- Checkpoints that witnesses have signed too, as they are published.
CREATE TABLE cosigned (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL,
    -- The witnesses' keys, a line each.
    keys TEXT NOT NULL
) STRICT;

-- The tables of persons and of sealed values stand in people.sql.

-- Folded state, signed by the log's key. It can always be thrown away.
CREATE TABLE snapshots (
    name      TEXT PRIMARY KEY,
    shape     INTEGER NOT NULL,
    size      INTEGER NOT NULL,
    bytes     BLOB    NOT NULL,
    signature TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Guards against accidents. Whoever holds the file can drop them; recomputing the
-- tree is what finds that out.
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
