//! All that is said of one activity.

use super::*;

stories![a_cancelled_activity_stays_where_people_saw_it, an_activity_has_all_that_others_show_of_it,];

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
