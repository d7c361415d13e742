//! Activities found by words of their titles.

use super::*;

stories![
    an_activity_is_found_by_any_part_of_its_title,
    what_is_over_is_found_and_said_to_be_over,
    what_is_older_than_the_search_is_found_after_an_upgrade,
    of_what_many_titles_hold_nothing_is_left_out_in_silence,
];

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
    assert!(none.contains("没有找到“围棋”"), "{none}");
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

fn what_is_older_than_the_search_is_found_after_an_upgrade(app: &TestApp) {
    use linli::domain::activities::search::fill;
    // Rows as they stood before there was an index.
    app.db_activity("太极入门", "2026-11-24T09:00", "2026-11-24T10:00");
    app.db_activity("——", "2026-11-25T09:00", "2026-11-25T10:00");
    let find = |query: &str| found(app, &format!("/c/hexi/activities?q={query}"));
    assert_eq!(find("太极"), [""; 0]);
    app.write(|conn| linli::app::ready(conn, true).map_err(linli::base::error::Error::fault));
    assert_eq!(find("太极"), ["太极入门"]);
    assert_eq!(find("门"), ["太极入门"]);
    app.db_activity("太极提高", "2026-11-24T11:00", "2026-11-24T12:00");
    assert_eq!(
        app.write(fill),
        1,
        "those that have theirs are left alone, and so is a title without a letter"
    );
    assert_eq!(app.write(fill), 0);
    assert_eq!(find("——"), [""; 0], "marks alone are no word");
    assert_eq!(find("太极"), ["太极入门", "太极提高"]);
}

/// As many published activities, ten a day from tomorrow on, with three sessions each.
fn db_many(app: &TestApp, number: i32) {
    use linli::base::db::schema::{activity as a, session as s};
    use linli::base::time::Minute;
    let (by, now) = (app.manager().person.id, app.now());
    let first: chrono::NaiveDate = "2026-11-22".parse().unwrap();
    let row = |n: i32| {
        let kind = if n + 1 == number { "show" } else { "lecture" };
        (
            (a::centre_id.eq(1), a::title.eq(format!("养生课第{n}讲")), a::title_en.eq(""), a::kind.eq(kind)),
            (a::audience.eq(""), a::audience_en.eq(""), a::intro.eq(""), a::intro_en.eq("")),
            (a::state.eq("published"), a::created_by.eq(by), a::created_at.eq(now)),
        )
    };
    let meeting = |id: i64, n: i32, hour: i32| {
        let day = first + chrono::Days::new(u64::try_from(n / 10).unwrap());
        let at = |minute: i32| Wall::at(day, Minute::new(minute).unwrap());
        (
            (s::centre_id.eq(1), s::activity_id.eq(id), s::place.eq("小区东门"), s::place_en.eq("")),
            (s::starts_at.eq(at(hour * 60)), s::ends_at.eq(at(hour * 60 + 30))),
            (s::turnaround_minutes.eq(0), s::sequence.eq(0), s::changed_at.eq(now)),
        )
    };
    app.write(|conn| {
        for few in (0..number).collect::<Vec<_>>().chunks(200) {
            let rows: Vec<_> = few.iter().map(|n| row(*n)).collect();
            linli::query!(conn, diesel::insert_into(a::table).values(rows).execute(conn))?;
        }
        let ids: Vec<i64> = a::table.order(a::id).select(a::id).load(conn)?;
        let numbered: Vec<(i64, i32)> = ids.into_iter().zip(0..).collect();
        for few in numbered.chunks(200) {
            let rows: Vec<_> =
                few.iter().flat_map(|(id, n)| [9, 11, 15].map(|hour| meeting(*id, *n, hour))).collect();
            linli::query!(conn, diesel::insert_into(s::table).values(rows).execute(conn))?;
        }
        linli::domain::activities::search::fill(conn).map(drop)
    });
}

fn of_what_many_titles_hold_nothing_is_left_out_in_silence(app: &TestApp) {
    const MANY: usize = 1010;
    db_many(app, i32::try_from(MANY).unwrap());
    // More titles than are looked up one by one, more sessions than are walked through at once: by the header to the
    // end.
    let mut all = std::collections::BTreeSet::new();
    let mut next = Some(sent("/api/v1/centres/1/programme?q=养生"));
    while let Some(path) = next.take() {
        let page = app.get(&path).go();
        let listed: Vec<serde_json::Value> = serde_json::from_str(&page.body).unwrap();
        assert!(!listed.is_empty(), "{path} leads nowhere");
        all.extend(listed.iter().map(|one| one["id"].as_i64().unwrap()));
        let link = page.headers.iter().find(|(name, _)| name == "link").map(|(_, value)| value.as_str());
        next = link.map(|link| {
            let target = link.strip_prefix('<').and_then(|link| link.split_once(">; rel=\"next\""));
            target.unwrap_or_else(|| panic!("{link}")).0.to_owned()
        });
    }
    assert_eq!(all.len(), MANY);
    let one = format!("/c/hexi/activities?q=养生课第{}讲", MANY - 1);
    assert_eq!(found(app, &one).len(), 1, "a rare pair among common ones");
    // The only show is beyond the sessions that are walked through: the page says so, and leads there.
    let page = app.get(&sent("/c/hexi/activities?q=养生&kind=show")).go();
    assert_eq!(titles(&page), [""; 0]);
    let text = page.text();
    assert!(text.contains("以上找到2027年3月2日 星期二之前。") && !text.contains("没有找到"), "{text}");
    let on = "/c/hexi/activities?from=2027-03-02&q=养生&kind=show";
    assert!(text.contains(&format!("接着找2027年3月2日 星期二以后的 <{}>", sent(on))), "{text}");
    assert_eq!(found(app, on), [format!("养生课第{}讲", MANY - 1)]);
    // What is over is named however common the word is: the latest.
    app.hours_pass(24 * 200);
    let page = app.get(&sent("/c/hexi/activities?q=养生")).go();
    assert_eq!(titles(&page).len(), 20);
    assert!(page.text().contains("以前办过的（最近的20项）"), "{}", page.text());
}
