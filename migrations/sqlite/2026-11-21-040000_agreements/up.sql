-- What was not active and had bookings is over; without bookings it never began.
ALTER TABLE agreement ADD COLUMN state TEXT NOT NULL DEFAULT 'draft';
UPDATE agreement SET state = CASE
    WHEN active THEN 'active'
    WHEN EXISTS (SELECT 1 FROM booking WHERE booking.agreement_id = agreement.id) THEN 'ended'
    ELSE 'draft' END;
ALTER TABLE agreement DROP COLUMN active;
ALTER TABLE agreement ADD COLUMN duties TEXT NOT NULL DEFAULT '';
ALTER TABLE agreement ADD COLUMN duties_en TEXT NOT NULL DEFAULT '';
ALTER TABLE agreement ADD COLUMN signer_centre TEXT NOT NULL DEFAULT '';
ALTER TABLE agreement ADD COLUMN signer_troupe TEXT NOT NULL DEFAULT '';
-- The last day on the paper, where it was made to end before it.
ALTER TABLE agreement ADD COLUMN paper_ends_on DATE;
ALTER TABLE agreement ADD COLUMN predecessor_id BIGINT REFERENCES agreement (id);
CREATE INDEX agreement_by_predecessor ON agreement (predecessor_id);

-- That an agreement ends soon is told once for each end and each number of days.
CREATE TABLE agreement_reminder (
    agreement_id BIGINT NOT NULL REFERENCES agreement (id),
    ends_on DATE NOT NULL,
    days INTEGER NOT NULL,
    history_id BIGINT NOT NULL REFERENCES history (id),
    PRIMARY KEY (agreement_id, ends_on, days)
);

-- The paper as signed, a page or a file a row. What is taken away loses its content and keeps its row.
CREATE TABLE agreement_paper (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    agreement_id BIGINT NOT NULL REFERENCES agreement (id),
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BLOB,
    added_by BIGINT NOT NULL REFERENCES person (id),
    added_at TIMESTAMP NOT NULL,
    removed_by BIGINT REFERENCES person (id),
    removed_at TIMESTAMP
);
CREATE INDEX agreement_paper_by_agreement ON agreement_paper (agreement_id);

-- The house terms; a version is never changed.
CREATE TABLE house_terms (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    centre_id BIGINT NOT NULL REFERENCES centre (id),
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    text_en TEXT NOT NULL,
    valid_from DATE NOT NULL,
    written_by BIGINT NOT NULL REFERENCES person (id),
    written_at TIMESTAMP NOT NULL,
    UNIQUE (centre_id, version)
);

CREATE TABLE terms_acceptance (
    terms_id BIGINT NOT NULL REFERENCES house_terms (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    accepted_at TIMESTAMP NOT NULL,
    -- Staff who recorded what was signed on paper; NULL when the person pressed the button.
    recorded_by BIGINT REFERENCES person (id),
    PRIMARY KEY (terms_id, person_id)
);
CREATE INDEX terms_acceptance_by_person ON terms_acceptance (person_id);
