ALTER TABLE registration ADD COLUMN code_digest BLOB;
ALTER TABLE registration DROP COLUMN told_lacking;
ALTER TABLE registration DROP COLUMN reminded;
CREATE TABLE letter_before (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT REFERENCES centre (id),
    history_id BIGINT NOT NULL REFERENCES history (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
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
    UNIQUE (history_id, person_id)
);
INSERT INTO letter_before (id, centre_id, history_id, person_id, booking_id, kind, channel, address, lang, subject, body_text, body_html, calendar_method, calendar, state, attempts, due_at, leased_until, last_answer, created_at, settled_at, settled_by, resent_at)
SELECT id, centre_id, history_id, person_id, booking_id, kind, channel, address, lang, subject, body_text, body_html, calendar_method, calendar, state, attempts, due_at, leased_until, last_answer, created_at, settled_at, settled_by, resent_at FROM letter
WHERE person_id IS NOT NULL;
DROP TABLE letter;
ALTER TABLE letter_before RENAME TO letter;
CREATE INDEX letter_due ON letter (state, due_at);
CREATE INDEX letter_by_centre ON letter (centre_id, state, created_at);
CREATE INDEX letter_by_booking ON letter (booking_id);
CREATE INDEX letter_waiting_by_person ON letter (person_id, id) WHERE state = 'waiting';
