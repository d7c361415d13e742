ALTER TABLE activity DROP COLUMN partner_phone;
ALTER TABLE activity DROP COLUMN partner_email;
