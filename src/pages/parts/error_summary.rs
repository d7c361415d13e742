//! What is to be changed before a form can be done, gathered on top of the page.

use maud::{Markup, html};

use crate::base::lang::Lang;

/// `what` says what has not happened yet: 还没约上 / Not booked yet. Each problem is the id of a field
/// and a sentence; an empty id leads nowhere. Nothing without problems.
pub fn error_summary(lang: Lang, what: &str, problems: &[(&str, &str)]) -> Markup {
    let number = problems.len();
    let heading = match number {
        1 => lang.pick(format!("{what}，有1处要改"), format!("{what}: one thing to change")),
        _ => lang.pick(format!("{what}，有{number}处要改"), format!("{what}: {number} things to change")),
    };
    html! {
        @if number > 0 {
            section.errors aria-labelledby="errors" tabindex="-1" {
                h2 #errors { (heading) }
                ul {
                    @for (id, sentence) in problems {
                        li { @if id.is_empty() { (sentence) } @else { a href={ "#" (id) } { (sentence) } } }
                    }
                }
            }
        }
    }
}
