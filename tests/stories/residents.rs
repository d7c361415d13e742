//! What residents find: by filters, by words of a title, in feeds, at a door.

use diesel::prelude::*;
use linli::base::lang::Lang;
use linli::base::time::{Span, Wall};
use linli::domain::activities::cancelling::{cancel_activity, cancel_session};
use linli::domain::activities::publishing::publish;
use linli::domain::activities::scheduling::{Scheduling, add, add_session};
use linli::domain::activities::tags::editing::{Named, TagName};
use linli::domain::activities::{
    self, ActivityDetails, ActivityId, ActivityKind, Admission, RegistrationMode, SessionId, TagId, Venue,
    tags,
};
use linli::domain::bookings::State;
use linli::domain::people::Acting;

use crate::support::TestApp;
use crate::web::Page;

fn at(text: &str) -> Wall {
    Wall::parse(text).unwrap()
}

/// Something to come to at 河西: in a room by its English name, or outside.
fn on(app: &TestApp, details: &ActivityDetails, room: Option<&str>, spans: &[(&str, &str)]) -> ActivityId {
    let id = draft(app, details, room, spans);
    let manager = app.manager();
    let acting = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
    app.write(|conn| publish(conn, acting, id));
    id
}

fn draft(app: &TestApp, details: &ActivityDetails, room: Option<&str>, spans: &[(&str, &str)]) -> ActivityId {
    let manager = app.manager();
    let acting = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
    let venue = match room {
        Some(room) => Venue::Room(app.room(room).id),
        None => Venue::Place("小区东门".into(), "East gate".into()),
    };
    let mut made: Option<ActivityId> = None;
    for (from, to) in spans {
        let span = Span::new(at(from), at(to)).unwrap();
        let outcome = app.write(|conn| match made {
            None => add(conn, acting, details, &venue, span),
            Some(id) => {
                let activity = activities::store::activity(conn, manager.centre.id, id)?;
                add_session(conn, acting, &activity, &venue, span)
            }
        });
        match outcome {
            Scheduling::Done(id, _) => made = Some(id),
            other => panic!("{}: {other:?}", details.title),
        }
    }
    made.unwrap()
}

fn called(kind: ActivityKind, title: &str) -> ActivityDetails {
    ActivityDetails::new(kind, title)
}

fn titles(page: &Page) -> Vec<String> {
    let html = scraper::Html::parse_document(&page.body);
    let heading = scraper::Selector::parse(".events h3").unwrap();
    html.select(&heading).map(|one| one.text().collect()).collect()
}

/// An address as browsers send it.
fn sent(path: &str) -> String {
    let sent = |byte: u8| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(sent).collect()
}

fn found(app: &TestApp, path: &str) -> Vec<String> {
    let page = app.get(&sent(path)).go();
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    titles(&page)
}

fn tag(app: &TestApp, name: &str) -> TagId {
    let manager = app.manager();
    let acting = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
    let name = TagName { name: name.into(), name_en: String::new() };
    match app.write(|conn| tags::editing::add(conn, acting, &name)) {
        Named::Done(id) => id,
        Named::NameTaken => panic!("the tag is there already"),
    }
}

