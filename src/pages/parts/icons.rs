//! Icons from the sprite, and which one stands for what.

use maud::{Markup, html};

use super::Tone;
use crate::base::web::assets;

/// An icon of the sprite by its name, silent for screen readers: words stand beside it.
pub fn icon(name: &str) -> Markup {
    html! { svg.i aria-hidden="true" { use href={ (assets::icons()) "#" (name) } {} } }
}

/// The round sign of a kind, in its tone.
pub fn kind(name: &str, tone: Tone) -> Markup {
    html! { span.kind.(tone.class()) { (icon(name)) } }
}

/// Icon and tone of a kind of activity, by the word the database keeps.
pub fn activity(kind: &str) -> (&'static str, Tone) {
    match kind {
        "lecture" | "talk" | "class" => ("book", Tone::Indigo),
        "college" | "course" => ("college", Tone::Amber),
        "after_school" => ("bag", Tone::Amber),
        "camp" => ("flag", Tone::Jade),
        "festival" => ("lantern", Tone::Amber),
        "performance" | "show" => ("stage", Tone::Brick),
        "clinic" => ("clinic", Tone::Brick),
        "job_fair" | "jobs" => ("jobs", Tone::Indigo),
        "volunteering" | "volunteer" => ("heart", Tone::Brick),
        "mobile_desk" => ("desk", Tone::Jade),
        "reception" | "council" | "meeting" => ("talk", Tone::Indigo),
        "film" => ("film", Tone::Indigo),
        "haircuts" => ("scissors", Tone::Jade),
        _ => ("star", Tone::Amber),
    }
}

/// The icon of a kind of room, by the word the database keeps.
pub fn room(kind: &str) -> &'static str {
    match kind {
        "rehearsal" | "dance" | "studio" => "mirror",
        "hall" => "hall",
        "meeting" => "table",
        "reading" | "library" => "shelf",
        "calligraphy" | "art" => "brush",
        "mobile" | "mobile_point" => "desk",
        "private" | "counselling" | "mediation" => "lock",
        "veterans" => "flag",
        _ => "tea",
    }
}

/// The icon of what a troupe does, by the word the database keeps.
pub fn troupe(kind: &str) -> &'static str {
    match kind {
        "dance" => "dance",
        "choir" | "song" => "choir",
        "opera" => "opera",
        "rock" | "band" => "drum",
        "calligraphy" | "art" => "brush",
        "taiji" => "taiji",
        _ => "people",
    }
}
