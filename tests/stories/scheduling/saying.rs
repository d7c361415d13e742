//! What is said of an activity: tags, its picture, its title; and that it is cancelled.

use super::*;

stories![
    tags_are_the_centres_own_words,
    a_picture_loses_what_the_camera_wrote,
    a_cancelled_activity_frees_its_rooms_and_stays_cancelled,
    a_title_is_found_by_every_two_characters,
];

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
