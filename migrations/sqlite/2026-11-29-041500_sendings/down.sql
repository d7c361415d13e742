DROP TABLE letter_sent;
CREATE INDEX letter_sent_by_address ON letter (address, settled_at) WHERE registration_id IS NOT NULL;
