DROP INDEX letter_waiting_by_registration;
CREATE INDEX letter_waiting_by_registration ON letter (registration_id, id) WHERE state = 'waiting';
DROP INDEX occupancy_by_session;
CREATE INDEX occupancy_by_session ON occupancy (session_id);
DROP INDEX occupancy_by_booking;
CREATE INDEX occupancy_by_booking ON occupancy (booking_id);
DROP INDEX occupancy_by_space;
CREATE INDEX occupancy_by_space ON occupancy (space_id, ends_at);
