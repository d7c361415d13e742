-- What a letter about many bookings is about: a series, or all that one act hit.
CREATE TABLE letter_about (
    letter_id BIGINT NOT NULL REFERENCES letter (id),
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    PRIMARY KEY (letter_id, booking_id)
);
CREATE INDEX letter_about_by_booking ON letter_about (booking_id);
-- A letter about a series said how every date of it stood.
INSERT INTO letter_about (letter_id, booking_id)
SELECT letter.id, booking.id FROM letter
JOIN history ON history.id = letter.history_id AND history.subject = 'series'
JOIN booking ON booking.series_id = history.subject_id AND booking.requested_at <= letter.created_at;
