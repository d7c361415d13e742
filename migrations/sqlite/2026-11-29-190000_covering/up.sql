-- With all that is asked of it beside it, what is taken is told by the index alone.
DROP INDEX occupancy_by_space;
CREATE INDEX occupancy_by_space
    ON occupancy (space_id, ends_at, starts_at, held_until, booking_id, session_id, alternative_id);
