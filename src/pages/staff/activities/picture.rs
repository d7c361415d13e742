//! The picture of an activity: sent, shown with its words, taken away.

use actix_multipart::Multipart;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::one::{self, Read, Tried};
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::web::form::{Errors, Fields};
use crate::base::web::{State, download, upload};
use crate::domain::activities::pictures::keeping::{self, Unfit};
use crate::domain::activities::pictures::{Picture, store};
use crate::domain::activities::{self, ActivityId};
use crate::pages::parts::door::{Approver, Desk};
use crate::pages::parts::{Button, Field};
use crate::pages::staff::here::{Here, to};

type Path = web::Path<(String, i64)>;
/// Characters that say what a picture shows.
const LONGEST_ALT: usize = 120;

/// Keeps a picture with what it shows in words; without a file, other words for the one there is. The door is
/// passed before a byte of the file is read.
pub(super) async fn keep(
    door: Approver,
    path: Path,
    state: web::Data<State>,
    form: Multipart,
) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), ActivityId(path.1));
    let centre = here.centre.id;
    state.db.read(move |conn| activities::store::activity(conn, centre, id)).await?;
    let (mut files, fields) = upload::files_and_fields(form).await?;
    let lang = here.lang();
    let alt = fields.get("alt").to_owned();
    let mut errors = Errors::default();
    if alt.is_empty() || alt.chars().count() > LONGEST_ALT || alt.chars().any(char::is_control) {
        errors.add(
            "alt",
            lang.pick(
                "请用一句话写图上有什么（最多120个字）。",
                "Write in one line what the picture shows (at most 120 characters).",
            ),
        );
    }
    let drawn = match files.pop() {
        None => None,
        Some(file) => match state.heavy(move || keeping::draw(&file.bytes)).await? {
            Ok(drawn) => Some(drawn),
            Err(unfit) => {
                errors.add("picture", complaint(lang, unfit));
                None
            }
        },
    };
    if drawn.is_none() && errors.of("picture").is_none() {
        errors.add("picture", lang.pick("请先选一张图片。", "Choose a picture first."));
    }
    let Some(drawn) = drawn.filter(|_| errors.is_empty()) else {
        let tried = Tried { picture: Some(fields), errors, ..Tried::default() };
        return one::show(here, &state, id, "", tried).await;
    };
    let who = here.clone();
    state.db.write(move |conn| keeping::keep(conn, who.acting(), id, &drawn, &alt)).await?;
    Ok(to(&here.href(&format!("/activities/{id}?just=picture"))))
}

pub(super) async fn remove(door: Approver, path: Path, state: web::Data<State>) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), ActivityId(path.1));
    let who = here.clone();
    state.db.write(move |conn| keeping::take_away(conn, who.acting(), id)).await?;
    Ok(to(&here.href(&format!("/activities/{id}?just=no_picture"))))
}

/// What is wrong with a file, and what to do.
fn complaint(lang: Lang, unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::OtherKind => {
            lang.pick("这不是JPEG或PNG。请换一张照片。", "This is no JPEG or PNG: choose another picture.")
        }
        Unfit::Heic => lang.pick(
            "这是苹果手机的HEIC格式，打不开。请存成JPEG再传（设置 → 相机 → 格式 → 兼容性最佳）。",
            "This is HEIC, as iPhones take pictures. Save it as JPEG (Settings, Camera, Formats, Most Compatible) and send that.",
        ),
        Unfit::TooManyPixels => lang.pick(
            "像素太多（最多五千万）。请换小一点的。",
            "Too many pixels (at most 50 million): choose a smaller one.",
        ),
        Unfit::Broken => lang.pick(
            "打不开，可能传坏了。请再传一次。",
            "It cannot be opened; it may be damaged. Send it again.",
        ),
    }
}

/// The picture itself, for staff of its centre: a draft's is nobody else's.
pub(super) async fn content(door: Desk, path: Path, state: web::Data<State>) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), ActivityId(path.1));
    let centre = here.centre.id;
    let read = state.db.read(move |conn| {
        activities::store::activity(conn, centre, id)?;
        store::content(conn, id)
    });
    let (_, jpeg) = read.await?;
    Ok(download::file("picture.jpg", "image/jpeg", jpeg, true))
}

/// As staff see it on the activity's page.
pub(super) fn shown(here: &Here, picture: Option<&Picture>) -> Markup {
    html! {
        @if let Some(picture) = picture {
            img.photo src=(here.href(&picture.href())) alt=(picture.alt) width=(picture.width) height=(picture.height);
        }
    }
}

/// To send one, and to take it away.
pub(super) fn form(here: &Here, read: &Read, typed: Option<&Fields>, errors: &Errors) -> Markup {
    let lang = here.lang();
    let base = here.href(&format!("/activities/{}/picture", read.activity.id));
    let there = read.picture.as_ref();
    let alt = typed.map_or_else(|| there.map_or("", |one| &one.alt), |fields| fields.get("alt"));
    html! {
        form.flow method="post" action=(base) enctype="multipart/form-data" {
            (Field::new("picture", lang.pick("一张图片", "A picture"))
                .help(lang.pick("JPEG或PNG，最大10 MB。照片里的拍摄地点不会保存。", "JPEG or PNG, at most 10 MB. Where a photograph was taken is not kept."))
                .error(errors.of("picture")).required().file("image/jpeg,image/png"))
            (Field::new("alt", lang.pick("图上有什么？", "What does it show?"))
                .help(lang.pick("一句话，读给看不见图的人听，例如：十几位老人在院里打太极拳。", "One line, read to people who do not see it."))
                .value(alt).error(errors.of("alt")).required().text())
            p { (Button::submit(lang.pick("存这张图片", "Save the picture"))) }
        }
        @if there.is_some() {
            form method="post" action={ (base) "/removal" } {
                p { (Button::submit(lang.pick("拿掉现在的图片", "Take the picture away")).plain()) }
            }
        }
    }
}
