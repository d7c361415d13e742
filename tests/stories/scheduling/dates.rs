//! Dates are planned: by rules, as copies, as a table, in rooms that others have.

use super::*;

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
    a_rule_may_take_a_room_from_a_troupe_on_many_dates,
    a_quiet_room_beside_music_is_a_warning_in_tables_and_in_json,
    staff_read_the_titles_of_drafts_and_others_do_not,
    a_form_begins_with_what_is_needed_and_opens_where_something_is_wrong,
];

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
    let mut several = weekly(&studio, "2");
    several.retain(|(name, _)| !["from", "to"].contains(name));
    several.extend([("registration", "course"), ("places", "4999"), ("from", "14:00"), ("to", "15:00")]);
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

fn a_quiet_room_beside_music_is_a_warning_in_tables_and_in_json(app: &TestApp) {
    let studio = app.room("Studio").id.to_string();
    let table = [
        ("kind", "course"),
        ("count", "2"),
        ("first", "2026-12-08"),
        ("title_1", "声乐"),
        ("room_1", studio.as_str()),
        ("weekday_1", "tue"),
        ("from_1", "09:00"),
        ("to_1", "10:00"),
    ];
    let shown = send(app, &format!("{NEW}/many"), &table).text();
    assert!(shown.contains("隔壁有安静的房间：") && shown.contains("（12月8日 星期二起2次）"), "{shown}");
    let body = serde_json::json!({
        "centre": 1, "dry_run": true,
        "activity": { "title": "演出", "kind": "show" },
        "dates": { "room": app.room("Studio").id, "from": "09:00", "to": "10:00", "days": ["2026-12-08"] },
    });
    let preview = app.visit("POST", "/api/v1/activities").json(&body).by_program_of(&app.approver()).go();
    let preview: serde_json::Value = serde_json::from_str(&preview.body).unwrap();
    let noise = preview["noise"][0].as_str().unwrap_or_else(|| panic!("{preview}"));
    assert!(noise.starts_with("隔壁有安静的房间：图书阅览室"), "{noise}");
}

fn staff_read_the_titles_of_drafts_and_others_do_not(app: &TestApp) {
    let studio = app.room("Studio");
    id_in(&send(app, NEW, &taiji(&studio.id.to_string())));
    let again = send(app, NEW, &taiji(&studio.id.to_string()));
    assert_eq!(again.status, 409);
    assert!(again.text().contains("太极·拳（草稿）") && !again.text().contains("已占用"), "{}", again.text());
    let plan = app.get("/staff/hexi/timetable?date=2026-11-24").by(&app.desk()).go().text();
    assert!(plan.contains("太极·拳（草稿）"), "{plan}");
    let Reply::Taken(clashes, _) = app.leader().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T10:00")
    else {
        panic!("a draft takes its room")
    };
    assert_eq!(clashes, ["上午9:00–10:00 已占用"]);
    assert!(!app.get("/c/hexi/timetable?date=2026-11-24").go().text().contains("太极·拳"));
}

fn a_form_begins_with_what_is_needed_and_opens_where_something_is_wrong(app: &TestApp) {
    let new = app.get(&format!("{NEW}/new")).by(&app.approver()).go();
    let inside = |page: &Page, field: &str| {
        let html = Html::parse_document(&page.body);
        let of = |what: &str| Selector::parse(&format!("main {what} [name={field:?}]")).unwrap();
        assert!(html.select(&of("form")).next().is_some(), "{field}");
        (html.select(&of("details")).next().is_some(), html.select(&of("details[open]")).next().is_some())
    };
    for field in ["title", "kind", "audience", "room", "date", "from", "to", "repeat"] {
        assert_eq!(inside(&new, field), (false, false), "{field}");
    }
    let folded = [
        "intro",
        "place",
        "partner_email",
        "teacher",
        "age_to",
        "places",
        "closes_date",
        "title_en",
        "count",
    ];
    for field in folded {
        assert_eq!(inside(&new, field), (true, false), "{field}");
    }
    let room = app.room("Studio").id.to_string();
    let wrong = [
        &taiji(&room)[..],
        &[("organiser", "partner"), ("partner", "区医院"), ("partner_email", "区医院"), ("party_limit", "0")],
    ]
    .concat();
    let page = send(app, NEW, &wrong);
    assert_eq!(page.status, 422);
    assert_eq!((inside(&page, "partner_email"), inside(&page, "party_limit")), ((true, true), (true, true)));
    assert_eq!(inside(&page, "title_en"), (true, false), "nothing is wrong there");
    assert!(page.body.contains("href=\"#partner_email\""), "{}", page.body);
}
