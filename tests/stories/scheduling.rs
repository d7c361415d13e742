//! Staff plan what residents come to: drafts, rules with every date seen first, teachers in two places, copies,
//! tables of courses, tags, pictures, and rooms that others have.

use diesel::prelude::*;
use linli::base::db::schema::{activity, activity_gram, session};
use linli::domain::activities::scheduling::{cancel_activity, cancel_session};
use linli::domain::activities::{ActivityId, ActivityState, SessionId, store, tags};
use linli::domain::bookings::{Acting, State};
use scraper::{Html, Selector};

use crate::support::TestApp;
use crate::support::people::Someone;
use crate::web::Page;

stories![
    an_activity_is_a_draft_until_it_is_published,
    a_rule_is_written_as_it_was_shown_and_not_before,
    a_list_that_changed_is_shown_again,
    a_teacher_in_two_places_is_a_warning_and_no_refusal,
    more_places_than_the_room_holds_is_a_warning_and_no_refusal,
    the_mobile_desk_is_in_one_place_at_a_time,
    the_centres_own_session_is_not_asked_to_give_way,
    a_course_may_leave_out_the_dates_that_do_not_fit,
    an_activity_is_copied_with_the_distances_of_its_dates,
    a_month_of_courses_is_entered_as_a_table,
    tags_are_the_centres_own_words,
    a_picture_loses_what_the_camera_wrote,
    a_rule_may_take_a_room_from_a_troupe_on_many_dates,
    a_cancelled_activity_frees_its_rooms_and_stays_cancelled,
    a_title_is_found_by_every_two_characters,
];

type Typed<'a> = Vec<(&'a str, &'a str)>;

const NEW: &str = "/staff/hexi/activities";

/// 太极 in the studio on Tuesday from nine to ten.
fn taiji(room: &str) -> Typed<'_> {
    vec![
        ("title", "太极·拳"),
        ("kind", "course"),
        ("room", room),
        ("date", "2026-11-24"),
        ("from", "09:00"),
        ("to", "10:00"),
    ]
}

/// The same every Tuesday, so many times.
fn weekly<'a>(room: &'a str, count: &'a str) -> Typed<'a> {
    let mut fields = taiji(room);
    let rule = [("repeat", "1"), ("rule", "weekly"), ("every", "1"), ("weekday", "tue"), ("end", "count")];
    fields.extend(rule);
    fields.extend([("count", count), ("holidays", "skip")]);
    fields
}

fn send(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Page {
    app.post(path, fields).by(&app.approver()).go()
}

/// The hidden fields and chosen boxes of the page's form that has this field, as a browser would send them.
fn form_with(page: &Page, name: &str) -> Vec<(String, String)> {
    let html = Html::parse_document(&page.body);
    let forms = Selector::parse("form").unwrap();
    let has = Selector::parse(&format!("[name={name:?}]")).unwrap();
    let form = html.select(&forms).find(|form| form.select(&has).next().is_some());
    let form = form.unwrap_or_else(|| panic!("no {name} in {}", page.body));
    form.select(&Selector::parse("input[name]").unwrap())
        .filter(|input| match input.attr("type") {
            Some("radio" | "checkbox") => input.attr("checked").is_some(),
            _ => true,
        })
        .map(|input| (input.attr("name").unwrap().to_owned(), input.attr("value").unwrap_or("").to_owned()))
        .collect()
}

fn sent_again(app: &TestApp, path: &str, page: &Page, has: &str, more: &[(&str, &str)]) -> Page {
    let kept = form_with(page, has);
    let mut fields: Vec<(&str, &str)> =
        kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    send(app, path, &fields)
}

fn id_in(page: &Page) -> ActivityId {
    let location = page.location.as_ref().unwrap_or_else(|| panic!("{}: {}", page.status, page.body));
    let id = location.split(['/', '?']).find_map(|part| part.parse().ok()).unwrap();
    ActivityId(id)
}

fn days(app: &TestApp, id: ActivityId) -> Vec<String> {
    app.read(|conn| store::days_of(conn, id)).iter().map(|day| day.to_string()).collect()
}

fn state(app: &TestApp, id: ActivityId) -> ActivityState {
    app.read(|conn| store::activity(conn, app.centre("hexi").id, id)).state
}

fn counted(app: &TestApp) -> (i64, i64) {
    app.read(|conn| Ok((activity::table.count().get_result(conn)?, session::table.count().get_result(conn)?)))
}

fn acting<'a>(of: &'a Someone) -> Acting<'a> {
    Acting { centre: &of.centre, person: Some(of.person.id), now: of.app.now() }
}

