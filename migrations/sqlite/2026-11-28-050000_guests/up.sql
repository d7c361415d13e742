-- A letter is to a person who has an account, or to somebody registered without one. SQLite cannot loosen a column:
-- the table is built anew.
CREATE TABLE letter_anew (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT REFERENCES centre (id),
    history_id BIGINT NOT NULL REFERENCES history (id),
    person_id BIGINT REFERENCES person (id),
    registration_id BIGINT REFERENCES registration (id),
    booking_id BIGINT REFERENCES booking (id),
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    calendar_method TEXT,
    calendar TEXT,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at TIMESTAMP NOT NULL,
    leased_until TIMESTAMP,
    last_answer TEXT,
    created_at TIMESTAMP NOT NULL,
    settled_at TIMESTAMP,
    settled_by BIGINT REFERENCES person (id),
    -- When staff last had it sent again; a send of its own, with a Message-ID of its own.
    resent_at TIMESTAMP,
    UNIQUE (history_id, person_id),
    UNIQUE (history_id, registration_id),
    CHECK ((person_id IS NULL) <> (registration_id IS NULL))
);
INSERT INTO letter_anew (id, centre_id, history_id, person_id, booking_id, kind, channel, address, lang, subject, body_text, body_html, calendar_method, calendar, state, attempts, due_at, leased_until, last_answer, created_at, settled_at, settled_by, resent_at)
SELECT id, centre_id, history_id, person_id, booking_id, kind, channel, address, lang, subject, body_text, body_html, calendar_method, calendar, state, attempts, due_at, leased_until, last_answer, created_at, settled_at, settled_by, resent_at FROM letter;
DROP TABLE letter;
ALTER TABLE letter_anew RENAME TO letter;
CREATE INDEX letter_due ON letter (state, due_at);
CREATE INDEX letter_by_centre ON letter (centre_id, state, created_at);
CREATE INDEX letter_by_booking ON letter (booking_id);
CREATE INDEX letter_waiting_by_person ON letter (person_id, id) WHERE state = 'waiting';
CREATE INDEX letter_waiting_by_registration ON letter (registration_id, id) WHERE state = 'waiting';
CREATE INDEX letter_by_registration ON letter (registration_id) WHERE registration_id IS NOT NULL;
-- How many an address was sent of late.
CREATE INDEX letter_by_address ON letter (address, due_at) WHERE registration_id IS NOT NULL;

-- Reminded the day before, unless they said no.
ALTER TABLE registration ADD COLUMN reminded BOOLEAN NOT NULL DEFAULT TRUE;
-- How many places the first in line was last told that it lacks.
ALTER TABLE registration ADD COLUMN told_lacking INTEGER;
-- The code is reckoned from the row, so that it can be shown and printed again.
ALTER TABLE registration DROP COLUMN code_digest;
