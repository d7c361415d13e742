//! Reports, for programs of staff.

use diesel::prelude::*;
use linli::base::db::schema::{attendance_report, booking};
use serde_json::json;

use crate::calling::get;
use crate::support::TestApp;
use crate::support::fixture::{made_at, wall};

stories![
    staff_read_the_same_figures_with_their_coverage,
    a_period_and_a_part_can_be_chosen_and_what_does_not_fit_is_named,
    others_do_not_know_of_them,
];

/// Two rehearsals of the dancers in October, of which one was reported.
fn held(app: &TestApp) {
    let (room, by) = (app.room("Studio").id, app.manager().person.id);
    app.write(|conn| {
        for (day, visits) in [("06", Some(18)), ("13", None)] {
            let at = |time: &str| wall(&format!("2026-10-{day}T{time}"));
            let id: i64 = diesel::insert_into(booking::table)
                .values((
                    (booking::centre_id.eq(1), booking::room_id.eq(room), booking::troupe_id.eq(1)),
                    (booking::agreement_id.eq(1), booking::starts_at.eq(at("09:00"))),
                    (booking::ends_at.eq(at("11:00")), booking::turnaround_minutes.eq(0)),
                    (booking::purpose.eq("排练"), booking::size.eq(10), booking::state.eq("approved")),
                    (booking::requested_by.eq(by), booking::on_behalf.eq(false)),
                    (booking::requested_at.eq(made_at()), booking::request_key.eq(day)),
                    (booking::sequence.eq(0), booking::version.eq(1)),
                ))
                .returning(booking::id)
                .get_result(conn)?;
            use attendance_report as r;
            if let Some(visits) = visits {
                diesel::insert_into(r::table)
                    .values((
                        (r::centre_id.eq(1), r::booking_id.eq(id), r::starts_at.eq(at("09:00"))),
                        (r::visits.eq(visits), r::source.eq("sheet"), r::note.eq("")),
                        (r::reported_at.eq(made_at()), r::confirmed_at.eq(made_at())),
                    ))
                    .execute(conn)?;
            }
        }
        Ok(())
    });
}

fn staff_read_the_same_figures_with_their_coverage(app: &TestApp) {
    held(app);
    let body = get(app, "/reports?centre=1&by=month").by(&app.desk()).answer().is(200);
    let report = &body[0];
    assert_eq!((&report["from"], &report["to"]), (&json!("2026-01-01"), &json!("2026-12-31")));
    assert_eq!(report["until"], "2026-11-21T08:00");
    let total = &report["total"];
    assert_eq!(
        (&total["sessions"], &total["reported"], &total["visits"]),
        (&json!(2), &json!(1), &json!(18))
    );
    assert_eq!(total["people"]["total"], 24);
    assert_eq!((&total["people"]["declared"], &total["people"]["may_repeat"]), (&json!(24), &json!(false)));
    assert_eq!(total["minutes"], 240);
    let months: Vec<&str> =
        report["rows"].as_array().unwrap().iter().map(|row| row["month"].as_str().unwrap()).collect();
    assert_eq!((months.len(), months[9]), (11, "2026-10-01"));
    assert_eq!(report["rows"][9]["figures"]["sessions"], 2);
    assert_eq!(report["rows"][8]["figures"]["visits"], 0, "nothing was held, so nobody came");
    assert_eq!(
        report["public"]["sentence"],
        "辖区有2支文艺队伍签订场地免费使用协议，累计开展活动2次，共有20余人参加。"
    );
    let nine = report["week"].as_array().unwrap().iter();
    let nine: Vec<_> = nine.filter(|hour| hour["weekday"] == "tue" && hour["hour"] == 9).collect();
    assert_eq!(nine[0]["share"]["used_minutes"], 120);
}

fn a_period_and_a_part_can_be_chosen_and_what_does_not_fit_is_named(app: &TestApp) {
    held(app);
    let desk = app.desk();
    let path = "/reports?centre=1&from=2026-10-07&to=2026-10-31&troupe=1&by=troupe";
    let body = get(app, path).by(&desk).answer().is(200);
    let total = &body[0]["total"];
    assert_eq!((&total["sessions"], &total["visits"]), (&json!(1), &json!(null)), "unknown is not nought");
    assert_eq!((&body[0]["rows"][0]["troupe"], &body[0]["public"]), (&json!(1), &json!(null)));
    let year = get(app, "/reports?centre=1&agreement=1&year=1&kind=rehearsal").by(&desk).answer().is(200);
    assert_eq!((&year[0]["from"], &year[0]["total"]["sessions"]), (&json!("2026-01-10"), &json!(2)));
    for (query, field) in [
        ("from=2026-10-07", "to"),
        ("from=2026-10-07&to=2026-10-01", "to"),
        ("year=1", "year"),
        ("kind=x", "kind"),
    ] {
        let wrong = get(app, &format!("/reports?centre=1&{query}")).by(&desk).answer().is(422);
        assert_eq!(wrong["errors"][0]["field"], field, "{query}");
    }
    get(app, "/reports?centre=1&agreement=1&year=9").by(&desk).answer().is(404);
}

fn others_do_not_know_of_them(app: &TestApp) {
    get(app, "/reports?centre=1").answer().is(401);
    get(app, "/reports?centre=1").by(&app.leader()).answer().is(404);
    get(app, "/reports?centre=1").by(&app.other_manager()).answer().is(404);
    let own = get(app, "/reports").by(&app.other_manager()).answer().is(200);
    assert_eq!((own.as_array().unwrap().len(), &own[0]["centre"]), (1, &json!(2)));
    assert_eq!(get(app, "/reports").by(&app.leader()).answer().is(200), json!([]));
}
