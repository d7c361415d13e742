-- One act by which the centre takes away what stood: its own need, a closure, a fault, changed hours, an agreement
-- suspended or ended early.
CREATE TABLE disruption (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    cause TEXT NOT NULL,
    reason TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES person (id),
    made_at TIMESTAMP NOT NULL,
    request_key TEXT NOT NULL,
    UNIQUE (made_by, request_key)
);
CREATE INDEX disruption_by_centre ON disruption (centre_id, made_at);

-- A span in which a room, or the whole centre, is not open, whatever its hours say. It takes nothing.
CREATE TABLE closure (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    room_id BIGINT REFERENCES room (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    reason TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    disruption_id BIGINT NOT NULL REFERENCES disruption (id),
    lifted_at TIMESTAMP,
    lifted_by BIGINT REFERENCES person (id),
    CHECK (ends_at > starts_at)
);
CREATE INDEX closure_by_centre ON closure (centre_id, ends_at);

-- A wish to change an approved booking, which stays what it is until the wish is granted.
CREATE TABLE change_request (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    size INTEGER NOT NULL,
    state TEXT NOT NULL,
    exception TEXT,
    requested_by BIGINT NOT NULL REFERENCES person (id),
    on_behalf BOOLEAN NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    request_key TEXT NOT NULL,
    decided_by BIGINT REFERENCES person (id),
    decided_at TIMESTAMP,
    reason TEXT,
    CHECK (ends_at > starts_at),
    UNIQUE (requested_by, request_key)
);
CREATE INDEX change_request_by_booking ON change_request (booking_id);

-- Until when an offered booking is held for its troupe.
ALTER TABLE booking ADD COLUMN offered_until TIMESTAMP;
-- The act that took it away.
ALTER TABLE booking ADD COLUMN disruption_id BIGINT REFERENCES disruption (id);

-- Until when an alternative is held, and by which act; both NULL where nothing is held.
ALTER TABLE alternative ADD COLUMN held_until TIMESTAMP;
ALTER TABLE alternative ADD COLUMN disruption_id BIGINT REFERENCES disruption (id);

-- A hold for an alternative is the third thing that takes a space. SQLite changes a CHECK by a new table; the guard's
-- triggers, which go with the old one, are made anew at every start.
CREATE TABLE occupancy_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    space_id BIGINT NOT NULL REFERENCES space (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    booking_id BIGINT REFERENCES booking (id),
    session_id BIGINT REFERENCES session (id),
    -- Set for a hold: it ends by itself at this moment.
    held_until TIMESTAMP,
    alternative_id BIGINT REFERENCES alternative (id),
    CHECK (ends_at > starts_at),
    CHECK ((booking_id IS NOT NULL) + (session_id IS NOT NULL) + (alternative_id IS NOT NULL) = 1),
    CHECK (alternative_id IS NULL OR held_until IS NOT NULL)
);
INSERT INTO occupancy_new (id, space_id, starts_at, ends_at, booking_id, session_id, held_until)
    SELECT id, space_id, starts_at, ends_at, booking_id, session_id, held_until FROM occupancy;
DROP TABLE occupancy;
ALTER TABLE occupancy_new RENAME TO occupancy;
CREATE INDEX occupancy_by_space ON occupancy (space_id, ends_at);
CREATE INDEX occupancy_by_booking ON occupancy (booking_id);
CREATE INDEX occupancy_by_session ON occupancy (session_id);
CREATE INDEX occupancy_by_alternative ON occupancy (alternative_id) WHERE alternative_id IS NOT NULL;
-- Small, whatever the table: only what is held now.
CREATE INDEX occupancy_held ON occupancy (space_id, held_until) WHERE held_until IS NOT NULL;
