-- The shape of a ledger in PostgreSQL, version 2. All of it lies in the schema youwei of
-- one database; other schemas are not touched. A stranger can read it with psql.

-- One row: where the events come from, and the public key of its checkpoints in the
-- text form of signed notes. Every entry repeats the origin as its `source`.
CREATE TABLE youwei.log (
    only_row smallint PRIMARY KEY CHECK (only_row = 1),
    origin   text     NOT NULL,
    key      text     NOT NULL
);
-- By this it is recognised.
COMMENT ON TABLE youwei.log IS 'Youwei ledger, shape 2';

-- `bytes` is the entry and `leaf` its hash in the Merkle tree. The others repeat what
-- it says, so that it can be found; `version` is its place in its stream, from 0, and
-- `time` are microseconds since 1970. Columns of fixed width come first, which leaves
-- no holes; texts are compared by their bytes, in every locale alike.
CREATE TABLE youwei.entries (
    entry_index bigint NOT NULL,
    version     bigint NOT NULL,
    time        bigint NOT NULL,
    id          uuid   NOT NULL,
    leaf        bytea  NOT NULL,
    subject     text   COLLATE "C" NOT NULL,
    kind        text   COLLATE "C" NOT NULL,
    bytes       bytea  NOT NULL,
    CONSTRAINT entries_in_order PRIMARY KEY (entry_index)
);
-- Nobody waits for a compressor; long entries lie beside the table as they are.
ALTER TABLE youwei.entries ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- The index of the entry rides along, so that verification reads a look-up by itself.
CREATE UNIQUE INDEX entries_by_id ON youwei.entries (id) INCLUDE (entry_index);
CREATE UNIQUE INDEX entries_by_stream ON youwei.entries (subject, version) INCLUDE (entry_index);
CREATE INDEX entries_by_kind ON youwei.entries (kind, time) INCLUDE (entry_index);

-- Roots of full tiles: the node at level l stands for 256^l entries. Level 0 is the
-- `leaf` of each entry.
CREATE TABLE youwei.nodes (
    level      smallint NOT NULL,
    node_index bigint   NOT NULL,
    hash       bytea    NOT NULL,
    PRIMARY KEY (level, node_index)
);

-- One row, changed with every commit: the size of the tree, the roots of the perfect
-- subtrees at its right edge, and the signed checkpoint. Whoever appends changes it from
-- the size that he knows, so that of two processes one waits and sees that he was late.
-- It has no index: the row is rewritten in its page, and nothing else is.
CREATE TABLE youwei.head (
    size       bigint NOT NULL,
    frontier   bytea  NOT NULL,
    checkpoint text   NOT NULL
);

-- Checkpoints that witnesses have signed too, as they are published.
CREATE TABLE youwei.cosigned (
    size bigint PRIMARY KEY,
    note text NOT NULL,
    -- The witnesses' keys, a line each.
    keys text NOT NULL
);

-- Folded state, signed by the log's key. It can always be thrown away.
CREATE TABLE youwei.snapshots (
    name      text   PRIMARY KEY,
    shape     bigint NOT NULL,
    size      bigint NOT NULL,
    bytes     bytea  NOT NULL,
    signature text   NOT NULL
);

-- Personal values, beside the log and never in it.

-- What is kept of a person: their key, or that they were erased, wrapped by the master
-- key.
CREATE TABLE youwei.people (
    person  uuid  PRIMARY KEY,
    wrapped bytea NOT NULL
);

-- The value of the seal that this entry has at this JSON pointer into its data,
-- encrypted under a key of the person. It is noise, which no compressor makes shorter.
CREATE TABLE youwei.sealed (
    entry_index bigint NOT NULL,
    person      uuid   NOT NULL,
    pointer     text   COLLATE "C" NOT NULL,
    bytes       bytea  NOT NULL,
    PRIMARY KEY (entry_index, pointer)
);
ALTER TABLE youwei.sealed ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX sealed_by_person ON youwei.sealed (person);

-- Guards against accidents. The owner of the tables can drop them; recomputing the tree
-- is what finds that out. PostgreSQL knows no INSERT that replaces a row without an
-- UPDATE, so an INSERT needs no guard but the keys.
CREATE FUNCTION youwei.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON youwei.entries
    EXECUTE FUNCTION youwei.refuse('账本条目不可更改,请追加更正事件 / entries are never changed, append a correction');
CREATE TRIGGER entries_are_never_removed BEFORE DELETE OR TRUNCATE ON youwei.entries
    EXECUTE FUNCTION youwei.refuse('账本条目不可删除,请追加更正事件 / entries are never removed, append a correction');
CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON youwei.log
    EXECUTE FUNCTION youwei.refuse('账本来源不可更改 / the origin is never changed');
CREATE TRIGGER log_is_never_removed BEFORE DELETE OR TRUNCATE ON youwei.log
    EXECUTE FUNCTION youwei.refuse('账本来源不可删除 / the origin is never removed');
