//! What there is for the walk: something behind every route, so that nothing but permission can be missing.

use chrono::Weekday;
use diesel::prelude::*;
use linli::base::db::schema::letter;
use linli::domain::activities::ActivityId;
use linli::domain::activities::pictures::keeping::{Drawn, keep as keep_picture};
use linli::domain::activities::tags::editing::{TagName, add as add_tag};
use linli::domain::agreements::papers::Media;
use linli::domain::agreements::papers::keeping::{Sheet, keep};
use linli::domain::agreements::terms::publishing::publish;
use linli::domain::agreements::{AgreementId, TroupeId};
use linli::domain::attendance::members;
use linli::domain::bookings::series::{Choice, Scope, SeriesId, store};
use linli::domain::bookings::{BookingId, State};
use linli::domain::days::TermKind;
use linli::domain::days::editing::{TermDetails, add_term};
use linli::domain::people::Acting;
use serde_json::json;

use crate::series::{changed, created, weekly};
use crate::support::TestApp;

/// The paths with what is really there: a waiting request of the leader's, a letter about it, a call.
pub struct There {
    booking: i64,
    letter: i64,
    call: i64,
    pub leader: i64,
    approved: i64,
    token: String,
    /// Links that take an offer, decline it, give a booking up: the route and what is really there.
    presses: Vec<(&'static str, String)>,
    /// A booking of the rival's that the centre took away, and the link of what is kept for it.
    pub displaced: i64,
    pub held: String,
}

pub fn filled(route: &str, there: &There) -> (String, String) {
    let (method, path) = route.split_once(' ').unwrap();
    let path = path.replace("/a/{token}", &format!("/a/{}", there.token));
    let path = there.presses.iter().fold(path, |path, (link, token)| path.replace(link, token));
    let path = path.replace("{token}", "wrong");
    let path = path.replace("{centre}", "hexi").replace("{file}", linli_asset());
    let id = match path.split('/').collect::<Vec<_>>().as_slice() {
        [.., "bookings", "{id}.ics"] | [.., "bookings", "{id}", "change", _] => there.approved,
        [.., "bookings", "{id}", "counter" | "presses" | "closing" | "attendance" | "no-show"]
        | [.., "bookings", "{id}", "no-show", _] => there.approved,
        ["", "staff", .., "bookings", "{id}", "alternative"] => there.displaced,
        [.., "bookings", "{id}"] | [.., "bookings", "{id}", _] => there.booking,
        [.., "letters", "{id}"] | [.., "letters", "{id}", _] => there.letter,
        [.., "calls", "{id}", _] => there.call,
        [.., "sign-ins", "{id}", _] => 9999,
        [.., "people", "{id}"] | [.., "people", "{id}", _] => there.leader,
        // The only series there is.
        _ => 1,
    };
    let path = path
        .replace("{activity}", "1")
        .replace("{session}", "1")
        .replace("{room}", "1")
        .replace("{paper}", "1")
        .replace("{troupe}", "1")
        .replace("{member}", "1")
        .replace("{wish}", "1")
        .replace("{terms}", "1")
        .replace("{term}", "1")
        .replace("{alternative}", "1")
        .replace("{call}", &there.call.to_string());
    let feed = if path.starts_with("/api/") { "centre" } else { "centre.ics" };
    let named = path.ends_with("/names") || path.ends_with("/arrivals");
    let of = if named { "s1".to_owned() } else { format!("b{}", there.approved) };
    let path = path.replace("{feed}", feed).replace("{of}", &of);
    let path = path.replace("{person}", &there.leader.to_string());
    let mut path = path.replace("{id}", &id.to_string());
    if path.ends_with("/series/extending") {
        path.push_str("?agreement=1");
    }
    if path.ends_with("/series/plan") {
        path.push_str(SERIES);
    }
    if path == "/api/v1/series" && method == "GET" {
        path.push_str("?troupe=1");
    }
    if path == "/api/v1/reports" {
        path.push_str("?centre=1");
    }
    if path == "/api/v1/letters" {
        path.push_str(&format!("?booking={}", there.booking));
    }
    (method.to_owned(), path)
}

/// Every Tuesday at nine.
const SERIES: &str = "?troupe=1&room=1&rule=weekly&weekday=tue&every=1&starts=2026-12-01&end=until&until=2026-12-31\
                      &holidays=skip&from=09:00&to=11:00&size=12&purpose=%E6%8E%92%E7%BB%83";

/// What a program sends: enough that nothing but permission can be missing.
pub fn body(route: &str) -> serde_json::Value {
    let said = json!({ "title": "剪纸课", "kind": "lecture" });
    let dates = json!({ "place": "小区东门", "from": "09:00", "to": "10:00", "days": ["2026-12-09"] });
    match route.rsplit('/').next().unwrap() {
        "activities" => json!({ "centre": 1, "activity": said, "dates": dates }),
        "courses" => json!({ "centre": 1, "courses": [{ "activity": said, "dates": dates }] }),
        "{id}" if route.contains("/registrations/") => json!({ "party": 1 }),
        "moving-up" => json!({ "reason": "八十岁" }),
        "{id}" if route.contains("/activities/") => json!({ "activity": said }),
        "sessions" => json!({ "dates": dates }),
        "moving" => json!({
            "place": "小区西门", "starts_at": "2026-11-26T09:00", "ends_at": "2026-11-26T10:00",
        }),
        "tags" | "{id}" if route.contains("/tags") => json!({ "name": "微服务" }),
        "cancellation" if !route.contains("/series/") && !route.contains("/bookings/") => {
            json!({ "reason": "老师生病" })
        }
        "bookings" => json!({
            "room": 1, "troupe": 1, "starts_at": "2026-11-26T09:00", "ends_at": "2026-11-26T10:00",
            "purpose": "排练", "size": 5,
        }),
        "past" => json!({
            "room": 1, "troupe": 1, "starts_at": "2026-11-19T09:00", "ends_at": "2026-11-19T10:00",
            "purpose": "排练", "came": 5,
        }),
        "days" => {
            json!({ "year": 2027, "days": [{ "date": "2027-01-01", "kind": "holiday", "name": "元旦" }] })
        }
        "disruptions" => json!({
            "cause": "closure", "room": 1, "starts_at": "2026-11-26T09:00", "ends_at": "2026-11-27T10:00",
            "reason": "检修", "dry_run": true,
        }),
        "agreements" | "{id}" => json!({
            "troupe": 1, "number": "X-1", "starts_on": "2027-01-01", "ends_on": "2027-12-31", "rooms": [1],
            "windows": [{ "weekday": 2, "from": "09:00", "to": "11:00" }],
        }),
        "activation" => json!({ "signed_on": "2026-11-20" }),
        "suspension" => json!({ "reason": "漏水" }),
        "end" => json!({ "last_day": "2026-11-30", "reason": "搬走" }),
        "refusal" => json!({ "reason": "停电" }),
        "changes" if route.contains("/series/") => json!({ "scope": "all", "dry_run": true }),
        "extensions" => json!({ "series": 1, "seen": "x" }),
        "faults" => json!({ "room": 1, "what": "跳闸", "until": "2026-11-22T00:00" }),
        "school-terms" | "{term}" => json!({
            "kind": "term", "name": "2027年春季学期", "starts_on": "2027-02-22", "ends_on": "2027-07-02",
        }),
        "terms" => json!({ "text": "随手关灯。", "valid_from": "2026-12-01" }),
        "changes" => json!({
            "room": 1, "starts_at": "2026-11-26T09:00", "ends_at": "2026-11-26T10:00", "size": 5,
        }),
        "series" => json!({
            "troupe": 1, "room": 1, "rule": { "kind": "weekly", "weekdays": ["tue"] }, "starts_on": "2026-12-01",
            "until": "2026-12-15", "from": "14:00", "to": "15:00", "purpose": "排练", "size": 5, "dry_run": true,
        }),
        "cancellation" if route.contains("/series/") => json!({ "scope": "all" }),
        "dates" => json!({ "original_date": "2026-12-09" }),
        "attendance" if route.contains("/rooms/") => json!({ "starts_at": "2026-11-20T09:00", "visits": 5 }),
        "arrivals" => json!({ "registration": 999 }),
        "members" => json!({ "names": ["王秀兰"] }),
        "attendance" => json!({ "visits": 5 }),
        "presses" => json!({ "presses": [] }),
        "results" => json!({ "name": "单位数", "value": 25 }),
        _ => json!({}),
    }
}

fn linli_asset() -> &'static str {
    linli::base::web::assets::css().rsplit('/').next().unwrap()
}

