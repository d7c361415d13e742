//! The sentence that centres publish, and the year of an agreement.

use super::*;

stories![the_published_sentence_counts_what_was_under_agreements, an_agreements_year_is_a_period_of_its_own,];

fn the_published_sentence_counts_what_was_under_agreements(app: &TestApp) {
    let past = Past::of(app);
    let (dancers, singers) = (past.troupe("古文化舞蹈队"), past.troupe("红歌合唱团"));
    let (taiji, studio) = (past.troupe("太极队"), past.room("Studio"));
    let first = past.db_booking(dancers, studio, "2026-10-06", MORNING, "approved");
    past.db_report(Of::Booking(first), "2026-10-06T09:00", 20);
    let show = past.db_activity("演出", "show", "none", Some(dancers));
    past.db_session(show, None, "2026-10-07", MORNING, false);
    past.db_session(show, None, "2026-01-05", MORNING, false);
    // Without an agreement, and the centre's own.
    past.db_booking(taiji, studio, "2026-10-08", MORNING, "approved");
    let talk = past.db_activity("讲座", "lecture", "none", None);
    past.db_session(talk, None, "2026-10-09", MORNING, false);
    let facts = past.facts("2026-01-01", "2026-12-31");
    let public = Report::of(&facts, Filter::default()).public();
    assert_eq!((public.troupes, public.sessions, public.reported, public.visits), (2, 2, 1, 20));
    assert_eq!(public.people.total(), Some(24), "the singers never came");
    past.db_booking(singers, studio, "2026-10-12", MORNING, "approved");
    let facts = past.facts("2026-01-01", "2026-12-31");
    let public = Report::of(&facts, Filter::default()).public();
    assert_eq!((public.sessions, public.people.total()), (3, Some(64)));
    assert_eq!(
        reports::words::sentence(Lang::Zh, &public, true),
        "辖区有2支文艺队伍签订场地免费使用协议，累计开展活动3次，共有64人参加。"
    );
}

fn an_agreements_year_is_a_period_of_its_own(app: &TestApp) {
    let past = Past::of(app);
    let (dancers, singers) = (past.troupe("古文化舞蹈队"), past.troupe("红歌合唱团"));
    let studio = past.room("Studio");
    past.db_booking(dancers, studio, "2026-10-06", MORNING, "approved");
    past.db_booking(singers, studio, "2026-10-07", MORNING, "approved");
    let id: i64 = app.read(|conn| {
        Ok(agreement::table.filter(agreement::troupe_id.eq(dancers)).select(agreement::id).first(conn)?)
    });
    let path = format!("/staff/hexi/reports?period=agreement-{id}-1");
    let page = app.get(&path).by(&app.desk()).go();
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(text.contains("2026年1月10日–2026年12月31日，到今天"), "{text}");
    assert!(text.contains("1场都还没上报"), "{text}");
    assert!(!text.contains("辖区有"), "a part is not the sentence of the whole");
    let missing = app.get(&format!("/staff/hexi/reports?period=agreement-{id}-2")).by(&app.desk()).go();
    assert_eq!(missing.status, 404);
}