fn each_filter_sifts_and_keeps_the_others(app: &TestApp) {
    let music = tag(app, "文化惠民");
    let choir =
        ActivityDetails {
            age_from: Some(60), tags: vec![music], ..called(ActivityKind::Course, "声乐课")
        };
    on(app, &choir, Some("Studio"), &[("2026-11-24T09:00", "2026-11-24T10:00")]);
    let paper = ActivityDetails { age_to: Some(12), ..called(ActivityKind::Festival, "亲子剪纸") };
    on(app, &paper, Some("Studio"), &[("2026-11-25T14:00", "2026-11-25T15:00")]);
    on(app, &called(ActivityKind::Clinic, "义诊"), None, &[("2026-11-25T15:00", "2026-11-25T16:00")]);
    let studio = app.room("Studio").id;
    let calendar = |query: &str| found(app, &format!("/c/hexi/calendar{query}"));
    assert_eq!(calendar(""), ["声乐课", "亲子剪纸", "义诊"]);
    assert_eq!(calendar("?kind=course"), ["声乐课"]);
    assert_eq!(calendar("?for=seniors"), ["声乐课", "义诊"]);
    assert_eq!(calendar("?for=children"), ["亲子剪纸", "义诊"]);
    assert_eq!(calendar("?for=everyone"), ["义诊"]);
    assert_eq!(calendar(&format!("?room={studio}")), ["声乐课", "亲子剪纸"]);
    assert_eq!(calendar(&format!("?tag={music}")), ["声乐课"]);
    assert_eq!(calendar("?date=2026-11-25"), ["亲子剪纸", "义诊"]);
    assert_eq!(calendar("?free=1").len(), 3, "nobody needs to register");
    assert_eq!(calendar(&format!("?for=children&room={studio}&date=2026-11-25&q=剪")), ["亲子剪纸"]);
    let page = app.get(&format!("/c/hexi/calendar?view=month&for=seniors&room={studio}")).go();
    assert!(page.body.contains("声乐课") && !page.body.contains("亲子剪纸"), "{}", page.body);
    // In words, and each is dropped by one press that keeps the other and the view.
    let text = page.text();
    for link in [
        format!("老年人（60岁以上）（去掉） </c/hexi/calendar?view=month&month=2026-11&room={studio}>"),
        "排练厅（去掉） </c/hexi/calendar?view=month&month=2026-11&for=seniors>".to_owned(),
    ] {
        assert!(text.contains(&link), "{link} is not in {text}");
    }
    assert!(text.contains("一周 </c/hexi/calendar?view=week"), "{text}");
    let nothing = app.get("/c/hexi/calendar?kind=job_fair").go();
    assert!(nothing.text().contains("没有这样的活动"));
}

/// Gives so many places of a session away.
fn db_seats(app: &TestApp, activity: ActivityId, session: SessionId, many: i32) {
    use linli::base::db::schema::{registration, seat};
    let (now, centre) = (app.now(), app.centre("hexi").id);
    app.write(|conn| {
        let id: i64 = diesel::insert_into(registration::table)
            .values((
                (registration::centre_id.eq(centre), registration::activity_id.eq(activity)),
                (registration::session_id.eq(session), registration::name.eq("王秀兰")),
                (
                    registration::lang.eq("zh"),
                    registration::party.eq(many),
                    registration::state.eq("confirmed"),
                ),
                (
                    registration::guardian.eq(""),
                    registration::note.eq(""),
                    registration::request_key.eq(format!("key-{session}")),
                ),
                (registration::created_at.eq(now), registration::changed_at.eq(now)),
                (registration::sequence.eq(0), registration::version.eq(0)),
            ))
            .returning(registration::id)
            .get_result(conn)?;
        for number in 1..=many {
            diesel::insert_into(seat::table)
                .values((
                    (seat::activity_id.eq(activity), seat::session_id.eq(session)),
                    (seat::number.eq(number), seat::registration_id.eq(id)),
                ))
                .execute(conn)?;
        }
        Ok(())
    });
}

fn places_left_are_said_and_what_is_full_can_be_left_out(app: &TestApp) {
    let admission = Admission { mode: RegistrationMode::Session, places: Some(3), ..Admission::OPEN };
    let taiji = ActivityDetails { admission, ..called(ActivityKind::Course, "太极拳兴趣班") };
    let spans = [("2026-11-24T09:00", "2026-11-24T10:30"), ("2026-11-26T09:00", "2026-11-26T10:30")];
    let id = on(app, &taiji, Some("Studio"), &spans);
    let sessions = app.read(|conn| activities::store::sessions_of(conn, id));
    db_seats(app, id, sessions[0].session.id, 2);
    let text = app.get("/c/hexi/calendar").go().text();
    assert!(text.contains("还有1个名额") && text.contains("还有3个名额"), "{text}");
    db_seats(app, id, sessions[1].session.id, 3);
    let text = app.get(&format!("/c/hexi/activities/{id}")).go().text();
    assert!(text.contains("还有1个名额") && text.contains("名额满了，可以候补"), "{text}");
    let free = app.get("/c/hexi/calendar?free=1").go();
    assert_eq!(titles(&free), ["太极拳兴趣班"]);
    assert!(free.text().contains("11月 24") && !free.text().contains("11月 26"), "{}", free.text());
}

fn a_week_shows_all_of_its_seven_days_whatever_the_month(app: &TestApp) {
    on(app, &called(ActivityKind::Show, "月末演出"), None, &[("2026-11-30T19:00", "2026-11-30T20:00")]);
    on(app, &called(ActivityKind::Show, "月初演出"), None, &[("2026-12-02T19:00", "2026-12-02T20:00")]);
    let page = app.get("/c/hexi/calendar?view=week&week=2026-12-01").go();
    let text = page.text();
    assert!(
        text.contains("# 11月30日–12月6日") && text.contains("月末演出") && text.contains("月初演出"),
        "{text}"
    );
    assert_eq!(titles(&page), ["月末演出", "月初演出"], "the phone's list has both");
}

