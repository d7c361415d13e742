-- :centres, :weeks and :monday (the first week's, as arguments of date()) are filled in.
CREATE TEMP TABLE n (i INTEGER PRIMARY KEY);
INSERT INTO n WITH RECURSIVE up (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM up LIMIT :weeks * :centres * 100)
SELECT i FROM up;
CREATE TEMP VIEW c AS SELECT i AS c FROM n WHERE i < :centres;
CREATE TEMP VIEW ten AS SELECT i AS r FROM n WHERE i < 10;

INSERT INTO installation VALUES (1, FALSE, '2020-01-01 00:00:00');
INSERT INTO centre (id, slug, name, name_en, address, address_en, phone, area_m2, intro, intro_en, time_zone, created_at)
SELECT c + 1, 'c' || (c + 1), '第' || (c + 1) || '社区党群服务中心', 'Community Centre ' || (c + 1), '和平路1号',
    '1 Heping Road', '010-55550101', 800, '欢迎来坐坐。', 'Drop in.', 'Asia/Shanghai', '2020-01-01 00:00:00' FROM c;

-- Leaders have their troupe's number; then a manager for each centre.
INSERT INTO person (id, name, email, phone, password_hash, lang, operator, active, created_at)
SELECT c * 10 + r + 1, '队长' || (c * 10 + r + 1), 'leader' || (c * 10 + r + 1) || '@example.org', NULL, NULL, 'zh',
    FALSE, TRUE, '2020-01-01 00:00:00' FROM c, ten;
INSERT INTO person (id, name, email, phone, password_hash, lang, operator, active, created_at)
SELECT 100000 + c, '经理' || c, 'manager' || c || '@example.org', NULL, NULL, 'zh', FALSE, TRUE, '2020-01-01 00:00:00'
FROM c;
INSERT INTO membership SELECT 100000 + c, c + 1, 'manager' FROM c;

INSERT INTO space (id, centre_id, name, name_en)
SELECT c * 10 + r + 1, c + 1, (r + 1) || '号厅', 'Space ' || (r + 1) FROM c, ten;
INSERT INTO room (id, centre_id, position, name, name_en, kind, access, mode, capacity, area_m2, floor, noise,
    step_free, turnaround_minutes, shortest_minutes, longest_minutes, grain_minutes, ahead_days, partner, note, note_en,
    active)
SELECT c * 10 + r + 1, c + 1, r, (r + 1) || '号排练厅', 'Studio ' || (r + 1), 'rehearsal', 'bookable', 'instant',
    20 + r * 10, 60, 1 + r / 4, 'normal', TRUE, 0, 30, 240, 30, 36500, '', '', '', TRUE FROM c, ten;
INSERT INTO room_space SELECT id, id FROM room;
INSERT INTO room_equipment SELECT id, 'sound' FROM room;
INSERT INTO room_equipment SELECT id, 'mirror' FROM room WHERE id % 2 = 1;
INSERT INTO opening_hours (centre_id, room_id, weekday, from_minute, to_minute)
SELECT c + 1, NULL, day.i, span.from_minute, span.to_minute FROM c, n AS day,
    (SELECT 510 AS from_minute, 720 AS to_minute UNION SELECT 840, 1050 UNION SELECT 1140, 1260) AS span
WHERE day.i BETWEEN 1 AND 7;

INSERT INTO troupe (id, centre_id, name, name_en, kind, size, named, active, created_at)
SELECT c * 10 + r + 1, c + 1, '第' || (r + 1) || '舞蹈队', 'Dancers ' || (r + 1), 'dance', 20, r % 2 = 0, TRUE,
    '2020-01-01 00:00:00' FROM c, ten;
INSERT INTO troupe_leader SELECT id, id, FALSE FROM troupe;
INSERT INTO agreement (id, centre_id, troupe_id, number, signed_on, starts_on, ends_on, state, week_minutes,
    month_minutes, week_bookings, longest_minutes, created_at)
SELECT id, centre_id, id, '协' || id, '2020-01-01', '2020-01-01', '2199-12-31', 'active', 4800, 19200, 40, 240,
    '2020-01-01 00:00:00' FROM troupe;
INSERT INTO agreement_room SELECT agreement.id, room.id FROM agreement JOIN room USING (centre_id);
INSERT INTO agreement_window SELECT id, day.i, 0, 1440 FROM agreement, n AS day WHERE day.i BETWEEN 1 AND 7;

-- Week by week, so that later rows have higher numbers. The j-th use of a room: mornings, then afternoons.
INSERT INTO booking (id, centre_id, room_id, troupe_id, agreement_id, starts_at, ends_at, turnaround_minutes, purpose,
    size, state, exception, requested_by, on_behalf, requested_at, request_key, decided_by, decided_at, reason, replaces,
    sequence, version)
SELECT i + 1, c + 1, c * 10 + r + 1, troupe, troupe,
    datetime(day, CASE WHEN j < 7 THEN '+9 hours' ELSE '+14 hours' END),
    datetime(day, CASE WHEN j < 7 THEN '+11 hours' ELSE '+16 hours' END), 0, '排练', 20, 'approved', NULL, troupe, FALSE,
    datetime(day, '-7 days'), 'k' || i, NULL, datetime(day, '-7 days'), NULL, NULL, 1, 0
FROM (
    SELECT i, i / 100 % :centres AS c, i % 10 AS r, i / 10 % 10 AS j,
        i / 100 % :centres * 10 + (i + i / 10) % 10 + 1 AS troupe,
        date(:monday, '+' || (i / (100 * :centres) * 7 + i / 10 % 10 % 7) || ' days') AS day
    FROM n
);
INSERT INTO activity (id, centre_id, title, title_en, kind, audience, audience_en, intro, intro_en, state,
    created_by, created_at)
SELECT c * 20 + s.i + 1, c + 1, '健康讲座' || (s.i + 1), 'Health talk ' || (s.i + 1), 'lecture', '居民', 'Residents',
    '请带水杯。', 'Bring a cup.', 'published', 100000 + c, '2020-01-01 00:00:00' FROM c, n AS s WHERE s.i < 20;
INSERT INTO session (id, centre_id, activity_id, room_id, place, place_en, starts_at, ends_at, turnaround_minutes,
    cancelled_at, changed_at, sequence)
SELECT i + 1, c + 1, c * 20 + s + 1, c * 10 + s % 10 + 1, '', '', datetime(day, '+19 hours'), datetime(day, '+20 hours'),
    0, NULL, datetime(day, '-7 days'), 0
FROM (
    SELECT i, i / 20 % :centres AS c, i % 20 AS s,
        date(:monday, '+' || (i / (20 * :centres) * 7 + i % 20 % 7) || ' days') AS day
    FROM n WHERE i < :weeks * :centres * 20
);
INSERT INTO occupancy (space_id, starts_at, ends_at, booking_id, session_id, held_until)
SELECT room_id, starts_at, ends_at, id, NULL, NULL FROM booking
UNION ALL SELECT room_id, starts_at, ends_at, NULL, id, NULL FROM session ORDER BY starts_at;

INSERT INTO history (id, centre_id, subject, subject_id, act, from_state, to_state, person_id, reason, at)
SELECT id, centre_id, 'booking', id, 'asked', NULL, 'approved', requested_by, NULL, requested_at FROM booking;
-- Whole letters for the latest tenth; their size does not matter to what is measured.
INSERT INTO letter (centre_id, history_id, person_id, booking_id, kind, channel, address, lang, subject, body,
    calendar_method, calendar, state, attempts, due_at, leased_until, last_answer, created_at, settled_at, settled_by,
    resent_at)
SELECT centre_id, id, requested_by, id, 'approved', 'email', 'leader' || requested_by || '@example.org', 'zh', '已批准',
    '{"heading":"已批准：排练"}', NULL, NULL, 'sent', 1, requested_at, NULL, '250 OK', requested_at, requested_at,
    NULL, NULL
FROM booking WHERE id > (SELECT max(id) * 9 / 10 FROM booking);
