-- How many letters an address without an account was sent of late, and which of those that wait is the next.
DROP INDEX letter_by_address;
CREATE INDEX letter_sent_by_address ON letter (address, settled_at) WHERE registration_id IS NOT NULL;
CREATE INDEX letter_waiting_by_address ON letter (address, id)
    WHERE registration_id IS NOT NULL AND state = 'waiting';