fn a_busy_month_is_a_list_of_some_days_and_the_rest_one_press_away(app: &TestApp) {
    for day in 23..=29 {
        for hour in 0..10 {
            let from = format!("2026-11-{day}T{:02}:00", hour + 9);
            let to = format!("2026-11-{day}T{:02}:30", hour + 9);
            on(app, &called(ActivityKind::Lecture, &format!("第{day}日{hour}")), None, &[(&from, &to)]);
        }
    }
    let page = app.get("/c/hexi/calendar").go();
    assert_eq!(titles(&page).len(), 60);
    let text = page.text();
    assert!(text.contains("接着看11月29日以后的 </c/hexi/calendar?month=2026-11&from=2026-11-29>"), "{text}");
    assert_eq!(found(app, "/c/hexi/calendar?month=2026-11&from=2026-11-29").len(), 10);
    let plan = app.get("/c/hexi/calendar?view=poster&month=2026-11").go();
    assert!(plan.body.contains("class=\"columns\"") && plan.body.contains("<svg class=\"qr\""));
}

fn an_activity_is_found_by_any_part_of_its_title(app: &TestApp) {
    let taiji = ActivityDetails {
        title_en: "Taiji class".into(),
        ..called(ActivityKind::Course, "太极拳兴趣班")
    };
    let spans = [("2026-11-24T09:00", "2026-11-24T10:30"), ("2026-12-02T09:00", "2026-12-02T10:30")];
    on(app, &taiji, Some("Studio"), &spans);
    on(app, &called(ActivityKind::Show, "太极剑表演"), None, &[("2026-11-23T15:00", "2026-11-23T16:00")]);
    on(app, &called(ActivityKind::Lecture, "老人与海"), None, &[("2026-11-25T15:00", "2026-11-25T16:00")]);
    draft(app, &called(ActivityKind::Lecture, "太极哲学"), None, &[("2026-11-25T09:00", "2026-11-25T10:00")]);
    let find = |query: &str| found(app, &format!("/c/hexi/activities?q={query}"));
    assert_eq!(find("太极"), ["太极剑表演", "太极拳兴趣班"], "the soonest first, no draft");
    assert_eq!(find("太"), ["太极剑表演", "太极拳兴趣班"], "one character is enough");
    assert_eq!(find("兴趣"), ["太极拳兴趣班"]);
    assert_eq!(find("拳兴趣班"), ["太极拳兴趣班"]);
    assert_eq!(find("TAIJI"), ["太极拳兴趣班"]);
    assert_eq!(find("表演%20太极"), ["太极剑表演"], "words in any order");
    assert_eq!(find("太海"), [""; 0], "characters that do not stand beside each other");
    assert_eq!(find("太极拳剑"), [""; 0]);
    assert_eq!(find("").len(), 3, "without words, all that is to come");
    assert_eq!(find("太极&kind=course"), ["太极拳兴趣班"], "sifted as the calendar is");
    assert_eq!(find("太极&date=2026-12-02"), ["太极拳兴趣班"]);
    let text = app.get(&sent("/c/hexi/activities?q=太极拳")).go().text();
    assert!(
        text.contains("11月24日 星期二 十月十六 上午9:00–10:30"),
        "the next date is said in words: {text}"
    );
    let english = app.get(&sent("/c/hexi/activities?q=taiji")).lang(Lang::En).go().text();
    assert!(english.contains("Tuesday 24 November"), "{english}");
    let none = app.get(&sent("/c/hexi/activities?q=围棋")).go().text();
    assert!(none.contains("没有名称里有“围棋”"), "{none}");
}

fn what_is_over_is_found_and_said_to_be_over(app: &TestApp) {
    let id =
        on(app, &called(ActivityKind::Show, "秦腔专场"), None, &[("2026-11-22T15:00", "2026-11-22T16:00")]);
    app.hours_pass(48);
    let page = app.get(&sent("/c/hexi/activities?q=秦腔")).go();
    assert_eq!(titles(&page), ["秦腔专场"]);
    assert!(page.text().contains("已结束"));
    let text = app.get(&format!("/c/hexi/activities/{id}")).go().text();
    assert!(text.contains("这项活动结束了，最后一场在11月22日 星期日。"), "{text}");
}

