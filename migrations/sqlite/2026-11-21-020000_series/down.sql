DROP INDEX letter_waiting_by_person;
DROP INDEX booking_by_series;
ALTER TABLE booking DROP COLUMN original_date;
ALTER TABLE booking DROP COLUMN series_id;

DROP TABLE series_exception;
DROP TABLE series;