fn an_activity_is_a_draft_until_it_is_published(app: &TestApp) {
    let studio = app.room("Studio").id.to_string();
    let id = id_in(&send(app, NEW, &taiji(&studio)));
    assert_eq!(state(app, id), ActivityState::Draft);
    let public = format!("/c/hexi/activities/{id}");
    assert_eq!(app.get(&public).go().status, 404);
    let page = format!("{NEW}/{id}");
    let shown = app.get(&page).by(&app.approver()).go();
    assert!(shown.body.contains("草稿，居民看不到") && shown.body.contains("/publication"), "{}", shown.body);
    let publication = format!("{page}/publication");
    assert_eq!(app.post(&publication, &[]).by(&app.desk()).go().status, 403);
    assert_eq!(app.post(&publication, &[]).by(&app.other_approver()).go().status, 404);
    for _ in 0..2 {
        let answer = send(app, &publication, &[]);
        assert_eq!(answer.location.as_deref(), Some(format!("{page}?just=published").as_str()));
    }
    assert_eq!(app.get(&public).go().status, 200);
    let published = [&taiji(&studio)[..4], &[("from", "10:30"), ("to", "11:30"), ("publish", "1")]].concat();
    assert_eq!(state(app, id_in(&send(app, NEW, &published))), ActivityState::Published);
}

fn a_rule_is_written_as_it_was_shown_and_not_before(app: &TestApp) {
    let hall = app.room("East hall");
    let room = hall.id.to_string();
    app.leader().asks_for(&hall, "2026-12-08T09:00", "2026-12-08T10:00").is(State::Approved);
    let shown = send(app, NEW, &weekly(&room, "5"));
    assert_eq!(shown.status, 200, "{}", shown.body);
    for words in ["11月24日", "不开放", "时间冲突", "12月22日", "还没有保存"] {
        assert!(shown.body.contains(words), "{words}: {}", shown.body);
    }
    assert_eq!(counted(app), (0, 0));
    let saved = sent_again(app, NEW, &shown, "seen", &[("on-2026-12-15", "skip"), ("publish", "1")]);
    let id = id_in(&saved);
    assert_eq!(days(app, id), ["2026-11-24", "2026-12-22"]);
    assert_eq!(state(app, id), ActivityState::Published);
    let back = sent_again(app, NEW, &shown, "seen", &[("back", "1")]);
    assert!(back.status == 200 && back.body.contains("太极·拳") && back.body.contains("name=\"intro\""));
    // More dates of one that stands go the same way, and none is left to nobody's surprise.
    let more = format!("{NEW}/{id}/sessions");
    let none = send(app, &more, &weekly(&room, "2"));
    assert!(none.status == 200 && none.body.contains("加上这0次"), "{}", none.body);
    assert_eq!(sent_again(app, &more, &none, "seen", &[]).status, 422);
}

fn a_list_that_changed_is_shown_again(app: &TestApp) {
    let hall = app.room("East hall");
    let room = hall.id.to_string();
    let shown = send(app, NEW, &weekly(&room, "4"));
    app.leader().asks_for(&hall, "2026-12-08T09:00", "2026-12-08T10:00").is(State::Approved);
    let again = sent_again(app, NEW, &shown, "seen", &[]);
    assert!(again.status == 409 && again.body.contains("单子变了"), "{}: {}", again.status, again.body);
    assert_eq!(counted(app), (0, 0));
    assert_eq!(days(app, id_in(&sent_again(app, NEW, &again, "seen", &[]))), ["2026-11-24", "2026-12-15"]);
}

