-- Responses that clients asked to be kept: GET /v1/responses/{id}, previous_response_id.
CREATE TABLE responses (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    previous_id TEXT,
    input BLOB NOT NULL,
    response BLOB NOT NULL
);

CREATE INDEX responses_by_expiry ON responses (expires_ms);

CREATE TABLE response_items (
    item_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    PRIMARY KEY (item_id, response_id)
) WITHOUT ROWID;

CREATE INDEX response_items_by_response ON response_items (response_id);

CREATE TRIGGER responses_deleted AFTER DELETE ON responses BEGIN
    DELETE FROM response_items WHERE response_id = old.id;
END;
