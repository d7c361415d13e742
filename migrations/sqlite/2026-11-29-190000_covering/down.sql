DROP INDEX occupancy_by_space;
CREATE INDEX occupancy_by_space ON occupancy (space_id, ends_at, starts_at);
