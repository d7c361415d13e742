-- A letter is kept as its parts, of which text and HTML are made when it is sent. What was written before keeps its
-- words, in one part.
UPDATE letter SET body_text = json_object('parts', json_array(json_object('line', body_text)));
ALTER TABLE letter RENAME COLUMN body_text TO body;
ALTER TABLE letter DROP COLUMN body_html;
