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

-- What is rare among a million is found at once: an agent's last requests, a deployment's.
CREATE INDEX requests_by_agent ON requests (agent_id, started_at);
CREATE INDEX requests_by_role ON requests (role_id, started_at);
CREATE INDEX requests_by_model ON requests (model_id, started_at);
CREATE INDEX requests_by_deployment ON requests (deployment_id, started_at);
CREATE INDEX requests_by_tenant ON requests (tenant_id, started_at) WHERE tenant_id IS NOT NULL;
