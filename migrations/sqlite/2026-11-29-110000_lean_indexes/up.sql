-- With the start beside it, what only lies near what is looked for is told by the index alone.
DROP INDEX occupancy_by_space;
CREATE INDEX occupancy_by_space ON occupancy (space_id, ends_at, starts_at);
-- A row that is of no session, or of no registration, need not be in the index that finds those that are: every booking
-- would write it there for nothing.
DROP INDEX occupancy_by_booking;
CREATE INDEX occupancy_by_booking ON occupancy (booking_id) WHERE booking_id IS NOT NULL;
DROP INDEX occupancy_by_session;
CREATE INDEX occupancy_by_session ON occupancy (session_id) WHERE session_id IS NOT NULL;
DROP INDEX letter_waiting_by_registration;
CREATE INDEX letter_waiting_by_registration ON letter (registration_id, id)
    WHERE state = 'waiting' AND registration_id IS NOT NULL;