/// Somebody comes to the paper cutting.
fn registered(app: &TestApp) -> i64 {
    use linli::base::db::schema::activity;
    use linli::domain::registrations::registering::{Registered, Wanted, register};
    let wanted = Wanted {
        target: linli::domain::registrations::Target {
            activity: linli::domain::activities::ActivityId(1),
            session: Some(linli::domain::activities::SessionId(1)),
        },
        name: "陈桂芳".into(),
        email: Some("chen@example.org".into()),
        phone: None,
        lang: linli::base::lang::Lang::Zh,
        party: 1,
        guardian: String::new(),
        note: String::new(),
        reminded: true,
        request_key: "permissions".into(),
    };
    let centre = app.centre("hexi");
    let acting = Acting { centre: &centre, person: None, now: app.now() };
    let done = app.write(|conn| {
        diesel::update(activity::table.find(1)).set(activity::registration.eq("session")).execute(conn)?;
        register(conn, acting, &wanted)
    });
    let Registered::Done(one) = done else { panic!("{done:?}") };
    one.id().0
}

pub fn furnish(app: &TestApp) -> There {
    let manager = app.manager();
    let term = TermDetails {
        kind: TermKind::Term,
        name: "2026年秋季学期".into(),
        name_en: "Autumn term 2026".into(),
        starts_on: "2026-09-01".parse().unwrap(),
        ends_on: "2027-01-22".parse().unwrap(),
    };
    let acting = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
    app.write(|conn| add_term(conn, &acting, &term));
    app.db_activity("剪纸课", "2026-11-25T14:00", "2026-11-25T16:00");
    let room = app.room("Meeting room");
    let booking = app.leader().asks_for(&room, "2026-11-24T09:00", "2026-11-24T11:00").id();
    let called = app.phoned().asks_for(&room, "2026-11-25T09:00", "2026-11-25T11:00").id();
    app.rival().asks_for(&room, "2026-11-25T10:00", "2026-11-25T12:00").id();
    app.approver().approves(called).is(State::Approved);
    let conflict = app.new_letters().into_iter().find(|letter| letter.kind == "conflict").unwrap();
    let token = conflict.action_links()[0].rsplit('/').next().unwrap().to_owned();
    let manager = app.manager();
    app.write(|conn| {
        let by = Acting { centre: &manager.centre, person: Some(manager.person.id), now: app.now() };
        let from = "2026-11-01".parse().unwrap();
        publish(conn, &by, "用完关灯。\n不在室内吸烟。", "Switch off the lights.\nNo smoking.", from)?;
        let paper = Sheet { name: "协议.pdf".into(), media: Media::Pdf, content: b"%PDF-1.7".to_vec() };
        keep(conn, &by, AgreementId(1), &[paper])?;
        let tag = TagName { name: "微课堂".into(), name_en: "Small class".into() };
        add_tag(conn, by, &tag)?;
        let drawn = Drawn { content: vec![0xFF, 0xD8, 0xFF], width: 4, height: 3, digest: "00ff".into() };
        keep_picture(conn, by, ActivityId(1), &drawn, "桌上的红色剪纸")
    });
    let approved = app.leader().asks_for(&app.room("Studio"), "2026-11-26T14:00", "2026-11-26T15:00");
    let change = ("Meeting room", "2026-11-26T15:00", "2026-11-26T16:00");
    app.leader().changes(approved.id(), &app.room(change.0), change.1, change.2, 12);
    let east = app.room("East hall");
    let given = app.leader().asks_for(&east, "2026-11-27T09:00", "2026-11-27T11:00").id();
    let offered = app.rival().waits_for(&east, "2026-11-27T09:00", "2026-11-27T11:00").id();
    app.leader().cancels(given).is(State::Cancelled);
    let version = i64::from(app.booking(offered).version);
    let press = |purpose: &str| app.tokens.sign(purpose, offered.0, version);
    let presses = [("/o/{token}", "accept"), ("/d/{token}", "decline"), ("/x/{token}", "give_up")];
    let mut presses =
        presses.map(|(link, purpose)| (link, link.replace("{token}", &press(purpose)))).to_vec();
    presses.push(("/y/{token}", format!("/y/{}", app.tokens.sign("give_up_dates", 1, 0))));
    presses.push(("/r/{token}", format!("/r/{}", app.tokens.sign("registration", registered(app), 0))));
    presses.extend(attended(app, approved.id()));
    let wanted = weekly(&app.leader(), &app.room("Meeting room"), &[Weekday::Wed], "2026-12-16", "series");
    created(&app.leader(), &wanted, &[("2026-12-09", Choice::Skip)]);
    // One of its dates stands, and is wished an hour later.
    let series = SeriesId(1);
    let first = app.read(|conn| store::dates(conn, series))[1].booked.clone().unwrap().booking.id;
    app.approver().approves(first).is(State::Approved);
    let later = crate::series::change((10, 0), (12, 0), &app.room("Meeting room"), "a wish");
    changed(&app.leader(), series, Scope::One(app.booking(first).starts_at.date()), &later);
    let find = |channel: &str, of: i64| {
        let ids = letter::table.filter(letter::channel.eq(channel.to_owned()).and(letter::booking_id.eq(of)));
        app.read(|conn| Ok(ids.select(letter::id).first(conn)?))
    };
    let studio = app.room("Studio");
    let displaced = app.rival().asks_for(&studio, "2026-12-30T09:00", "2026-12-30T10:00").is(State::Approved);
    app.new_letters();
    crate::disrupting::done(
        app,
        &crate::disrupting::closing(app, "Studio", "2026-12-30T00:00", "2026-12-31T00:00"),
    );
    let notice = app.new_letters().into_iter().find(|letter| letter.kind == "displaced").unwrap();
    let held = notice.action_links()[0].rsplit('/').next().unwrap().to_owned();
    There {
        displaced: displaced.0,
        held,
        booking: booking.0,
        letter: find("email", booking.0),
        call: find("phone", called.0),
        approved: approved.id().0,
        token,
        presses,
        leader: app.leader().person.id.0,
    }
}

