-- What roles have learned of their runs: when to go on with a stronger model.
CREATE TABLE escalations (
    role TEXT NOT NULL PRIMARY KEY,
    state BLOB NOT NULL
) WITHOUT ROWID;