fn a_cancelled_activity_stays_where_people_saw_it(app: &TestApp) {
    let id =
        on(app, &called(ActivityKind::Show, "冬季演出"), None, &[("2026-11-28T15:00", "2026-11-28T16:00")]);
    let hidden = draft(
        app,
        &called(ActivityKind::Show, "没定的演出"),
        None,
        &[("2026-11-28T17:00", "2026-11-28T18:00")],
    );
    let manager = app.manager();
    let acting = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
    for id in [id, hidden] {
        app.write(|conn| cancel_activity(conn, acting, id, Some("场地维修")));
    }
    let calendar = app.get("/c/hexi/calendar").go();
    assert_eq!(titles(&calendar), ["冬季演出"], "what was never published stays unknown");
    assert!(calendar.text().contains("已取消"));
    assert!(app.get(&format!("/c/hexi/activities/{id}")).go().text().contains("这项活动取消了"));
    assert_eq!(app.get(&format!("/c/hexi/activities/{hidden}")).go().status, 404);
    assert_eq!(app.get(&format!("/c/hexi/activities/{hidden}/poster")).go().status, 404);
    let feed = app.get("/c/hexi/feeds/centre.ics").go().body;
    assert_eq!(feed.matches("BEGIN:VEVENT").count(), 1);
    assert!(feed.contains("STATUS:CANCELLED") && feed.contains("SUMMARY:冬季演出"), "{feed}");
}

