//! The calendar, sifted, by weeks and months, with the places that are left.

use super::*;

stories![
    places_left_are_said_and_what_is_full_can_be_left_out,
    each_filter_sifts_and_keeps_the_others,
    a_week_shows_all_of_its_seven_days_whatever_the_month,
    a_busy_month_is_a_list_of_some_days_and_the_rest_one_press_away,
    when_one_can_register_is_said_in_lists,
    a_cell_of_the_month_names_a_fourth_thing_and_counts_two_more,
    what_the_timetable_hatches_is_said_in_words_above_it,
    a_date_centuries_away_is_as_if_nobody_had_said_it,
];

fn a_date_centuries_away_is_as_if_nobody_had_said_it(app: &TestApp) {
    on(app, &called(ActivityKind::Clinic, "义诊"), None, &[("2026-11-25T15:00", "2026-11-25T16:00")]);
    for date in ["9999-12-31", "8999-12-31", "-2026-01-01"] {
        assert_eq!(found(app, &format!("/c/hexi/calendar?date={date}")), ["义诊"], "{date}");
        assert_eq!(found(app, &format!("/c/hexi/activities?date={date}")), ["义诊"], "{date}");
    }
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

fn when_one_can_register_is_said_in_lists(app: &TestApp) {
    let admission = |mode, opens: Option<&str>, closes: Option<&str>| Admission {
        mode,
        places: Some(9),
        opens: opens.map(at),
        closes: closes.map(at),
        ..Admission::OPEN
    };
    let later = admission(RegistrationMode::Session, Some("2026-11-24T09:00"), None);
    let shut = admission(RegistrationMode::Session, None, Some("2026-11-21T07:00"));
    let begun = admission(RegistrationMode::Course, None, None);
    let still = admission(RegistrationMode::Course, None, Some("2026-11-29T18:00"));
    let spans = [("2026-11-21T09:00", "2026-11-21T10:00"), ("2026-11-25T09:00", "2026-11-25T10:00")];
    for (title, admission) in [("先等等", later), ("来晚了", shut), ("开课了", begun), ("随时加入", still)]
    {
        let details = ActivityDetails { admission, ..called(ActivityKind::Course, title) };
        on(app, &details, None, &spans);
    }
    app.hours_pass(3);
    let page = app.get("/c/hexi/calendar?date=2026-11-25").go();
    let html = scraper::Html::parse_document(&page.body);
    let rows = scraper::Selector::parse(".events > *").unwrap();
    let said = |title: &str| -> String {
        let row =
            html.select(&rows).map(|row| row.text().collect::<String>()).find(|row| row.contains(title));
        row.unwrap_or_else(|| panic!("no {title} in {}", page.body))
    };
    assert!(said("先等等").contains("11月24日 星期二 上午9:00开始报名"), "{}", said("先等等"));
    assert!(said("来晚了").contains("报名已截止"), "{}", said("来晚了"));
    assert!(said("开课了").contains("报名已截止"), "it closes with its first session: {}", said("开课了"));
    assert!(said("随时加入").contains("还有9个名额"), "{}", said("随时加入"));
    let free = found(app, "/c/hexi/calendar?date=2026-11-25&free=1");
    assert_eq!(free, ["先等等", "随时加入"]);
    let listed = app.get("/api/v1/centres/1/programme?date=2026-11-25").go().body;
    let listed: Vec<serde_json::Value> = serde_json::from_str(&listed).unwrap();
    let standing: Vec<&str> =
        listed.iter().map(|one| one["next"]["registration"].as_str().unwrap()).collect();
    assert_eq!(standing, ["not_open", "closed", "closed", "open"]);
    assert_eq!(listed[0]["registration_opens"], "2026-11-24T09:00");
    let id = listed[3]["id"].as_i64().unwrap();
    let one = app.get(&format!("/c/hexi/activities/{id}")).go().text();
    assert!(one.contains("报名到11月29日 星期日 晚上6:00截止。"), "{one}");
}

fn a_cell_of_the_month_names_a_fourth_thing_and_counts_two_more(app: &TestApp) {
    let hours = ["08", "09", "10", "11", "14"];
    let spans: Vec<(String, String)> =
        hours.iter().map(|hour| (format!("2026-11-24T{hour}:00"), format!("2026-11-24T{hour}:30"))).collect();
    let cell = || {
        let page = app.get("/c/hexi/calendar?view=month&date=2026-11-24").go();
        let html = scraper::Html::parse_document(&page.body);
        let days = scraper::Selector::parse("table.month td:has(li)").unwrap();
        let lines = scraper::Selector::parse("li").unwrap();
        let cell = html.select(&days).next().unwrap_or_else(|| panic!("{}", page.body));
        let line = |one: scraper::ElementRef| one.text().collect::<String>().trim().to_owned();
        cell.select(&lines).map(line).collect::<Vec<_>>()
    };
    for (number, (from, to)) in spans.iter().enumerate() {
        let title = format!("第{}讲", number + 1);
        on(app, &called(ActivityKind::Lecture, &title), None, &[(from, to)]);
        if number == 3 {
            let four = cell();
            assert_eq!(four.len(), 4);
            assert!(four[3].contains("第4讲"), "{four:?}");
        }
    }
    let five = cell();
    assert_eq!(five.len(), 4);
    assert!(five[2].contains("第3讲") && five[3] == "还有2项", "{five:?}");
    let page = app.get("/c/hexi/calendar?view=month&date=2026-11-24").go();
    let rest = page.body.split("class=\"rest\"").nth(1).unwrap();
    assert!(rest.starts_with("><a href=\"/c/hexi/calendar?") && rest.contains("2026-11-24"), "{rest}");
}

fn what_the_timetable_hatches_is_said_in_words_above_it(app: &TestApp) {
    let key = |lang: Lang| {
        let page = app.get("/c/hexi/timetable?date=2026-11-24").lang(lang).go();
        let html = scraper::Html::parse_document(&page.body);
        let key = scraper::Selector::parse(".key").unwrap();
        html.select(&key).next().unwrap().text().collect::<String>()
    };
    assert!(!key(Lang::Zh).contains("整理"), "where nothing needs it, nothing is said of it");
    // The hall is made ready for a quarter of an hour.
    let span = [("2026-11-24T09:00", "2026-11-24T10:00")];
    on(app, &called(ActivityKind::Lecture, "养生讲座"), Some("East hall"), &span);
    assert!(key(Lang::Zh).contains("不开放、整理"), "{}", key(Lang::Zh));
    assert!(key(Lang::En).contains("Not open, getting ready"), "{}", key(Lang::En));
}