/// The leader was asked about a booking, somebody registered for the activity, the troupe has a member.
fn attended(app: &TestApp, of: BookingId) -> [(&'static str, String); 2] {
    use linli::base::db::schema::{attendance_ask, registration};
    let (now, leader) = (app.now(), app.leader().person.id);
    let centre = app.centre("hexi");
    let (ask, registration) = app.write(|conn| {
        let acting = Acting { centre: &centre, person: Some(leader), now };
        members::add(conn, acting, TroupeId(1), &["马秀英".to_owned()], centre.zone.today(now))?;
        let cause = acting.note(conn, "booking", of.0, "attendance_asked", None)?;
        let ask: i64 = diesel::insert_into(attendance_ask::table)
            .values((
                attendance_ask::booking_id.eq(of.0),
                attendance_ask::round.eq(1),
                attendance_ask::history_id.eq(cause),
                attendance_ask::asked_at.eq(now),
            ))
            .returning(attendance_ask::id)
            .get_result(conn)?;
        let registration: i64 = diesel::insert_into(registration::table)
            .values((
                (
                    registration::centre_id.eq(1),
                    registration::activity_id.eq(1),
                    registration::session_id.eq(1),
                ),
                (registration::name.eq("马阿姨"), registration::lang.eq("zh"), registration::party.eq(3)),
                (
                    registration::state.eq("confirmed"),
                    registration::guardian.eq(""),
                    registration::note.eq(""),
                ),
                (registration::request_key.eq("attended"), registration::sequence.eq(0)),
                (
                    registration::created_at.eq(now),
                    registration::changed_at.eq(now),
                    registration::version.eq(0),
                ),
            ))
            .returning(registration::id)
            .get_result(conn)?;
        Ok((ask, registration))
    });
    let sign = |prefix: &str, purpose: &str, id: i64, version: i64| {
        format!("{prefix}{}", app.tokens.sign(purpose, id, version))
    };
    [
        ("/n/{token}", sign("/n/", "report_attendance", ask, leader.0)),
        ("/e/{token}", sign("/e/", "check_in", registration, 0)),
    ]
}
