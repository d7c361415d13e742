-- A letter is kept as its parts, of which text and HTML are made when it is sent. What was written before keeps its
-- words, in one part.
UPDATE letter SET body_text = json_build_object('parts', json_build_array(json_build_object('line', body_text)))::text;
ALTER TABLE letter RENAME COLUMN body_text TO body;
ALTER TABLE letter DROP COLUMN body_html;
