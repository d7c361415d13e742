-- A resident's place in a course or in one session. Name and addresses go when they are erased; the row stays.
CREATE TABLE registration (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    activity_id BIGINT NOT NULL REFERENCES activity (id),
    -- NULL: for the whole course.
    session_id BIGINT REFERENCES session (id),
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    lang TEXT NOT NULL,
    -- How many people, the one who registers among them.
    party INTEGER NOT NULL CHECK (party >= 1),
    state TEXT NOT NULL,
    -- Who agreed for a child.
    guardian TEXT NOT NULL,
    note TEXT NOT NULL,
    -- Its place in line.
    queued_at TIMESTAMP,
    offered_until TIMESTAMP,
    -- Of the code that somebody without e-mail wrote down.
    code_digest BLOB,
    -- Staff who registered them at the desk.
    entered_by BIGINT REFERENCES person (id),
    request_key TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    reason TEXT,
    -- Calendar objects sent so far (RFC 5545 §3.8.7.4).
    sequence INTEGER NOT NULL,
    version INTEGER NOT NULL,
    erased_at TIMESTAMP
);
CREATE INDEX registration_by_activity ON registration (activity_id, state);
CREATE INDEX registration_by_session ON registration (session_id, state);
CREATE INDEX registration_by_centre ON registration (centre_id, created_at);
CREATE INDEX registration_by_phone ON registration (phone);
CREATE INDEX registration_by_email ON registration (email);

-- A place that is given, as a numbered seat: the database itself refuses to give it twice.
CREATE TABLE seat (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    activity_id BIGINT NOT NULL REFERENCES activity (id),
    session_id BIGINT REFERENCES session (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    registration_id BIGINT NOT NULL REFERENCES registration (id)
);
CREATE UNIQUE INDEX seat_of_course ON seat (activity_id, number) WHERE session_id IS NULL;
CREATE UNIQUE INDEX seat_of_session ON seat (session_id, number) WHERE session_id IS NOT NULL;
CREATE INDEX seat_by_registration ON seat (registration_id);

-- That somebody was reminded of a session.
CREATE TABLE registration_reminder (
    registration_id BIGINT NOT NULL REFERENCES registration (id),
    session_id BIGINT NOT NULL REFERENCES session (id),
    history_id BIGINT NOT NULL REFERENCES history (id),
    PRIMARY KEY (registration_id, session_id)
);
