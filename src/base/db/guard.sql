-- Occupancies of a space never overlap, so only the first one that ends after the wanted start can be in the
-- way: with the index on (space_id, ends_at, starts_at) that is one probe, however many rows there are.
DROP TRIGGER IF EXISTS occupancy_taken_once_insert;
CREATE TRIGGER occupancy_taken_once_insert BEFORE INSERT ON occupancy
BEGIN
    SELECT RAISE(ABORT, 'occupancy_taken_once')
    WHERE (
        SELECT starts_at FROM occupancy
        WHERE space_id = NEW.space_id AND ends_at > NEW.starts_at
        ORDER BY ends_at LIMIT 1
    ) < NEW.ends_at;
END;

DROP TRIGGER IF EXISTS occupancy_taken_once_update;
CREATE TRIGGER occupancy_taken_once_update BEFORE UPDATE OF space_id, starts_at, ends_at ON occupancy
BEGIN
    SELECT RAISE(ABORT, 'occupancy_taken_once')
    WHERE (
        SELECT starts_at FROM occupancy
        WHERE space_id = NEW.space_id AND ends_at > NEW.starts_at AND id <> OLD.id
        ORDER BY ends_at LIMIT 1
    ) < NEW.ends_at;
END;
