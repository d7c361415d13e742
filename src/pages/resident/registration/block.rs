//! 我要参加: what an activity's page says about registration.

use maud::{Markup, html};

use crate::domain::activities::{Activity, RegistrationMode, Scheduled};
use crate::domain::registrations::Target;
use crate::domain::registrations::rules::{Joining, joining};
use crate::domain::registrations::store::PlacesLeft;
use crate::pages::parts::{Button, places, say};
use crate::pages::resident::here::Here;

/// How registration for a session stands; for a course, how the course does. `sessions`: all of the activity.
pub fn standing(
    here: &Here,
    activity: &Activity,
    sessions: &[&Scheduled],
    one: &Scheduled,
    left: &PlacesLeft,
) -> Joining {
    let target = Target::of(activity, one.session.id);
    let starts = match target.session {
        Some(_) => Some(one.session.starts_at),
        None => first_start(here, activity, sessions),
    };
    joining(activity, starts, left.of_target(target, activity.places), here.wall())
}

/// The block under the next session: places left and the button, or why there is none. Nothing where one simply comes.
pub fn block(
    here: &Here,
    activity: &Activity,
    sessions: &[&Scheduled],
    next: &Scheduled,
    left: &PlacesLeft,
) -> Markup {
    if activity.registration == RegistrationMode::None || next.session.cancelled_at.is_some() {
        return html! {};
    }
    let (lang, today) = (here.lang(), here.today());
    let joining = standing(here, activity, sessions, next, left);
    let to_come =
        |one: &&&Scheduled| one.session.cancelled_at.is_none() && one.session.starts_at > here.wall();
    let coming = sessions.iter().filter(to_come).count();
    let form = here.href(&format!("/activities/{}/registration", activity.id));
    let form = match activity.registration {
        RegistrationMode::Session => format!("{form}?session={}", next.session.id),
        _ => form,
    };
    let words = match joining {
        Joining::Line(_) => lang.pick("排队候补", "Wait in line"),
        _ => lang.pick("我要参加", "Register"),
    };
    html! {
        div.flow {
            @if let Some(mark) = places::left(lang, joining, today) { p { (mark) } }
            @if joining.is_open() { p { (Button::link(&form, words).main().full()) } }
            @if joining.is_open() && activity.registration == RegistrationMode::Course && coming > 1 {
                p { (lang.pick(format!("报一次名，{coming}次都能来。"), format!("One registration is for all {coming} meetings."))) }
            }
            @if let (true, Some(closes)) = (joining.is_open(), activity.registration_closes) {
                p { (lang.pick("报名到", "Registration closes ")) (say::until(lang, closes, today)) (lang.pick("截止。", ".")) }
            }
            @if let Joining::Closed(_) = joining {
                p { (lang.pick("想来可以打电话问问中心。", "Phone the centre if you would like to come.")) }
            }
        }
    }
}

/// Whether one must register, in the words of the facts: 要报名，免费.
pub fn entry(here: &Here, activity: &Activity) -> &'static str {
    let lang = here.lang();
    match activity.registration {
        RegistrationMode::None => {
            lang.pick("免费，不用报名，直接来", "Free of charge, no need to register: just come")
        }
        RegistrationMode::Course => {
            lang.pick("免费，要报名，一次报全部", "Free of charge; one registration is for all meetings")
        }
        RegistrationMode::Session => {
            lang.pick("免费，每次都要报名", "Free of charge; register for each meeting")
        }
    }
}

fn first_start(here: &Here, activity: &Activity, sessions: &[&Scheduled]) -> Option<crate::base::time::Wall> {
    let takes_place = sessions.iter().filter(|one| one.session.cancelled_at.is_none());
    let mut starts = takes_place.map(|one| one.session.starts_at);
    match activity.registration_closes {
        Some(_) => starts.find(|starts| *starts > here.wall()),
        None => starts.next(),
    }
}
