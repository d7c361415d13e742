-- How a partner that holds an activity is asked how many came; nobody but staff sees it.
ALTER TABLE activity ADD COLUMN partner_email TEXT NOT NULL DEFAULT '';
ALTER TABLE activity ADD COLUMN partner_phone TEXT NOT NULL DEFAULT '';