fn a_teacher_in_two_places_is_a_warning_and_no_refusal(app: &TestApp) {
    let (studio, hall) = (app.room("Studio").id.to_string(), app.room("East hall").id.to_string());
    let with = |room: &str, teacher: &str| -> Vec<(String, String)> {
        let fields = taiji(room).into_iter().chain([("teacher", teacher)]);
        fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let post = |fields: &[(String, String)], more: &[(&str, &str)]| {
        let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        send(app, NEW, &fields.chain(more.iter().copied()).collect::<Vec<_>>())
    };
    id_in(&post(&with(&studio, "王秀英"), &[]));
    let warned = post(&with(&hall, " 王秀英 "), &[]);
    assert_eq!(warned.status, 409, "{}", warned.body);
    assert!(
        warned.body.contains("会同时在两个地方") && warned.body.contains("《太极·拳》"),
        "{}",
        warned.body
    );
    assert!(warned.body.contains("name=\"known\""));
    let other = id_in(&post(&with(&hall, "王秀英"), &[("known", "1")]));
    // Somebody else's name is nobody's business, and an empty one is nobody.
    let gate = [("room", "place"), ("place", "东门")];
    let outside = |teacher: &str| {
        let mut fields = with("place", teacher);
        fields.retain(|(name, _)| name != "room");
        id_in(&post(&fields, &gate))
    };
    let free = outside("");
    outside("李刚");
    // Whoever is named afterwards is looked for, too; and whoever is moved.
    let change = format!("{NEW}/{free}");
    let named = [("title", "太极·拳"), ("kind", "course"), ("teacher", "王秀英")];
    assert_eq!(send(app, &change, &named).status, 409);
    assert_eq!(send(app, &change, &[&named[..], &[("known", "1")]].concat()).status, 303);
    let moved: SessionId = app.read(|conn| {
        Ok(session::table.filter(session::activity_id.eq(other)).select(session::id).first(conn)?)
    });
    let path = format!("{NEW}/{other}/sessions/{moved}");
    let to =
        |from: &'static str| -> Typed { [&taiji(&hall)[2..4], &[("from", from), ("to", "11:30")]].concat() };
    assert_eq!(send(app, &path, &to("09:30")).status, 409);
    assert_eq!(send(app, &path, &to("10:30")).status, 303);
}

fn an_activity_is_copied_with_the_distances_of_its_dates(app: &TestApp) {
    let room = app.room("East hall").id.to_string();
    let shown =
        send(app, NEW, &[&weekly(&room, "3")[..], &[("teacher", "王秀英"), ("class", "太极班")]].concat());
    let first = id_in(&sent_again(app, NEW, &shown, "seen", &[]));
    let form = app.get(&format!("{NEW}/new?copy={first}")).by(&app.approver()).go();
    assert!(form.body.contains("太极班") && form.body.contains("日子和原来的间隔一样"), "{}", form.body);
    let like = [&taiji(&room)[..3], &[("from", "09:00"), ("to", "10:00"), ("repeat", "like")]].concat();
    let copied = first.to_string();
    let like = [&like[..], &[("copy", &copied), ("date", "2027-03-02")]].concat();
    let shown = send(app, NEW, &like);
    assert_eq!(days(app, id_in(&sent_again(app, NEW, &shown, "seen", &[]))), ["2027-03-02", "2027-03-16"]);
    assert_eq!(app.get("/staff/hexi/activities/new?copy=999").by(&app.approver()).go().status, 404);
}

fn a_month_of_courses_is_entered_as_a_table(app: &TestApp) {
    let (studio, hall) = (app.room("Studio").id.to_string(), app.room("East hall").id.to_string());
    let path = format!("{NEW}/many");
    let paste = "声乐\t王秀英\tx\t周二\t9:00\t10:00\n舞蹈\t王秀英\tx\t周二\t9:30\t10:30\n书法\t李刚\tx\t周三\t9:00\t10:00";
    let filled = send(app, &path, &[("kind", "course"), ("count", "3"), ("paste", paste), ("fill", "1")]);
    let page = filled.text();
    assert!(filled.status == 422 && page.contains("第3门：书法") && page.contains("“x”没看懂"), "{page}");
    let rooms = [("room_1", studio.as_str()), ("room_2", &hall), ("room_3", &studio)];
    let table: Vec<(&str, &str)> = [
        ("kind", "course"),
        ("count", "3"),
        ("first", "2026-12-08"),
        ("title_1", "声乐"),
        ("teacher_1", "王秀英"),
        ("weekday_1", "tue"),
        ("from_1", "09:00"),
        ("to_1", "10:00"),
        ("title_2", "舞蹈"),
        ("teacher_2", "王秀英"),
        ("weekday_2", "tue"),
        ("from_2", "09:30"),
        ("to_2", "10:30"),
        ("title_3", "书法"),
        ("teacher_3", "李刚"),
        ("weekday_3", "wed"),
        ("from_3", "09:00"),
        ("to_3", "10:00"),
        ("title_4", "国画"),
        ("weekday_4", "wed"),
        ("from_4", "09:30"),
        ("to_4", "10:30"),
        ("room_4", &studio),
    ]
    .into_iter()
    .chain(rooms)
    .collect();
    let shown = send(app, &path, &table);
    assert_eq!(shown.status, 200, "{}", shown.body);
    for words in ["4门课，2门没有冲突", "那时也由这位老师上", "第3门《书法》那时也要用这间", "一次也排不上"]
    {
        assert!(shown.body.contains(words), "{words}: {}", shown.body);
    }
    assert_eq!(counted(app), (0, 0));
    // The doubled teacher has not been said to be known: nothing is written.
    let refused = sent_again(app, &path, &shown, "use_1", &[("save", "draft")]);
    assert!(refused.status == 409 && counted(app) == (0, 0), "{}", refused.body);
    let saved = sent_again(app, &path, &shown, "use_1", &[("save", "publish"), ("known_2", "1")]);
    assert_eq!(saved.location.as_deref(), Some("/staff/hexi/activities?many=3"), "{}", saved.body);
    assert_eq!(counted(app), (3, 9));
    let nothing = send(app, &path, &[("kind", "course"), ("count", "3")]);
    assert!(nothing.status == 422 && nothing.body.contains("请至少填一行"));
}

fn more_places_than_the_room_holds_is_a_warning_and_no_refusal(app: &TestApp) {
    let room = app.room("Studio");
    let (studio, places) = (room.id.to_string(), (room.capacity + 1).to_string());
    let fields = [&taiji(&studio)[..], &[("registration", "course"), ("places", places.as_str())]].concat();
    let warned = send(app, NEW, &fields);
    assert_eq!((warned.status, counted(app)), (409, (0, 0)), "{}", warned.body);
    let said = format!("名额{places}个，这间只坐得下{}人", room.capacity);
    assert!(warned.text().contains(&said), "{}", warned.text());
    let id = id_in(&send(app, NEW, &[&fields[..], &[("known", "1")]].concat()));
    // As many as there is room for need no box; changed to more they do.
    let change = format!("{NEW}/{id}");
    let about = |places: &'static str| {
        vec![("title", "太极·拳"), ("kind", "course"), ("registration", "course"), ("places", places)]
    };
    assert_eq!(send(app, &change, &about("5")).status, 303);
    assert_eq!(send(app, &change, &about("4999")).status, 409);
    assert_eq!(send(app, &change, &[&about("4999")[..], &[("known", "1")]].concat()).status, 303);
    let several =
        [&weekly(&studio, "2")[..], &[("places", "4999"), ("from", "14:00"), ("to", "15:00")]].concat();
    let shown = send(app, NEW, &several);
    let refused = sent_again(app, NEW, &shown, "seen", &[]);
    assert!(refused.status == 409 && refused.text().contains("名额比房间坐得下的多"), "{}", refused.text());
    assert_eq!(sent_again(app, NEW, &shown, "seen", &[("known", "1")]).status, 303);
}

