-- What a centre says of public holidays and make-up days, in place of what came with the program or beyond it.
CREATE TABLE legal_day (
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    date DATE NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'workday', 'ordinary')),
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    PRIMARY KEY (centre_id, date)
);

-- The weekday that a make-up day follows, 1 (Monday) to 7.
CREATE TABLE followed_weekday (
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    date DATE NOT NULL,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    PRIMARY KEY (centre_id, date)
);

-- School terms and school holidays, both dates included.
CREATE TABLE term (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    kind TEXT NOT NULL CHECK (kind IN ('term', 'holiday')),
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    CHECK (ends_on >= starts_on)
);
CREATE INDEX term_by_centre ON term (centre_id, starts_on);
