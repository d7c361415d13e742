ALTER TABLE registration ADD COLUMN code_digest BYTEA;
ALTER TABLE registration DROP COLUMN told_lacking;
ALTER TABLE registration DROP COLUMN reminded;
DELETE FROM letter WHERE person_id IS NULL;
ALTER TABLE letter DROP COLUMN registration_id;
ALTER TABLE letter ALTER COLUMN person_id SET NOT NULL;
