-- Personal values, beside the log and never in it. Both tables are written anew when a
-- person is erased, because SQLite overwrites what is deleted but not the copies that
-- it left behind when it moved rows from one page to another.

-- What is kept of a person: their key, or that they were erased, wrapped by the master
-- key. In the order of pseudonyms, which are random, and of nothing else.
CREATE TABLE people (
    person  BLOB PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The value of the seal that this entry has at this JSON pointer into its data,
-- encrypted under a key of the person. No index by person: only an erasure looks for
-- one, and it goes through the whole table anyway.
CREATE TABLE sealed (
    entry_index INTEGER NOT NULL,
    pointer     TEXT    NOT NULL,
    person      BLOB    NOT NULL,
    bytes       BLOB    NOT NULL,
    PRIMARY KEY (entry_index, pointer)
) STRICT, WITHOUT ROWID;
