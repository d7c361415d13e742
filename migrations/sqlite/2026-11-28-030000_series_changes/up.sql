-- The rule that named the dates of a series, where its weekdays are others by now: exceptions are kept by those dates.
ALTER TABLE series ADD COLUMN named_by TEXT;

-- A wish to change a series from one of its dates on, where some of them need a decision: each of those has a change
-- request, and all of them together are one thing to decide.
CREATE TABLE series_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    series_id BIGINT NOT NULL REFERENCES series (id),
    first_on DATE NOT NULL,
    room_id BIGINT NOT NULL REFERENCES room (id),
    from_minute INTEGER NOT NULL,
    to_minute INTEGER NOT NULL,
    -- The weekdays it should have instead of its own.
    weekdays TEXT,
    size INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    requested_by BIGINT NOT NULL REFERENCES person (id),
    request_key TEXT NOT NULL,
    -- The series says so by now.
    handed_over BOOLEAN NOT NULL,
    CHECK (to_minute > from_minute),
    UNIQUE (requested_by, request_key)
);
CREATE INDEX series_change_by_series ON series_change (series_id);
ALTER TABLE change_request ADD COLUMN series_change_id BIGINT REFERENCES series_change (id);
CREATE INDEX change_request_by_series_change ON change_request (series_change_id) WHERE series_change_id IS NOT NULL;

-- When what was held was free again for those in line, by an act or because its time was over.
ALTER TABLE alternative ADD COLUMN passed_on_at TIMESTAMP;
CREATE INDEX alternative_held ON alternative (held_until)
    WHERE held_until IS NOT NULL AND taken_as IS NULL AND passed_on_at IS NULL;
