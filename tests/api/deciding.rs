//! A program decides, for whoever may.

use linli::domain::bookings::{BookingId, State};
use serde_json::json;

use crate::calling::{Call, post};
use crate::support::TestApp;

stories![
    approvers_approve,
    nothing_need_be_said_with_an_approval,
    a_decided_request_answers_with_what_happened,
    a_changed_request_is_not_approved_unseen,
    an_exception_takes_a_reason,
    a_taken_slot_is_not_approved,
    a_refusal_takes_a_reason,
    a_leader_cancels_and_staff_cancel_for_the_troupe,
    what_has_begun_or_is_over_is_not_cancelled,
    only_those_who_decide_may_decide,
];

fn requested(app: &TestApp) -> BookingId {
    let id = app
        .leader()
        .asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00")
        .is(State::Requested);
    app.new_letters();
    id
}

fn approval<'a>(app: &'a TestApp, id: BookingId) -> Call<'a> {
    post(app, &format!("/bookings/{id}/approval"), &json!({}))
}

fn approvers_approve(app: &TestApp) {
    let id = requested(app);
    let bare = Call::new(app, actix_web::http::Method::POST, &format!("/bookings/{id}/approval"));
    let booking = bare.by(&app.approver()).answer().is(200);
    assert_eq!((&booking["status"], &booking["version"]), (&json!("approved"), &json!(1)));
    assert_eq!(booking["decided_by"], json!(app.approver().person.id));
    app.wrote(&["leader: approved"]);
}

fn nothing_need_be_said_with_an_approval(app: &TestApp) {
    let id = requested(app);
    post(app, &format!("/bookings/{id}/approval"), &json!(null)).by(&app.approver()).answer().is(200);
}

fn a_decided_request_answers_with_what_happened(app: &TestApp) {
    let id = requested(app);
    approval(app, id).by(&app.approver()).answer().is(200);
    let problem = approval(app, id).by(&app.manager()).english().answer().is(409);
    assert_eq!(
        problem["decided"],
        json!({ "status": "approved", "by": "李审批", "at": "2026-11-21T00:00:00Z" })
    );
    assert!(problem["detail"].as_str().unwrap().contains("李审批"));
    let refusal = post(app, &format!("/bookings/{id}/refusal"), &json!({ "reason": "满了" }));
    refusal.by(&app.manager()).answer().is(409);
    assert_eq!(app.state(id), State::Approved);
}

fn a_changed_request_is_not_approved_unseen(app: &TestApp) {
    let id = requested(app);
    let path = format!("/bookings/{id}/approval");
    post(app, &path, &json!({ "version": 7 })).by(&app.approver()).answer().is(409);
    post(app, &path, &json!({ "version": 0 })).by(&app.approver()).answer().is(200);
}

fn an_exception_takes_a_reason(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
    let problem = approval(app, id).by(&app.approver()).answer().is(422);
    assert_eq!(problem["errors"][0]["field"], "reason");
    let path = format!("/bookings/{id}/approval");
    let blank = json!({ "reason": " \n" });
    post(app, &path, &blank).by(&app.approver()).answer().is(422);
    let reason = json!({ "reason": "重阳节演出" });
    let booking = post(app, &path, &reason).by(&app.approver()).answer().is(200);
    assert_eq!(booking["reason"], "重阳节演出");
}

