-- How far each journal is in the tables: the number of the last entry that is. See Journals/Journal.cs.
CREATE TABLE journals (
    id TEXT NOT NULL PRIMARY KEY,
    ingested INTEGER NOT NULL
) WITHOUT ROWID;
