//! The house terms, and the signed paper of an agreement.

use linli::base::lang::Lang;
use linli::domain::agreements::terms::accepting::accept;
use linli::domain::agreements::terms::publishing::{Published, publish};
use linli::domain::agreements::terms::{TermsId, store as terms};
use linli::domain::bookings::State;

use super::acting;
use crate::support::TestApp;
use crate::support::people::Someone;

stories![
    house_terms_are_accepted_by_version,
    signed_papers_are_known_by_their_bytes_and_shown_to_those_concerned_alone,
    a_paper_that_is_too_large_is_refused_in_words,
    removing_a_paper_asks_first,
    a_picture_of_an_iphone_is_told_the_way_out,
];

fn house_terms_are_accepted_by_version(app: &TestApp) {
    let (manager, leader) = (app.manager(), app.leader());
    let write = |text: &str, from: &str| {
        app.write(|conn| publish(conn, &acting(&manager), text, "", from.parse().unwrap()))
    };
    assert_eq!(write("用完关灯。", "2026-01-01"), Published::Done(TermsId(1)));
    let home = || app.get("/my").by(&leader).go().text();
    assert!(home().contains("使用须知请您看一遍"));
    let accepted = app.post("/my/terms", &[("terms", "1")]).by(&leader).go();
    assert_eq!(accepted.location.as_deref(), Some("/my/terms?troupe=1"));
    app.post("/my/terms", &[("terms", "1")]).by(&leader).go();
    assert!(!home().contains("使用须知请您看一遍"));
    // A new version holds from its day on, and is accepted anew; it cannot begin in the past.
    assert!(matches!(write("关灯，锁门。", "2026-11-20"), Published::TooEarly { .. }));
    assert_eq!(write("关灯，锁门。", "2026-11-23"), Published::Done(TermsId(2)));
    assert!(!home().contains("使用须知请您看一遍"));
    app.hours_pass(48);
    assert!(home().contains("使用须知请您看一遍"));
    // Booking goes on meanwhile.
    leader.asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    // Who signs on paper is recorded by staff, with who recorded it.
    let person = app.leader().person.id.to_string();
    let fields = [("person", person.as_str()), ("back", "/agreements/1")];
    let recorded = app.post("/staff/hexi/terms/2/acceptances", &fields).by(&app.desk()).go();
    assert_eq!(recorded.location.as_deref(), Some("/staff/hexi/agreements/1?done=saved"));
    let all = app.read(|conn| terms::accepted_by(conn, app.centre("hexi").id, &[app.leader().person.id]));
    let said: Vec<_> = all.iter().map(|one| (one.version, one.recorded_by.clone())).collect();
    assert_eq!(said, [(2, Some(app.desk().person.name.clone())), (1, None)]);
    // The old version is no longer to be accepted, nor by anybody who leads no troupe.
    let old = |who| app.db.write_now(|conn| accept(conn, &acting(&manager), TermsId(1), who));
    assert!(old(app.rival().person.id).is_err());
    let stranger = app.db.write_now(|conn| accept(conn, &acting(&manager), TermsId(2), app.desk().person.id));
    assert!(stranger.is_err());
}

/// 16 by 8 red dots, with a note about where it was taken.
fn photograph() -> Vec<u8> {
    let mut jpeg = Vec::new();
    let picture = image::RgbImage::from_pixel(16, 8, image::Rgb([200, 30, 30]));
    image::codecs::jpeg::JpegEncoder::new(&mut jpeg).encode_image(&picture).unwrap();
    let note = b"Exif\0\0GPS 36.06N 103.83E";
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, note, &jpeg[2..]].concat()
}

