-- What staff have to do is read with every page of theirs: numbers that differ, and what nobody reported.
CREATE INDEX attendance_report_waiting ON attendance_report (centre_id)
    WHERE confirmed_at IS NULL AND superseded_at IS NULL;
CREATE INDEX attendance_ask_by_round ON attendance_ask (round, asked_at);
