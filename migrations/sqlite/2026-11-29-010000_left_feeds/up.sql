-- A session that went to another room, or to another kind or troupe with its activity: the calendar it was in says
-- that it was cancelled there.
CREATE TABLE session_left (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    session_id BIGINT NOT NULL REFERENCES session (id),
    feed TEXT NOT NULL,
    -- As it was.
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    left_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX session_left_once ON session_left (session_id, feed);
CREATE INDEX session_left_by_feed ON session_left (centre_id, feed, left_at);
