DROP INDEX alternative_held;
ALTER TABLE alternative DROP COLUMN passed_on_at;
DROP INDEX change_request_by_series_change;
ALTER TABLE change_request DROP COLUMN series_change_id;
DROP TABLE series_change;
ALTER TABLE series DROP COLUMN named_by;
