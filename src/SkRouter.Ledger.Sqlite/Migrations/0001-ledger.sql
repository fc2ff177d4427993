-- Times are ticks of 100 ns since 1970-01-01 UTC; hours and days are counted from there. Money is three whole numbers that are summed
-- apart: USD, 10^-9 USD and 10^-18 USD. usage, latency and first_token hold counts by index, see SparseCounts.

CREATE TABLE names (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE agents (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL
);

CREATE TABLE price_versions (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL UNIQUE,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL
);

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    run TEXT NOT NULL UNIQUE,
    started_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    round_trips INTEGER NOT NULL,
    unanswered INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    fallbacks INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    cost_usd INTEGER NOT NULL,
    cost_nano INTEGER NOT NULL,
    cost_atto INTEGER NOT NULL,
    baseline_usd INTEGER NOT NULL,
    baseline_nano INTEGER NOT NULL,
    baseline_atto INTEGER NOT NULL,
    saved_usd INTEGER NOT NULL,
    saved_nano INTEGER NOT NULL,
    saved_atto INTEGER NOT NULL,
    usage BLOB NOT NULL,
    latency BLOB NOT NULL,
    first_token BLOB NOT NULL
);

CREATE INDEX runs_by_start ON runs (started_at, cost_usd, cost_nano);
CREATE INDEX runs_by_cost ON runs (cost_usd + cost_nano * 1e-9, started_at);
CREATE INDEX runs_by_end ON runs (last_at);

CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    record_id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    duration INTEGER NOT NULL,
    first_token INTEGER,
    run_id INTEGER NOT NULL,
    agent_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    model_id INTEGER,
    deployment_id INTEGER,
    provider_id INTEGER,
    tenant_id INTEGER,
    price_version_id INTEGER,
    outcome INTEGER NOT NULL,
    error INTEGER,
    streamed INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    fell_back INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    -- All three are null where the cost, or the baseline, is unknown.
    cost_usd INTEGER,
    cost_nano INTEGER,
    cost_atto INTEGER,
    baseline_usd INTEGER,
    baseline_nano INTEGER,
    baseline_atto INTEGER,
    usage BLOB NOT NULL,
    -- A JSON object; null where there are none.
    tags TEXT
);

CREATE INDEX requests_by_start ON requests (started_at);
CREATE INDEX requests_by_run ON requests (run_id);
CREATE INDEX requests_unanswered ON requests (started_at) WHERE outcome <> 0;

CREATE TABLE attempts (
    request_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    deployment_id INTEGER NOT NULL,
    model_id INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    duration INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    failure_kind INTEGER,
    status INTEGER,
    cost_usd INTEGER,
    cost_nano INTEGER,
    cost_atto INTEGER,
    PRIMARY KEY (request_id, number)
) WITHOUT ROWID;

-- The whole record, as JSON.
CREATE TABLE decisions (
    request_id INTEGER PRIMARY KEY,
    record TEXT NOT NULL
);

-- Sums for each value of one dimension ('agent', 'model', 'tag:project', ...; 'all' for everything). A value that is not known is 0.
CREATE TABLE spend_hours (
    dimension TEXT NOT NULL,
    start INTEGER NOT NULL,
    value NOT NULL,
    round_trips INTEGER NOT NULL,
    unanswered INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    fallbacks INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    cost_usd INTEGER NOT NULL,
    cost_nano INTEGER NOT NULL,
    cost_atto INTEGER NOT NULL,
    baseline_usd INTEGER NOT NULL,
    baseline_nano INTEGER NOT NULL,
    baseline_atto INTEGER NOT NULL,
    saved_usd INTEGER NOT NULL,
    saved_nano INTEGER NOT NULL,
    saved_atto INTEGER NOT NULL,
    usage BLOB NOT NULL,
    latency BLOB NOT NULL,
    first_token BLOB NOT NULL,
    PRIMARY KEY (dimension, start, value)
) WITHOUT ROWID;

CREATE TABLE spend_days (
    dimension TEXT NOT NULL,
    start INTEGER NOT NULL,
    value NOT NULL,
    round_trips INTEGER NOT NULL,
    unanswered INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    fallbacks INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    cost_usd INTEGER NOT NULL,
    cost_nano INTEGER NOT NULL,
    cost_atto INTEGER NOT NULL,
    baseline_usd INTEGER NOT NULL,
    baseline_nano INTEGER NOT NULL,
    baseline_atto INTEGER NOT NULL,
    saved_usd INTEGER NOT NULL,
    saved_nano INTEGER NOT NULL,
    saved_atto INTEGER NOT NULL,
    usage BLOB NOT NULL,
    latency BLOB NOT NULL,
    first_token BLOB NOT NULL,
    PRIMARY KEY (dimension, start, value)
) WITHOUT ROWID;

-- One row: before these times records, and sums by hour, may have been deleted; null if nothing ever was.
CREATE TABLE coverage (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    records_since INTEGER,
    hours_since INTEGER
);

INSERT INTO coverage (id) VALUES (1);
