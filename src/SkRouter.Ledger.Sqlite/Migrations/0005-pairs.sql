-- Sums for each pair of values of two dimensions ('agent|model', 'role|tag:project', ...), by day: what a breakdown by both reads. An hour's
-- requests are added once it is over; pair_hours says which hours are in. The others, the running one at least, are read from the requests.
CREATE TABLE spend_pairs (
    dimensions TEXT NOT NULL,
    start INTEGER NOT NULL,
    value NOT NULL,
    second NOT NULL,
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
    PRIMARY KEY (dimensions, start, value, second)
) WITHOUT ROWID;

CREATE TABLE pair_hours (
    start INTEGER PRIMARY KEY
);

-- What is rare among a million is found without reading the rows: the index has the names that records are asked for by. It is written to at its end, where
-- one index for each name would be written to everywhere.
DROP INDEX requests_by_start;
CREATE INDEX requests_by_start ON requests (started_at, agent_id, role_id, model_id, deployment_id, tenant_id);
