-- Virtual keys. Of their secrets only a hash is here, made with a pepper that is not in this file.
CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER,
    revoked_ms INTEGER,
    targets TEXT,
    tenant TEXT,
    requests_per_minute INTEGER,
    tokens_per_minute INTEGER,
    max_parallel INTEGER,
    cache_seconds INTEGER
);
