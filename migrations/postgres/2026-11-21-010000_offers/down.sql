-- Holds for alternatives have no place in what came before; what they kept is free again.
DELETE FROM occupancy WHERE alternative_id IS NOT NULL;
DROP INDEX occupancy_by_alternative;
ALTER TABLE occupancy DROP CONSTRAINT occupancy_hold_ends;
ALTER TABLE occupancy DROP CONSTRAINT occupancy_of_one_thing;
ALTER TABLE occupancy DROP COLUMN alternative_id;
ALTER TABLE occupancy ADD CONSTRAINT occupancy_check1 CHECK ((booking_id IS NULL) <> (session_id IS NULL));

ALTER TABLE alternative DROP COLUMN disruption_id;
ALTER TABLE alternative DROP COLUMN held_until;
ALTER TABLE booking DROP COLUMN disruption_id;
ALTER TABLE booking DROP COLUMN offered_until;

DROP TABLE change_request;
DROP TABLE closure;
DROP TABLE disruption;
