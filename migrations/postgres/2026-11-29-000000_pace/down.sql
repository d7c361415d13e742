DROP INDEX letter_waiting_by_address;
DROP INDEX letter_sent_by_address;
CREATE INDEX letter_by_address ON letter (address, due_at) WHERE registration_id IS NOT NULL;
