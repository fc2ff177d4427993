-- What keys share, and which of them may read what concerns all keys.
ALTER TABLE api_keys ADD COLUMN owner_group TEXT;
ALTER TABLE api_keys ADD COLUMN is_operator INTEGER NOT NULL DEFAULT 0;

-- The admin key: only a salted hash of it.
CREATE TABLE admin_key (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    hash TEXT NOT NULL,
    made_ms INTEGER NOT NULL
);

-- Every administrative write: who, what, before, after.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    before TEXT,
    after TEXT
);

-- Who opened a run, a tenant, a tag or a conversation that callers name.
CREATE TABLE owners (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    opened_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;