fn the_mobile_desk_is_in_one_place_at_a_time(app: &TestApp) {
    let desk = |place: &'static str| {
        let mut fields = taiji("place");
        fields.retain(|(name, _)| *name != "kind");
        [&fields[..], &[("kind", "mobile_desk"), ("place", place)]].concat()
    };
    id_in(&send(app, NEW, &desk("东门")));
    let warned = send(app, NEW, &desk("西门"));
    assert!(
        warned.status == 409 && warned.text().contains("流动办公桌那时在《太极·拳》"),
        "{}",
        warned.text()
    );
    id_in(&send(app, NEW, &[&desk("西门")[..], &[("known", "1")]].concat()));
    // Another kind of thing takes no desk.
    id_in(&send(app, NEW, &[&taiji("place")[..], &[("place", "西门")]].concat()));
}

fn the_centres_own_session_is_not_asked_to_give_way(app: &TestApp) {
    let hall = app.room("East hall");
    let room = hall.id.to_string();
    let own = id_in(&send(app, NEW, &taiji(&room)));
    let once = send(app, NEW, &taiji(&room));
    assert_eq!(once.status, 409);
    let (session, link) = app.read(|conn| {
        let id: SessionId =
            session::table.filter(session::activity_id.eq(own)).select(session::id).first(conn)?;
        Ok((id, format!("{NEW}/{own}/sessions/{id}")))
    });
    assert!(
        session.0 > 0 && once.body.contains(&link) && !once.body.contains("请队伍让出来"),
        "{}",
        once.body
    );
    let shown = send(app, NEW, &weekly(&room, "3"));
    assert!(shown.body.contains(&link) && !shown.body.contains("请队伍让出来"), "{}", shown.body);
    // A troupe's date can give way; the centre's own is not among those asked for, which the next page lists.
    app.leader().asks_for(&hall, "2026-12-08T09:00", "2026-12-08T10:00").is(State::Approved);
    let shown = send(app, NEW, &weekly(&room, "4"));
    let asked = sent_again(app, "/staff/hexi/disruptions/new", &shown, "slot", &[]);
    let page = asked.text();
    assert!(page.contains("共2个时间") && page.contains("12月8日") && page.contains("12月15日"), "{page}");
    assert!(!page.contains("11月24日"), "{page}");
}

