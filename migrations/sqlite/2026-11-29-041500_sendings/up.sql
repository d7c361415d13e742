-- When an address without an account was sent something of late: a letter that is sent again was sent before.
CREATE TABLE letter_sent (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    letter_id BIGINT NOT NULL REFERENCES letter (id),
    address TEXT NOT NULL,
    sent_at TIMESTAMP NOT NULL
);
DROP INDEX letter_sent_by_address;
CREATE INDEX letter_sent_by_address ON letter_sent (address, sent_at);
CREATE INDEX letter_sent_by_letter ON letter_sent (letter_id);
INSERT INTO letter_sent (letter_id, address, sent_at)
SELECT id, address, settled_at FROM letter
WHERE registration_id IS NOT NULL AND channel = 'email' AND state = 'sent' AND settled_at > datetime('now', '-1 hour');
