-- draft, published or cancelled; a cancelled activity keeps its sessions, each cancelled with it.
ALTER TABLE activity ADD COLUMN state TEXT NOT NULL DEFAULT 'draft';
UPDATE activity SET state = 'published' WHERE published;
ALTER TABLE activity DROP COLUMN published;
-- The troupe or the partner that holds it; the centre itself where neither is named.
ALTER TABLE activity ADD COLUMN troupe_id BIGINT REFERENCES troupe (id);
ALTER TABLE activity ADD COLUMN partner TEXT NOT NULL DEFAULT '';
ALTER TABLE activity ADD COLUMN teacher TEXT NOT NULL DEFAULT '';
-- The class that comes to it as one, such as 声乐班; it cannot be in two places either.
ALTER TABLE activity ADD COLUMN class TEXT NOT NULL DEFAULT '';
ALTER TABLE activity ADD COLUMN age_from INTEGER;
ALTER TABLE activity ADD COLUMN age_to INTEGER;
ALTER TABLE activity ADD COLUMN guardian BOOLEAN NOT NULL DEFAULT FALSE;
-- none: one simply comes; course: one registration for all sessions; session: one for each.
ALTER TABLE activity ADD COLUMN registration TEXT NOT NULL DEFAULT 'none';
-- Places of the course, or of each session; NULL without a limit.
ALTER TABLE activity ADD COLUMN places INTEGER;
ALTER TABLE activity ADD COLUMN party_limit INTEGER NOT NULL DEFAULT 5;
-- Wall-clock times of the centre; NULL: as soon as it is published, and until the (first) session starts.
ALTER TABLE activity ADD COLUMN registration_opens TIMESTAMP;
ALTER TABLE activity ADD COLUMN registration_closes TIMESTAMP;
-- Staff look at each registration before it counts.
ALTER TABLE activity ADD COLUMN reviewed BOOLEAN NOT NULL DEFAULT FALSE;

-- Words a centre sorts its activities by, such as 微课堂.
CREATE TABLE tag (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    UNIQUE (centre_id, name)
);

CREATE TABLE activity_tag (
    activity_id BIGINT NOT NULL REFERENCES activity (id),
    tag_id BIGINT NOT NULL REFERENCES tag (id),
    PRIMARY KEY (activity_id, tag_id)
);
CREATE INDEX activity_tag_by_tag ON activity_tag (tag_id);

-- The picture of an activity, drawn anew from what was sent.
CREATE TABLE activity_picture (
    activity_id BIGINT NOT NULL PRIMARY KEY REFERENCES activity (id),
    digest TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    alt TEXT NOT NULL,
    content BLOB NOT NULL,
    added_by BIGINT NOT NULL REFERENCES person (id),
    added_at TIMESTAMP NOT NULL
);

-- Every two characters that stand beside each other in a title, and each alone: what a search looks up.
CREATE TABLE activity_gram (
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    gram TEXT NOT NULL,
    activity_id BIGINT NOT NULL REFERENCES activity (id),
    PRIMARY KEY (centre_id, gram, activity_id)
);
CREATE INDEX activity_gram_by_activity ON activity_gram (activity_id);