fn a_course_may_leave_out_the_dates_that_do_not_fit(app: &TestApp) {
    let hall = app.room("East hall");
    let (room, path) = (hall.id.to_string(), format!("{NEW}/many"));
    app.leader().asks_for(&hall, "2026-12-08T09:00", "2026-12-08T10:00").is(State::Approved);
    let table = [
        ("kind", "course"),
        ("count", "3"),
        ("first", "2026-12-08"),
        ("registration", "course"),
        ("places", "12"),
        ("audience", "老年大学学员"),
        ("age_from", "55"),
        ("title_1", "声乐"),
        ("weekday_1", "tue"),
        ("from_1", "09:00"),
        ("to_1", "10:00"),
        ("room_1", &room),
        ("places_1", "9"),
    ];
    let shown = send(app, &path, &table);
    assert!(shown.text().contains("跳过排不上的1次，存其余2次"), "{}", shown.text());
    let refused = sent_again(app, &path, &shown, "skip_1", &[("save", "draft"), ("use_1", "1")]);
    assert_eq!((refused.status, counted(app)), (409, (0, 0)));
    let saved = sent_again(app, &path, &shown, "skip_1", &[("save", "publish"), ("skip_1", "1")]);
    assert_eq!(saved.status, 303, "{}", saved.text());
    let course = app.read(|conn| {
        let id: ActivityId = activity::table.select(activity::id).first(conn)?;
        store::activity(conn, app.centre("hexi").id, id)
    });
    assert_eq!(days(app, course.id), ["2026-12-15", "2026-12-22"]);
    assert_eq!((course.places, course.age_from), (Some(9), Some(55)));
    assert_eq!(course.audience, "老年大学学员");
    assert_eq!(course.registration.word(), "course");
}