fn a_taken_slot_is_not_approved(app: &TestApp) {
    let other = app.leader().asks_for(&app.room("Meeting room"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    let hall = app.rival().asks_for(&app.room("Hall"), "2026-11-25T09:00", "2026-11-25T11:00").id();
    app.write(|conn| {
        use diesel::prelude::*;
        use linli::base::db::schema::{occupancy, room_space};
        use linli::base::time::Wall;
        use linli::domain::rooms::SpaceId;
        let east = app.room("East hall").id;
        let space: SpaceId = room_space::table
            .filter(room_space::room_id.eq(east))
            .select(room_space::space_id)
            .first(conn)?;
        let winner = diesel::insert_into(occupancy::table).values((
            occupancy::space_id.eq(space),
            occupancy::starts_at.eq(Wall::parse("2026-11-25T10:00").unwrap()),
            occupancy::ends_at.eq(Wall::parse("2026-11-25T12:00").unwrap()),
            occupancy::booking_id.eq(other),
        ));
        winner.execute(conn)?;
        Ok(())
    });
    let problem = approval(app, hall).by(&app.approver()).answer().is(409);
    assert_eq!(problem["clashes"].as_array().unwrap().len(), 1);
}

fn a_refusal_takes_a_reason(app: &TestApp) {
    let id = requested(app);
    let path = format!("/bookings/{id}/refusal");
    for body in [json!({}), json!({ "reason": "" }), json!({ "reason": "长".repeat(501) })] {
        let problem = post(app, &path, &body).by(&app.approver()).answer().is(422);
        assert_eq!(problem["errors"][0]["field"], "reason");
    }
    let booking = post(app, &path, &json!({ "reason": "设备检修" })).by(&app.approver()).answer().is(200);
    assert_eq!((&booking["status"], &booking["reason"]), (&json!("refused"), &json!("设备检修")));
    app.wrote(&["leader: refused"]);
}

fn a_leader_cancels_and_staff_cancel_for_the_troupe(app: &TestApp) {
    let id = requested(app);
    let path = format!("/bookings/{id}/cancellation");
    let booking = post(app, &path, &json!({})).by(&app.leader()).answer().is(200);
    assert_eq!(booking["status"], "withdrawn");
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").id();
    app.new_letters();
    let path = format!("/bookings/{id}/cancellation");
    let problem = post(app, &path, &json!({ "reason": " " })).by(&app.desk()).answer().is(422);
    assert_eq!(problem["errors"][0]["field"], "reason");
    assert_eq!(app.state(id), State::Approved);
    let reason = json!({ "reason": "队长来电" });
    assert_eq!(post(app, &path, &reason).by(&app.desk()).answer().is(200)["status"], "cancelled");
    app.wrote(&["leader: cancelled"]);
}

fn what_has_begun_or_is_over_is_not_cancelled(app: &TestApp) {
    let id = app.leader().asks_for(&app.room("Studio"), "2026-11-21T09:00", "2026-11-21T11:00").id();
    let path = format!("/bookings/{id}/cancellation");
    app.hours_pass(2);
    let problem = post(app, &path, &json!({})).by(&app.leader()).answer().is(409);
    assert_eq!(problem["decided"], json!(null));
    let id = requested(app);
    let path = format!("/bookings/{id}/cancellation");
    post(app, &path, &json!({})).by(&app.leader()).answer().is(200);
    let problem = post(app, &path, &json!({})).by(&app.leader()).answer().is(409);
    assert_eq!(problem["decided"]["status"], "withdrawn");
}

fn only_those_who_decide_may_decide(app: &TestApp) {
    let id = requested(app);
    let refusal = || post(app, &format!("/bookings/{id}/refusal"), &json!({ "reason": "满了" }));
    let cancellation = || post(app, &format!("/bookings/{id}/cancellation"), &json!({}));
    for who in [app.leader(), app.desk()] {
        approval(app, id).by(&who).answer().is(403);
        refusal().by(&who).answer().is(403);
    }
    for who in [app.rival(), app.operator(), app.other_leader(), app.other_approver(), app.other_manager()] {
        approval(app, id).by(&who).answer().is(404);
        refusal().by(&who).answer().is(404);
        cancellation().by(&who).answer().is(404);
    }
    approval(app, id).answer().is(401);
    refusal().answer().is(401);
    cancellation().answer().is(401);
    assert_eq!(app.state(id), State::Requested);
    app.wrote(&[]);
}
