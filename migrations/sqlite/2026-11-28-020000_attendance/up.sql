-- How many came, as somebody said; never changed. Of a booking, a session, or an hour of a drop-in room.
CREATE TABLE attendance_report (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    booking_id BIGINT REFERENCES booking (id),
    session_id BIGINT REFERENCES session (id),
    room_id BIGINT REFERENCES room (id),
    -- When what was counted began, wall-clock; of a drop-in room the hour.
    starts_at TIMESTAMP NOT NULL,
    visits INTEGER NOT NULL CHECK (visits >= 0),
    source TEXT NOT NULL,
    note TEXT NOT NULL,
    reported_by BIGINT REFERENCES person (id),
    reported_at TIMESTAMP NOT NULL,
    -- The one that counts: confirmed and not superseded. confirmed_by is NULL where a rule confirmed it.
    confirmed_at TIMESTAMP,
    confirmed_by BIGINT REFERENCES person (id),
    superseded_at TIMESTAMP,
    CHECK ((booking_id IS NOT NULL) + (session_id IS NOT NULL) + (room_id IS NOT NULL) = 1)
);
CREATE INDEX attendance_report_by_centre ON attendance_report (centre_id, starts_at);
CREATE INDEX attendance_report_by_booking ON attendance_report (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX attendance_report_by_session ON attendance_report (session_id) WHERE session_id IS NOT NULL;
CREATE UNIQUE INDEX attendance_counts_booking ON attendance_report (booking_id)
    WHERE booking_id IS NOT NULL AND confirmed_at IS NOT NULL AND superseded_at IS NULL;
CREATE UNIQUE INDEX attendance_counts_session ON attendance_report (session_id)
    WHERE session_id IS NOT NULL AND confirmed_at IS NOT NULL AND superseded_at IS NULL;
CREATE UNIQUE INDEX attendance_counts_hour ON attendance_report (room_id, starts_at)
    WHERE room_id IS NOT NULL AND confirmed_at IS NOT NULL AND superseded_at IS NULL;

-- Somebody came in: by name, by the code of a registration, or one press of the counter, whose key makes that it
-- is counted once however often it is delivered.
CREATE TABLE check_in (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    booking_id BIGINT REFERENCES booking (id),
    session_id BIGINT REFERENCES session (id),
    registration_id BIGINT REFERENCES registration (id),
    press_key TEXT NOT NULL UNIQUE,
    -- Below zero takes a press back.
    people INTEGER NOT NULL,
    source TEXT NOT NULL,
    pressed_at TIMESTAMP NOT NULL,
    received_at TIMESTAMP NOT NULL,
    received_by BIGINT REFERENCES person (id),
    CHECK ((booking_id IS NOT NULL) + (session_id IS NOT NULL) = 1)
);
CREATE INDEX check_in_by_session ON check_in (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX check_in_by_booking ON check_in (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX check_in_by_registration ON check_in (registration_id) WHERE registration_id IS NOT NULL;

-- That somebody was asked how many came: at once, two days later, and then as a task of staff.
CREATE TABLE attendance_ask (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    booking_id BIGINT REFERENCES booking (id),
    session_id BIGINT REFERENCES session (id),
    round INTEGER NOT NULL,
    history_id BIGINT NOT NULL REFERENCES history (id),
    asked_at TIMESTAMP NOT NULL,
    CHECK ((booking_id IS NOT NULL) + (session_id IS NOT NULL) = 1)
);
CREATE UNIQUE INDEX attendance_ask_of_booking ON attendance_ask (booking_id, round) WHERE booking_id IS NOT NULL;
CREATE UNIQUE INDEX attendance_ask_of_session ON attendance_ask (session_id, round) WHERE session_id IS NOT NULL;

-- Nobody came though it was booked or registered, as staff confirmed; what they take back keeps its row.
CREATE TABLE no_show (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    booking_id BIGINT REFERENCES booking (id),
    registration_id BIGINT REFERENCES registration (id),
    session_id BIGINT REFERENCES session (id),
    note TEXT NOT NULL,
    confirmed_by BIGINT NOT NULL REFERENCES person (id),
    confirmed_at TIMESTAMP NOT NULL,
    withdrawn_by BIGINT REFERENCES person (id),
    withdrawn_at TIMESTAMP,
    CHECK ((booking_id IS NOT NULL) + (registration_id IS NOT NULL) = 1)
);
CREATE UNIQUE INDEX no_show_of_booking ON no_show (booking_id) WHERE booking_id IS NOT NULL AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX no_show_of_registration ON no_show (registration_id, session_id)
    WHERE registration_id IS NOT NULL AND withdrawn_at IS NULL;

-- Further figures, such as 单位数 25; the newest of a name counts.
CREATE TABLE activity_result (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    activity_id BIGINT NOT NULL REFERENCES activity (id),
    name TEXT NOT NULL,
    value BIGINT NOT NULL CHECK (value >= 0),
    reported_by BIGINT NOT NULL REFERENCES person (id),
    reported_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP
);
CREATE UNIQUE INDEX activity_result_counts ON activity_result (activity_id, name) WHERE superseded_at IS NULL;

-- A troupe's list of members, where it keeps one: whom the distinct people of a report are counted from.
CREATE TABLE troupe_member (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    troupe_id BIGINT NOT NULL REFERENCES troupe (id),
    name TEXT NOT NULL,
    joined_on DATE NOT NULL,
    left_on DATE,
    added_by BIGINT NOT NULL REFERENCES person (id),
    added_at TIMESTAMP NOT NULL
);
CREATE INDEX troupe_member_by_troupe ON troupe_member (troupe_id);
