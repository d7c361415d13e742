-- A booking that went to another room, or whose troupe is not named any more: the calendar of the room it was in says
-- that it was cancelled there.
CREATE TABLE booking_left (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    room_id BIGINT NOT NULL REFERENCES room (id),
    -- As it was.
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    left_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX booking_left_once ON booking_left (booking_id, room_id);
CREATE INDEX booking_left_by_room ON booking_left (room_id, left_at);
