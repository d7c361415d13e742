-- The words stay, as parts.
ALTER TABLE letter ADD COLUMN body_html TEXT NOT NULL DEFAULT '';
ALTER TABLE letter ALTER COLUMN body_html DROP DEFAULT;
ALTER TABLE letter RENAME COLUMN body TO body_text;