fn tags_are_the_centres_own_words(app: &TestApp) {
    let (manager, path) = (app.manager(), "/staff/hexi/tags");
    for (zh, en) in [("微课堂", "Small class"), ("微服务", ""), ("微心愿", "Small wish")] {
        assert_eq!(app.post(path, &[("name", zh), ("name_en", en)]).by(&manager).go().status, 303);
    }
    let twice = app.post(path, &[("name", "微服务")]).by(&manager).go();
    assert!(twice.status == 422 && twice.body.contains("已经有这个标签了"));
    assert_eq!(app.post(path, &[("name", "x")]).by(&app.approver()).go().status, 403);
    let all = || app.read(|conn| tags::store::of_centre(conn, manager.centre.id));
    let names = || all().into_iter().filter(|tag| tag.active).map(|tag| tag.name).collect::<Vec<_>>();
    let id = |name: &str| all().into_iter().find(|tag| tag.name == name).unwrap().id;
    let press = |id: tags::TagId, act: &str, fields: &[(&str, &str)]| {
        app.post(&format!("{path}/{id}{act}"), fields).by(&manager).go().status
    };
    assert_eq!(press(id("微心愿"), "/rise", &[]), 303);
    assert_eq!(names(), ["微课堂", "微心愿", "微服务"]);
    assert_eq!(press(id("微课堂"), "/rise", &[]), 303);
    assert_eq!(press(id("微服务"), "", &[("name", "微关爱")]), 303);
    let studio = app.room("Studio").id.to_string();
    let tag = id("微课堂").to_string();
    let activity = id_in(&send(app, NEW, &[&taiji(&studio)[..], &[("tag", &tag)]].concat()));
    assert_eq!(press(id("微课堂"), "/retirement", &[]), 303);
    assert_eq!(names(), ["微心愿", "微关爱"]);
    let kept = app.read(|conn| tags::store::of(conn, activity));
    assert_eq!(kept.len(), 1, "what is retired stays where it is");
    assert!(app.get(&format!("{NEW}/{activity}")).by(&app.approver()).go().body.contains("微课堂"));
    let choice = format!("name=\"tag\" value=\"{tag}\"");
    let form = app.get(&format!("{NEW}/new")).by(&app.approver()).go();
    assert!(form.body.contains("name=\"tag\"") && !form.body.contains(&choice), "{}", form.body);
    assert_eq!(press(id("微课堂"), "/return", &[]), 303);
    assert_eq!(names(), ["微课堂", "微心愿", "微关爱"]);
    let foreign = app.post(&format!("/staff/donghu/tags/{tag}/rise"), &[]).by(&app.other_manager()).go();
    assert_eq!(foreign.status, 404);
}

/// A small JPEG in which a camera has written where it was.
fn photograph() -> Vec<u8> {
    let mut plain = Vec::new();
    let picture = image::RgbImage::from_pixel(40, 20, image::Rgb([200, 30, 30]));
    image::codecs::jpeg::JpegEncoder::new(&mut plain).encode_image(&picture).unwrap();
    let note = b"Exif\0\0II*\0\x08\0\0\0\0\0GPS 36.06N 103.83E";
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, note, &plain[2..]].concat()
}

fn a_picture_loses_what_the_camera_wrote(app: &TestApp) {
    let studio = app.room("Studio").id.to_string();
    let id = id_in(&send(app, NEW, &taiji(&studio)));
    let path = format!("{NEW}/{id}/picture");
    let give = |name: &str, bytes: &[u8], alt: &str| {
        app.visit("POST", &path).by(&app.approver()).form_and_file(&[("alt", alt)], name, bytes).go()
    };
    for (bytes, alt, words) in [
        (&b"GIF89a"[..], "老人在打拳", "这不是JPEG或PNG"),
        (&photograph(), "", "请用一句话写图上有什么"),
        (&[0xFF, 0xD8, 0xFF, 0x00], "老人在打拳", "打不开"),
    ] {
        let answer = give("a.jpg", bytes, alt);
        assert!(answer.status == 422 && answer.body.contains(words), "{words}: {}", answer.body);
    }
    let kept = give("a.jpg", &photograph(), "老人在打拳");
    assert_eq!(kept.status, 303, "{}", kept.body);
    let shown = app.get(&format!("{NEW}/{id}")).by(&app.desk()).go();
    assert!(
        shown.body.contains("alt=\"老人在打拳\"") && shown.body.contains("width=\"40\""),
        "{}",
        shown.body
    );
    let picture = app.read(|conn| linli::domain::activities::pictures::store::of(conn, id)).unwrap();
    let public = format!("/c/hexi{}", picture.href());
    assert_eq!(app.get(&public).go().status, 404, "a draft's is nobody's");
    assert_eq!(app.get(&path).by(&app.desk()).go().status, 200);
    send(app, &format!("{NEW}/{id}/publication"), &[]);
    let seen = app.get(&public).go();
    assert_eq!((seen.status, seen.kind.as_str()), (200, "image/jpeg"));
    assert!(
        seen.header("cache-control").unwrap().contains("immutable"),
        "{:?}",
        seen.header("cache-control")
    );
    assert!(!seen.body.contains("GPS") && !seen.body.contains("Exif"));
    let stale = app.get(&format!("/c/hexi/activities/{id}/picture?v=other")).go();
    assert!(!stale.header("cache-control").unwrap().contains("immutable"));
    assert_eq!(send(app, &format!("{path}/removal"), &[]).status, 303);
    assert_eq!(app.get(&public).go().status, 404);
}

