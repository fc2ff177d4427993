-- What each budget has spent and holds, and what it was when it was last used. Amounts are decimals as text, which are exact; they are added up outside of SQLite.
CREATE TABLE budget_counts (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    window TEXT NOT NULL,
    limit_usd TEXT NOT NULL,
    action TEXT NOT NULL,
    shadow INTEGER NOT NULL,
    alert_percent INTEGER NOT NULL DEFAULT 0,
    alert_limit TEXT NOT NULL DEFAULT '0',
    alert_until INTEGER NOT NULL DEFAULT 0,
    UNIQUE (scope, window, name)
);

CREATE TABLE budget_spend (
    count_id INTEGER NOT NULL REFERENCES budget_counts (id),
    slot INTEGER NOT NULL,
    usd TEXT NOT NULL,
    PRIMARY KEY (count_id, slot)
) WITHOUT ROWID;

-- A process that holds money renews its lease; without one, what it holds is given up.
CREATE TABLE budget_owners (
    owner TEXT PRIMARY KEY,
    lease_until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE budget_holds (
    count_id INTEGER NOT NULL REFERENCES budget_counts (id),
    reservation TEXT NOT NULL,
    owner TEXT NOT NULL,
    usd TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (count_id, reservation)
) WITHOUT ROWID;

-- Budgets that were set in the file. They go before those that an app configures.
CREATE TABLE budgets (
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    window TEXT NOT NULL,
    limit_usd TEXT NOT NULL,
    action TEXT NOT NULL,
    shadow INTEGER NOT NULL,
    PRIMARY KEY (scope, name, window)
) WITHOUT ROWID;

CREATE TABLE budget_events (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    window TEXT NOT NULL,
    event TEXT NOT NULL,
    percent INTEGER,
    usd TEXT NOT NULL
);