fn an_activity_has_all_that_others_show_of_it(app: &TestApp) {
    let details = ActivityDetails {
        intro: "从头教\n</script>".into(),
        teacher: "陈国栋".into(),
        age_from: Some(60),
        ..called(ActivityKind::Course, "太极拳兴趣班")
    };
    let id = on(app, &details, Some("Studio"), &[("2026-11-24T09:00", "2026-11-24T10:30")]);
    let page = app.get(&format!("/c/hexi/activities/{id}")).go();
    let html = scraper::Html::parse_document(&page.body);
    let one = |what: &str, attribute: &str| {
        let found = html.select(&scraper::Selector::parse(what).unwrap()).next();
        found.and_then(|found| found.attr(attribute)).unwrap_or_else(|| panic!("no {what}")).to_owned()
    };
    let url = format!("https://linli.example.org/c/hexi/activities/{id}");
    assert_eq!(one("link[rel=canonical]", "href"), url);
    assert_eq!(one("meta[property='og:url']", "content"), url);
    assert_eq!(one("meta[property='og:title']", "content"), "太极拳兴趣班");
    assert!(
        one("meta[property='og:image']", "content").starts_with("https://linli.example.org/assets/preview.")
    );
    let description = one("meta[property='og:description']", "content");
    assert!(description.starts_with("11月24日 星期二 上午9:00–10:30，排练厅，"), "{description}");
    let data = scraper::Selector::parse("script[type='application/ld+json']").unwrap();
    let data: String = html.select(&data).next().unwrap().text().collect();
    let events: serde_json::Value = serde_json::from_str(&data).unwrap();
    let event = &events[0];
    assert_eq!(event["@type"], "Event");
    assert_eq!(event["startDate"], "2026-11-24T09:00:00+08:00");
    assert_eq!(event["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(event["typicalAgeRange"], "60-");
    assert_eq!(event["description"], "从头教\n</script>", "typed text cannot close the block");
    let shared = scraper::Selector::parse("#share").unwrap();
    let shared: Vec<&str> = html.select(&shared).next().unwrap().text().collect();
    assert_eq!(shared[..2], ["太极拳兴趣班", "11月24日 星期二 上午9:00–10:30"]);
    assert_eq!(shared.last(), Some(&url.as_str()));
    let poster = app.get(&format!("/c/hexi/activities/{id}/poster")).go();
    assert!(poster.body.contains("<svg class=\"qr\"") && poster.body.contains("二维码：太极拳兴趣班的网页"));
    assert!(poster.text().contains("适合：60岁以上"), "{}", poster.text());
}

fn a_door_says_what_is_on_what_comes_and_until_when_it_is_free(app: &TestApp) {
    let (studio, meeting) = (app.room("Studio"), app.room("Meeting room"));
    app.leader().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T10:00").is(State::Approved);
    on(
        app,
        &called(ActivityKind::Course, "太极拳兴趣班"),
        Some("Studio"),
        &[("2026-11-24T10:00", "2026-11-24T11:00")],
    );
    let door = |time: &str, room: i64| {
        let now = linli::base::time::Zone::named("Asia/Shanghai").unwrap().instant(at(time)).unwrap();
        app.clock.advance(now.since(app.now()));
        app.get(&format!("/c/hexi/rooms/{room}/door")).go().text()
    };
    let early = door("2026-11-24T08:40", studio.id.0);
    assert!(early.contains("现在空闲") && early.contains("到上午9:00"), "{early}");
    let taken = door("2026-11-24T09:30", studio.id.0);
    assert!(taken.contains("现在：占用") && taken.contains("到上午10:00，然后还有人用"), "{taken}");
    assert!(taken.contains("太极拳兴趣班"), "what comes next is said");
    assert!(
        !taken.contains("古文化舞蹈队") && !taken.contains("排练\n"),
        "neither who nor what for: {taken}"
    );
    let class = door("2026-11-24T10:30", studio.id.0);
    assert!(
        class.contains("现在：太极拳兴趣班") && class.contains("到上午11:00，然后空闲到中午12:00"),
        "{class}"
    );
    let noon = door("2026-11-24T12:30", meeting.id.0);
    assert!(noon.contains("现在不开放") && noon.contains("开门时间：下午2:00"), "{noon}");
    let page = app.get(&format!("/c/hexi/rooms/{}/door", studio.id)).go();
    assert!(page.body.contains("<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>"));
    assert_eq!(app.get("/c/hexi/rooms/999/door").go().status, 404);
}

fn a_private_rooms_door_says_no_more_than_that_it_is_taken(app: &TestApp) {
    let room = app.room("Counselling room");
    on(
        app,
        &called(ActivityKind::Other, "个别谈心"),
        Some("Counselling room"),
        &[("2026-11-24T09:00", "2026-11-24T10:00")],
    );
    let zone = linli::base::time::Zone::named("Asia/Shanghai").unwrap();
    app.clock.advance(zone.instant(at("2026-11-24T09:30")).unwrap().since(app.now()));
    let text = app.get(&format!("/c/hexi/rooms/{}/door", room.id)).go().text();
    assert!(text.contains("现在：占用") && !text.contains("个别谈心"), "{text}");
    assert_eq!(app.get(&format!("/c/hexi/feeds/room-{}.ics", room.id)).go().status, 404);
    assert!(!app.get("/c/hexi/feeds/centre.ics").go().body.contains("个别谈心"));
}

fn a_feed_tells_what_is_public_and_keeps_what_was_cancelled(app: &TestApp) {
    let spans = [("2026-11-24T14:00", "2026-11-24T15:00"), ("2026-12-02T14:00", "2026-12-02T15:00")];
    let id = on(app, &called(ActivityKind::Course, "剪纸课"), Some("Studio"), &spans);
    let (leader, rival, studio) = (app.leader(), app.rival(), app.room("Studio"));
    rival.asks_for(&studio, "2026-11-24T09:00", "2026-11-24T10:00").is(State::Approved);
    let given = rival.asks_for(&studio, "2026-11-25T09:00", "2026-11-25T10:00").is(State::Approved);
    leader.asks_for(&studio, "2026-11-26T09:00", "2026-11-26T10:00").is(State::Approved);
    let troupe_of = |who: linli::domain::people::PersonId| {
        app.read(|conn| linli::domain::agreements::store::led_by(conn, who)).remove(0)
    };
    let (dancers, singers) = (troupe_of(leader.person.id), troupe_of(rival.person.id));
    rival.cancels(given).is(State::Cancelled);
    let manager = app.manager();
    let acting = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
    let second = app.read(|conn| activities::store::sessions_of(conn, id))[1].session.id;
    app.write(|conn| cancel_session(conn, acting, SessionId(second.0), None));

    let feed = |name: &str| app.get(&format!("/c/hexi/feeds/{name}")).go();
    let room = feed(&format!("room-{}.ics", studio.id));
    assert_eq!(room.kind, "text/calendar; charset=utf-8");
    let all = events(&room.body);
    let said: Vec<(&str, bool)> =
        all.iter().map(|(summary, cancelled)| (summary.as_str(), *cancelled)).collect();
    let name = singers.name.as_str();
    assert_eq!(said, [(name, false), ("剪纸课", false), (name, true), ("剪纸课", true)], "not the dancers'");
    assert!(!room.body.contains("METHOD") && !room.body.contains("排练\r"), "{}", room.body);
    assert_eq!(events(&feed("centre.ics").body).len(), 2, "activities alone");
    assert_eq!(events(&feed("kind-course.ics").body).len(), 2);
    assert_eq!(events(&feed("kind-show.ics").body).len(), 0);
    assert_eq!(events(&feed(&format!("troupe-{}.ics", singers.id)).body).len(), 2);
    assert_eq!(feed(&format!("troupe-{}.ics", dancers.id)).status, 404, "they did not choose to be named");
    for wrong in ["centre", "centre.pdf", "room-999.ics", "x.ics"] {
        assert_eq!(feed(wrong).status, 404, "{wrong}");
    }

    // The same bytes a day later, and 304 for whoever holds them; a session that is over stays for 90 days.
    let first = feed("centre.ics");
    app.hours_pass(24 * 5);
    assert_eq!(feed("centre.ics").body, first.body);
    app.hours_pass(24 * 80);
    assert_eq!(events(&feed("centre.ics").body).len(), 2);
    app.hours_pass(24 * 14);
    assert_eq!(events(&feed("centre.ics").body).len(), 1, "the first is more than 90 days back");
}

/// Summary and whether it is cancelled, as another program reads them.
fn events(ics: &str) -> Vec<(String, bool)> {
    use icalendar::{Component, EventLike};
    let calendar: icalendar::Calendar = ics.parse().unwrap_or_else(|error| panic!("{error}: {ics}"));
    let events = calendar.components.iter().filter_map(|one| one.as_event());
    events
        .map(|event| {
            assert!(event.get_uid().is_some_and(|uid| uid.ends_with("@linli.example.org")));
            assert!(
                event.get_timestamp().is_some() && event.get_start().is_some() && event.get_end().is_some()
            );
            let cancelled = event.get_status() == Some(icalendar::EventStatus::Cancelled);
            let _ = event.get_location();
            (event.get_summary().unwrap().to_owned(), cancelled)
        })
        .collect()
}

fn news_readers_get_atom_and_json(app: &TestApp) {
    let details = ActivityDetails {
        intro: "带<剪刀> & \u{8}胶水".into(),
        ..called(ActivityKind::Course, "剪纸课")
    };
    let id = on(app, &details, Some("Studio"), &[("2026-11-24T14:00", "2026-11-24T15:00")]);
    let page = app.get("/c/hexi/feeds/centre.atom").go();
    assert_eq!(page.kind, "application/atom+xml; charset=utf-8");
    let feed =
        page.body.parse::<atom_syndication::Feed>().unwrap_or_else(|error| panic!("{error}: {}", page.body));
    assert_eq!(feed.title().as_str(), "河西社区党群服务中心活动");
    assert_eq!(feed.links()[0].rel(), "self");
    let entry = &feed.entries()[0];
    assert_eq!(entry.title().as_str(), "剪纸课，11月24日 星期二 下午2:00–3:00");
    assert_eq!(entry.links()[0].href(), format!("https://linli.example.org/c/hexi/activities/{id}"));
    assert_eq!(entry.content().unwrap().value(), Some("排练厅\n带<剪刀> & 胶水"));
    let json = app.get("/c/hexi/feeds/centre.json?lang=en").go();
    assert_eq!(json.kind, "application/feed+json; charset=utf-8");
    let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["items"][0]["_linli"]["starts_at"], "2026-11-24T14:00");
    assert_eq!(json["items"][0]["_linli"]["place"], "Studio");
    let host = json["items"][0]["id"].as_str().unwrap().to_owned();
    assert!(host.starts_with("session-") && host.ends_with("@linli.example.org"), "{host}");
}

stories! {
    places_left_are_said_and_what_is_full_can_be_left_out,
    each_filter_sifts_and_keeps_the_others,
    a_week_shows_all_of_its_seven_days_whatever_the_month,
    a_busy_month_is_a_list_of_some_days_and_the_rest_one_press_away,
    an_activity_is_found_by_any_part_of_its_title,
    what_is_over_is_found_and_said_to_be_over,
    a_cancelled_activity_stays_where_people_saw_it,
    an_activity_has_all_that_others_show_of_it,
    a_door_says_what_is_on_what_comes_and_until_when_it_is_free,
    a_private_rooms_door_says_no_more_than_that_it_is_taken,
    a_feed_tells_what_is_public_and_keeps_what_was_cancelled,
    news_readers_get_atom_and_json,
}