fn a_rule_may_take_a_room_from_a_troupe_on_many_dates(app: &TestApp) {
    let hall = app.room("East hall");
    let room = hall.id.to_string();
    let lost = app.leader().asks_for(&hall, "2026-12-08T09:00", "2026-12-08T10:00").is(State::Approved);
    app.new_letters();
    let wish =
        [&weekly(&room, "4")[..], &[("teacher", "王秀英"), ("organiser", "partner"), ("partner", "街道")]]
            .concat();
    let shown = send(app, NEW, &wish);
    assert!(shown.body.contains("请队伍让出来"), "{}", shown.body);
    let begin = "/staff/hexi/disruptions/new";
    let asked = sent_again(app, begin, &shown, "cause", &[]);
    assert!(asked.status == 200 && asked.body.contains("共3个时间"), "{}", asked.body);
    let reason = [("reason", "街道安排"), ("title", "太极·拳"), ("room", room.as_str())];
    let plan = sent_again(app, begin, &asked, "preview", &reason);
    assert_eq!(plan.status, 200, "{}", plan.body);
    let done = sent_again(app, "/staff/hexi/disruptions", &plan, "seen", &[]);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(app.state(lost), State::Displaced);
    let all = app.read(|conn| store::of_centre(conn, app.centre("hexi").id, ActivityState::ALL, None, 9));
    let [one] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(
        (one.teacher.as_str(), one.partner.as_str(), one.state),
        ("王秀英", "街道", ActivityState::Draft)
    );
    assert_eq!(days(app, one.id), ["2026-11-24", "2026-12-08", "2026-12-15"]);
    app.wrote(&["leader: displaced"]);
}

fn a_cancelled_activity_frees_its_rooms_and_stays_cancelled(app: &TestApp) {
    let (room, by) = (app.room("East hall").id.to_string(), app.approver());
    let shown = send(app, NEW, &weekly(&room, "3"));
    let id = id_in(&sent_again(app, NEW, &shown, "seen", &[("publish", "1")]));
    let first: SessionId = app.read(|conn| {
        let of = session::table.filter(session::activity_id.eq(id)).order(session::starts_at);
        Ok(of.select(session::id).first(conn)?)
    });
    assert!(app.write(|conn| cancel_session(conn, acting(&by), first, Some("老师生病"))).is_some());
    assert!(app.write(|conn| cancel_session(conn, acting(&by), first, Some("老师生病"))).is_none());
    let cancelled = app.write(|conn| cancel_activity(conn, acting(&by), id, Some("不办了"))).unwrap();
    assert_eq!(cancelled.sessions.len(), 1, "the first was cancelled before, the second day is shut");
    assert!(app.write(|conn| cancel_activity(conn, acting(&by), id, None)).is_none());
    assert_eq!(app.taken("2026-12-08"), [""; 0]);
    assert_eq!(state(app, id), ActivityState::Cancelled);
    assert_eq!(send(app, &format!("{NEW}/{id}"), &taiji(&room)).status, 404);
    assert_eq!(send(app, &format!("{NEW}/{id}/sessions"), &taiji(&room)).status, 404);
    send(app, &format!("{NEW}/{id}/publication"), &[]);
    assert_eq!(state(app, id), ActivityState::Cancelled);
}

fn a_title_is_found_by_every_two_characters(app: &TestApp) {
    let studio = app.room("Studio").id.to_string();
    let fields = [&taiji(&studio)[..], &[("title_en", "Taiji Class")]].concat();
    let id = id_in(&send(app, NEW, &fields));
    let found = |gram: &str| {
        let at = app.centre("hexi").id;
        app.read(|conn| {
            Ok(activity_gram::table
                .filter(activity_gram::centre_id.eq(at).and(activity_gram::gram.eq(gram)))
                .select(activity_gram::activity_id)
                .load::<ActivityId>(conn)?)
        })
    };
    for gram in ["太极", "极拳", "拳", "ic"] {
        assert_eq!(found(gram), [id], "{gram}");
    }
    assert_eq!(found("·"), []);
    assert_eq!(send(app, &format!("{NEW}/{id}"), &[("title", "剪纸"), ("kind", "course")]).status, 303);
    assert_eq!((found("太极"), found("剪纸")), (vec![], vec![id]));
}
