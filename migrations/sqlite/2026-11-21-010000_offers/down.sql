-- Holds for alternatives have no place in what came before; what they kept is free again.
DELETE FROM occupancy WHERE alternative_id IS NOT NULL;
CREATE TABLE occupancy_old (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    space_id BIGINT NOT NULL REFERENCES space (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    booking_id BIGINT REFERENCES booking (id),
    session_id BIGINT REFERENCES session (id),
    -- Set for a hold: it ends by itself at this moment.
    held_until TIMESTAMP,
    CHECK (ends_at > starts_at),
    CHECK ((booking_id IS NULL) <> (session_id IS NULL))
);
INSERT INTO occupancy_old (id, space_id, starts_at, ends_at, booking_id, session_id, held_until)
    SELECT id, space_id, starts_at, ends_at, booking_id, session_id, held_until FROM occupancy;
DROP TABLE occupancy;
ALTER TABLE occupancy_old RENAME TO occupancy;
CREATE INDEX occupancy_by_space ON occupancy (space_id, ends_at);
CREATE INDEX occupancy_by_booking ON occupancy (booking_id);
CREATE INDEX occupancy_by_session ON occupancy (session_id);
-- Small, whatever the table: only what is held now.
CREATE INDEX occupancy_held ON occupancy (space_id, held_until) WHERE held_until IS NOT NULL;

ALTER TABLE alternative DROP COLUMN disruption_id;
ALTER TABLE alternative DROP COLUMN held_until;
ALTER TABLE booking DROP COLUMN disruption_id;
ALTER TABLE booking DROP COLUMN offered_until;

DROP TABLE change_request;
DROP TABLE closure;
DROP TABLE disruption;
