-- What outcomes taught of each model, over all roles and categories where those are empty.
CREATE TABLE abilities (
    model TEXT NOT NULL,
    role TEXT NOT NULL,
    category TEXT NOT NULL,
    mean REAL NOT NULL,
    variance REAL NOT NULL,
    outcomes INTEGER NOT NULL,
    PRIMARY KEY (model, role, category)
) WITHOUT ROWID;
