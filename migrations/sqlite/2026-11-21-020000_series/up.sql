-- A rule whose dates are ordinary bookings, for one troupe under one agreement.
CREATE TABLE series (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    troupe_id BIGINT NOT NULL REFERENCES troupe (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    agreement_id BIGINT NOT NULL REFERENCES agreement (id),
    rule TEXT NOT NULL,
    starts_on DATE NOT NULL,
    -- One of the two: the last date, or how many dates there are.
    until_on DATE,
    count INTEGER,
    holidays TEXT NOT NULL,
    from_minute INTEGER NOT NULL,
    to_minute INTEGER NOT NULL,
    size INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    requested_by BIGINT NOT NULL REFERENCES person (id),
    on_behalf BOOLEAN NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    request_key TEXT NOT NULL,
    -- When the last of its dates to come was given up, or went to its successor.
    ended_at TIMESTAMP,
    -- The series that this one goes on from.
    predecessor_id BIGINT REFERENCES series (id),
    version INTEGER NOT NULL,
    CHECK (to_minute > from_minute),
    CHECK ((until_on IS NULL) <> (count IS NULL)),
    UNIQUE (requested_by, request_key)
);
CREATE INDEX series_by_troupe ON series (troupe_id, requested_at);
CREATE INDEX series_by_agreement ON series (agreement_id);
CREATE INDEX series_by_predecessor ON series (predecessor_id);

-- A date of the rule that has no booking, by where the rule put it.
CREATE TABLE series_exception (
    series_id BIGINT NOT NULL REFERENCES series (id),
    original_date DATE NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (series_id, original_date)
);

-- The series a booking belongs to, and the date of the rule that it stands for, wherever it was moved.
ALTER TABLE booking ADD COLUMN series_id BIGINT REFERENCES series (id);
ALTER TABLE booking ADD COLUMN original_date DATE;
CREATE INDEX booking_by_series ON booking (series_id, original_date) WHERE series_id IS NOT NULL;

-- A letter about several bookings of a series goes out in its order among all of its reader's.
CREATE INDEX letter_waiting_by_person ON letter (person_id, id) WHERE state = 'waiting';
