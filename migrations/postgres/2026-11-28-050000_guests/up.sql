-- A letter is to a person who has an account, or to somebody registered without one.
ALTER TABLE letter ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE letter ADD COLUMN registration_id BIGINT REFERENCES registration (id);
ALTER TABLE letter ADD CONSTRAINT letter_to_one CHECK (num_nonnulls(person_id, registration_id) = 1);
ALTER TABLE letter ADD CONSTRAINT letter_once_a_registration UNIQUE (history_id, registration_id);
CREATE INDEX letter_waiting_by_registration ON letter (registration_id, id) WHERE state = 'waiting';
CREATE INDEX letter_by_registration ON letter (registration_id) WHERE registration_id IS NOT NULL;
-- How many an address was sent of late.
CREATE INDEX letter_by_address ON letter (address, due_at) WHERE registration_id IS NOT NULL;

-- Reminded the day before, unless they said no.
ALTER TABLE registration ADD COLUMN reminded BOOLEAN NOT NULL DEFAULT TRUE;
-- How many places the first in line was last told that it lacks.
ALTER TABLE registration ADD COLUMN told_lacking INTEGER;
-- The code is reckoned from the row, so that it can be shown and printed again.
ALTER TABLE registration DROP COLUMN code_digest;