fn signed_papers_are_known_by_their_bytes_and_shown_to_those_concerned_alone(app: &TestApp) {
    let manager = app.manager();
    let send = |files: &[(&str, &[u8])]| {
        app.visit("POST", "/staff/hexi/agreements/1/papers").by(&manager).files(files).go()
    };
    // A page that calls itself a PDF, nothing at all, and a picture that breaks off.
    let refused = send(&[("a.pdf", b"<html>")]);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("“a.pdf”不是PDF、JPEG或PNG"), "{}", refused.text());
    assert_eq!(send(&[("", b"")]).status, 422);
    assert_eq!(send(&[("b.jpg", b"\xFF\xD8\xFF\xE0")]).status, 422);
    assert_eq!(send(&[("../协议.pdf", b"%PDF-1.7 ..."), ("第一页.jpg", &photograph())]).status, 303);
    let visit = |who: &Someone, path: &str| app.get(path).by(who).go();
    let pdf = visit(&app.leader(), "/my/agreements/1/papers/1");
    assert_eq!((pdf.kind.as_str(), pdf.body.as_str()), ("application/pdf", "%PDF-1.7 ..."));
    assert!(pdf.header("content-disposition").unwrap().starts_with("attachment"));
    assert_eq!(pdf.header("x-content-type-options"), Some("nosniff"));
    assert!(pdf.header("content-security-policy").unwrap().starts_with("sandbox"));
    let picture = visit(&app.desk(), "/staff/hexi/agreements/1/papers/2");
    assert_eq!(picture.kind, "image/jpeg");
    assert!(!picture.body.contains("GPS") && !picture.body.contains("Exif"));
    // Nobody else's business: another troupe's leader, another centre's staff, an agreement that it is not of.
    assert_eq!(visit(&app.rival(), "/my/agreements/1/papers/1").status, 404);
    assert_eq!(visit(&app.other_manager(), "/staff/hexi/agreements/1/papers/1").status, 404);
    assert_eq!(visit(&manager, "/staff/hexi/agreements/2/papers/1").status, 404);
    assert_eq!(
        app.get("/my/agreements/1/papers/1").go().location.unwrap().split('?').next(),
        Some("/sign-in")
    );
    // What is taken away is gone, and who did it stays.
    let gone = app.post("/staff/hexi/agreements/1/papers/1/removal", &[]).by(&manager).go();
    assert_eq!(gone.status, 303);
    assert_eq!(visit(&app.leader(), "/my/agreements/1/papers/1").status, 404);
    let page = visit(&manager, "/staff/hexi/agreements/1").text();
    assert!(page.contains("删去签好的协议") && page.contains("协议.pdf"), "{page}");
}

fn a_paper_that_is_too_large_is_refused_in_words(app: &TestApp) {
    let mut large = b"%PDF-1.7 ".to_vec();
    large.resize(10 * 1024 * 1024 + 1, b' ');
    let visit = app.visit("POST", "/staff/hexi/agreements/1/papers").by(&app.manager());
    let refused = visit.files(&[("large.pdf", &large)]).go();
    assert_eq!(refused.status, 413);
    assert!(refused.text().contains("最多10 MB"), "{}", refused.text());
    let english = app.visit("POST", "/staff/hexi/agreements/1/papers").by(&app.manager()).lang(Lang::En);
    assert!(english.files(&[("large.pdf", &large)]).go().text().contains("At most 10 MB"));
}

fn removing_a_paper_asks_first(app: &TestApp) {
    let manager = app.manager();
    let send = app.visit("POST", "/staff/hexi/agreements/1/papers").by(&manager);
    assert_eq!(send.files(&[("协议.pdf", b"%PDF-1.7 ...")]).go().status, 303);
    let removal = "/staff/hexi/agreements/1/papers/1/removal";
    let page = app.get("/staff/hexi/agreements/1").by(&manager).go().text();
    assert!(page.contains(&format!("<{removal}>")) && !page.contains(&format!("(post {removal})")), "{page}");
    let asked = app.get(removal).by(&manager).go();
    let text = asked.text();
    assert!(asked.status == 200 && text.contains("协议.pdf") && text.contains("找不回来"), "{text}");
    assert!(text.contains(&format!("(post {removal})")) && text.contains("返回，不删"), "{text}");
    assert_eq!(
        app.get("/staff/hexi/agreements/1/papers/1").by(&manager).go().status,
        200,
        "asking removes nothing"
    );
    app.post(removal, &[]).by(&manager).go();
    assert_eq!(app.get(removal).by(&manager).go().status, 404);
}

fn a_picture_of_an_iphone_is_told_the_way_out(app: &TestApp) {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let send = app.visit("POST", "/staff/hexi/agreements/1/papers").by(&app.manager());
    let refused = send.files(&[("IMG_0001.HEIC", heic)]).go();
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("“IMG_0001.HEIC”是苹果手机的HEIC格式") && refused.text().contains("存成JPEG")
    );
    // A film is an ISO media file too.
    let send = app.visit("POST", "/staff/hexi/agreements/1/papers").by(&app.manager());
    let refused = send.files(&[("a.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isomavc1")]).go();
    assert!(refused.text().contains("“a.mp4”不是PDF、JPEG或PNG"), "{}", refused.text());
}
