-- Wall-clock times (starts_at, ends_at of rooms' things) carry no zone; all other times are UTC.
-- Minutes of a day run from 0 to 1440. Weekdays run from 1 (Monday) to 7.

CREATE TABLE installation (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    demo BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE centre (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    address TEXT NOT NULL,
    address_en TEXT NOT NULL,
    phone TEXT NOT NULL,
    area_m2 INTEGER NOT NULL,
    intro TEXT NOT NULL,
    intro_en TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL,
    email TEXT UNIQUE,
    phone TEXT UNIQUE,
    password_hash TEXT,
    lang TEXT NOT NULL,
    operator BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CHECK (email IS NOT NULL OR phone IS NOT NULL)
);

CREATE TABLE membership (
    person_id BIGINT NOT NULL REFERENCES person (id),
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    role TEXT NOT NULL,
    PRIMARY KEY (person_id, centre_id)
);
CREATE INDEX membership_by_centre ON membership (centre_id);

-- A signed-in browser. The cookie's secret is kept as a digest only.
CREATE TABLE sign_in (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES person (id),
    digest BLOB NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX sign_in_by_person ON sign_in (person_id);

-- A one-time way in: a link by e-mail, or a code that staff print.
CREATE TABLE sign_in_key (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    digest BLOB,
    issued_by BIGINT REFERENCES person (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX sign_in_key_by_person ON sign_in_key (person_id, kind);

-- Failed tries, by a digest of the account or the address.
CREATE TABLE sign_in_failure (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    subject TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX sign_in_failure_by_subject ON sign_in_failure (subject, at);

CREATE TABLE api_token (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES person (id),
    digest BLOB NOT NULL UNIQUE,
    label TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);

CREATE TABLE space (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    name TEXT NOT NULL,
    name_en TEXT NOT NULL
);
CREATE INDEX space_by_centre ON space (centre_id);

CREATE TABLE room (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL,
    access TEXT NOT NULL,
    mode TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    area_m2 INTEGER NOT NULL,
    floor INTEGER NOT NULL,
    noise TEXT NOT NULL,
    step_free BOOLEAN NOT NULL,
    turnaround_minutes INTEGER NOT NULL,
    shortest_minutes INTEGER NOT NULL,
    longest_minutes INTEGER NOT NULL,
    grain_minutes INTEGER NOT NULL,
    ahead_days INTEGER NOT NULL,
    partner TEXT NOT NULL,
    note TEXT NOT NULL,
    note_en TEXT NOT NULL,
    active BOOLEAN NOT NULL
);
CREATE INDEX room_by_centre ON room (centre_id, position);

CREATE TABLE room_space (
    room_id BIGINT NOT NULL REFERENCES room (id),
    space_id BIGINT NOT NULL REFERENCES space (id),
    PRIMARY KEY (room_id, space_id)
);
CREATE INDEX room_space_by_space ON room_space (space_id);

CREATE TABLE room_equipment (
    room_id BIGINT NOT NULL REFERENCES room (id),
    equipment TEXT NOT NULL,
    PRIMARY KEY (room_id, equipment)
);

CREATE TABLE room_neighbour (
    room_id BIGINT NOT NULL REFERENCES room (id),
    neighbour_id BIGINT NOT NULL REFERENCES room (id),
    PRIMARY KEY (room_id, neighbour_id)
);

-- Who decides where a partner runs the room.
CREATE TABLE room_approver (
    room_id BIGINT NOT NULL REFERENCES room (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (room_id, person_id)
);

-- The weekly pattern; a room with rows of its own does not follow the centre's.
CREATE TABLE opening_hours (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    room_id BIGINT REFERENCES room (id),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    from_minute INTEGER NOT NULL CHECK (from_minute >= 0),
    to_minute INTEGER NOT NULL CHECK (to_minute > from_minute AND to_minute <= 1440)
);
CREATE INDEX opening_hours_by_centre ON opening_hours (centre_id);

-- One date that differs: its spans replace the weekly ones; without spans it is shut.
CREATE TABLE special_day (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    room_id BIGINT REFERENCES room (id),
    date DATE NOT NULL,
    reason TEXT NOT NULL,
    reason_en TEXT NOT NULL
);
CREATE INDEX special_day_by_centre ON special_day (centre_id, date);

CREATE TABLE special_span (
    special_day_id BIGINT NOT NULL REFERENCES special_day (id) ON DELETE CASCADE,
    from_minute INTEGER NOT NULL CHECK (from_minute >= 0),
    to_minute INTEGER NOT NULL CHECK (to_minute > from_minute AND to_minute <= 1440),
    PRIMARY KEY (special_day_id, from_minute)
);

CREATE TABLE troupe (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    named BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX troupe_by_centre ON troupe (centre_id);

CREATE TABLE troupe_leader (
    troupe_id BIGINT NOT NULL REFERENCES troupe (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    deputy BOOLEAN NOT NULL,
    PRIMARY KEY (troupe_id, person_id)
);
CREATE INDEX troupe_leader_by_person ON troupe_leader (person_id);

CREATE TABLE agreement (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    troupe_id BIGINT NOT NULL REFERENCES troupe (id),
    number TEXT NOT NULL,
    signed_on DATE NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    active BOOLEAN NOT NULL,
    week_minutes INTEGER,
    month_minutes INTEGER,
    week_bookings INTEGER,
    longest_minutes INTEGER,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (centre_id, number),
    CHECK (ends_on >= starts_on)
);
CREATE INDEX agreement_by_troupe ON agreement (troupe_id, starts_on);

CREATE TABLE agreement_room (
    agreement_id BIGINT NOT NULL REFERENCES agreement (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    PRIMARY KEY (agreement_id, room_id)
);

CREATE TABLE agreement_window (
    agreement_id BIGINT NOT NULL REFERENCES agreement (id),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    from_minute INTEGER NOT NULL CHECK (from_minute >= 0),
    to_minute INTEGER NOT NULL CHECK (to_minute > from_minute AND to_minute <= 1440),
    PRIMARY KEY (agreement_id, weekday, from_minute)
);

CREATE TABLE booking (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    troupe_id BIGINT NOT NULL REFERENCES troupe (id),
    agreement_id BIGINT REFERENCES agreement (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    turnaround_minutes INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    size INTEGER NOT NULL,
    state TEXT NOT NULL,
    -- The rule it asks to be excepted from, as a word; NULL when its agreement covers it.
    exception TEXT,
    requested_by BIGINT NOT NULL REFERENCES person (id),
    on_behalf BOOLEAN NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    request_key TEXT NOT NULL,
    -- Who moved it to its present state, when, and the words given.
    decided_by BIGINT REFERENCES person (id),
    decided_at TIMESTAMP,
    reason TEXT,
    replaces BIGINT REFERENCES booking (id),
    -- Calendar objects sent so far (RFC 5545 §3.8.7.4).
    sequence INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CHECK (ends_at > starts_at),
    UNIQUE (requested_by, request_key)
);
CREATE INDEX booking_by_room ON booking (room_id, starts_at);
CREATE INDEX booking_by_troupe ON booking (troupe_id, starts_at);
CREATE INDEX booking_by_centre ON booking (centre_id, state, requested_at);
CREATE INDEX booking_by_agreement ON booking (agreement_id, starts_at);

CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    kind TEXT NOT NULL,
    audience TEXT NOT NULL,
    audience_en TEXT NOT NULL,
    intro TEXT NOT NULL,
    intro_en TEXT NOT NULL,
    published BOOLEAN NOT NULL,
    created_by BIGINT NOT NULL REFERENCES person (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX activity_by_centre ON activity (centre_id);

CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    activity_id BIGINT NOT NULL REFERENCES activity (id),
    room_id BIGINT REFERENCES room (id),
    place TEXT NOT NULL,
    place_en TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    turnaround_minutes INTEGER NOT NULL,
    cancelled_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    sequence INTEGER NOT NULL,
    CHECK (ends_at > starts_at)
);
CREATE INDEX session_by_centre ON session (centre_id, starts_at);
CREATE INDEX session_by_activity ON session (activity_id);

-- The only thing that makes a space taken: [starts_at, ends_at), turnaround included.
CREATE TABLE occupancy (
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
CREATE INDEX occupancy_by_space ON occupancy (space_id, ends_at);
CREATE INDEX occupancy_by_booking ON occupancy (booking_id);
CREATE INDEX occupancy_by_session ON occupancy (session_id);
-- Small, whatever the table: only what is held now.
CREATE INDEX occupancy_held ON occupancy (space_id, held_until) WHERE held_until IS NOT NULL;

-- A span that a conflict notice offers instead of what a booking wanted; taken by one press.
CREATE TABLE alternative (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    taken_as BIGINT REFERENCES booking (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX alternative_by_booking ON alternative (booking_id);

-- What happened, by whom, when, why. Rows are never changed or deleted.
CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT REFERENCES centre (id),
    subject TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    person_id BIGINT REFERENCES person (id),
    reason TEXT,
    at TIMESTAMP NOT NULL
);
CREATE INDEX history_by_subject ON history (subject, subject_id);

-- The outbox: one letter to one person about one fact.
CREATE TABLE letter (
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
CREATE INDEX letter_due ON letter (state, due_at);
CREATE INDEX letter_by_centre ON letter (centre_id, state, created_at);
CREATE INDEX letter_by_booking ON letter (booking_id);
