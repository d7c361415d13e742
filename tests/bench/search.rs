//! Residents' lists when there is much: words looked up among 100 k activities of one centre, beside the plain list of
//! the calendar on the same data; and a month of 600 sessions beside one of 100.

use actix_web::rt::SystemRunner;
use criterion::{BenchmarkId, Criterion};
use diesel::connection::SimpleConnection;

use crate::data::{Data, Size};
use crate::report;
use crate::server::{Client, Page};

/// The reference is the calendar's list.
pub const NAME: &str = "search";
/// Words that every tenth title has, beside the same.
pub const COMMON: &str = "search, a common word";
/// 600 sessions; the reference is a month of 100.
pub const BUSY: &str = "busy month";

pub fn bench(criterion: &mut Criterion, system: &SystemRunner, size: Size) {
    // What is measured does not depend on the occupancies.
    if size.0 > 1000 {
        return;
    }
    let (many, busy, plain) = (Data::copy_of(size), Data::copy_of(size), Data::of(size));
    many.bare().batch_execute(ACTIVITIES).expect("activities");
    busy.bare().batch_execute(SESSIONS).expect("sessions");
    let (many, busy) = (system.block_on(Client::linli(&many)), system.block_on(Client::linli(&busy)));
    let plain = system.block_on(Client::linli(&plain));
    let list = Page::public("/c/c1/calendar?month=2026-12");
    let month = Page::public("/c/c1/calendar?view=month&month=2026-11");
    let stories = [
        (NAME, (&many, Page::public("/c/c1/activities?q=%E5%A4%AA%E6%9E%81")), (&many, list.clone())),
        (COMMON, (&many, Page::public("/c/c1/activities?q=%E8%AF%BE")), (&many, list)),
        (BUSY, (&busy, month.clone()), (&plain, month)),
    ];
    for (story, linli, bare) in stories {
        let mut group = criterion.benchmark_group(story);
        for (name, (client, page)) in [("linli", linli), ("bare", bare)] {
            report::bytes(story, name, system.block_on(client.page(&page)).len());
            group.bench_function(BenchmarkId::new(name, size.0), |b| {
                b.iter_custom(|times| system.block_on(client.time(&page, times)));
            });
        }
    }
}

/// 100 k published activities with a session each, two years back and half a year ahead; a title of three words and a
/// number. 太极 stands in one title of 2,000.
const ACTIVITIES: &str = "
CREATE TEMP TABLE word (i INTEGER PRIMARY KEY, w TEXT);
INSERT INTO word VALUES (0, '健康'), (1, '法律'), (2, '书法'), (3, '声乐'), (4, '剪纸'), (5, '摄影'), (6, '京剧'), (7, '舞蹈'),
    (8, '烹饪'), (9, '养花');
CREATE TEMP TABLE what (i INTEGER PRIMARY KEY, w TEXT);
INSERT INTO what VALUES (0, '讲座'), (1, '小课堂'), (2, '兴趣班'), (3, '交流会'), (4, '比赛'), (5, '体验日'), (6, '沙龙'),
    (7, '展示'), (8, '训练营'), (9, '开放日');
CREATE TEMP TABLE made AS
WITH RECURSIVE up (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM up LIMIT 100000)
SELECT 1000000 + up.i AS id, up.i AS n,
    CASE WHEN up.i % 2000 = 7 THEN '太极' ELSE word.w END || what.w || up.i AS title
FROM up JOIN word ON word.i = up.i % 10 JOIN what ON what.i = up.i / 10 % 10;
INSERT INTO activity (id, centre_id, title, title_en, kind, audience, audience_en, intro, intro_en, state, created_by,
    created_at)
SELECT id, 1, title, '', 'lecture', '', '', '', '', 'published', 1, '2024-01-01 00:00:00' FROM made;
INSERT INTO session (id, centre_id, activity_id, room_id, place, place_en, starts_at, ends_at, turnaround_minutes,
    changed_at, sequence)
SELECT id, 1, id, NULL, '门口', '', datetime('2024-11-24', '+' || (n / 110) || ' days', '+' || (8 + n % 10) || ' hours'),
    datetime('2024-11-24', '+' || (n / 110) || ' days', '+' || (9 + n % 10) || ' hours'), 0, '2024-01-01 00:00:00', 0
FROM made;
CREATE TEMP TABLE place AS
WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up LIMIT 12) SELECT i FROM up;
INSERT OR IGNORE INTO activity_gram (centre_id, gram, activity_id)
SELECT 1, substr(title, i, 1), id FROM made, place WHERE i <= length(title)
UNION SELECT 1, substr(title, i, 2), id FROM made, place WHERE i < length(title);
";

/// 600 sessions in November, 20 on each day.
const SESSIONS: &str = "
DELETE FROM occupancy WHERE session_id IS NOT NULL;
DELETE FROM session WHERE starts_at >= '2026-10-26' AND starts_at < '2026-12-07';
INSERT INTO session (centre_id, activity_id, room_id, place, place_en, starts_at, ends_at, turnaround_minutes, changed_at,
    sequence)
WITH RECURSIVE up (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM up LIMIT 600)
SELECT 1, i % 20 + 1, i % 10 + 1, '', '', datetime('2026-11-01', '+' || (i / 20) || ' days', '+' || (8 + i % 12) || ' hours'),
    datetime('2026-11-01', '+' || (i / 20) || ' days', '+' || (9 + i % 12) || ' hours'), 0, '2026-10-01 00:00:00', 0
FROM up;
";
