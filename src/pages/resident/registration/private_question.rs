//! Asked before a registration or somebody's data goes for good.

use maud::{Markup, html};

use super::private::Behind;
use super::private_view::line;
use crate::base::lang::Lang;
use crate::pages::parts::{Button, plain_list};

/// Meetings named in the question.
const NAMED: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    Cancel,
    Erase,
}

impl Question {
    /// `action`: the private page.
    pub fn page(self, lang: Lang, behind: &Behind, action: &str) -> (&'static str, Markup) {
        let now = behind.centre.zone.wall(behind.now);
        let activity = behind.enrolled.activity.title_in(lang);
        let open = !behind.enrolled.registration.state.is_over();
        let meetings: Vec<Markup> = behind
            .enrolled
            .to_come(now)
            .filter(|_| open)
            .take(NAMED)
            .map(|one| line(lang, one, now.date()))
            .collect();
        let (title, what, press, path) = match self {
            Self::Cancel => (
                lang.pick("要取消这次报名吗？", "Cancel this registration?"),
                lang.pick(
                    "取消以后名额就空出来给别人；再想来要重新报名，不一定还有名额。",
                    "The place is then free for others. To come after all you would have to register again, and there may be no place.",
                ),
                lang.pick("是的，取消这次报名", "Yes, cancel this registration"),
                "cancellation",
            ),
            Self::Erase => (
                lang.pick("要删除您的资料吗？", "Erase your data?"),
                lang.pick(
                    "姓名、电话和邮箱现在就删除，报名也一起取消，这个链接就不能用了。删了就找不回来。",
                    "Name, number and address are erased now, the registration ends with it, and this link no longer works. It cannot be undone.",
                ),
                lang.pick("是的，删除我的资料", "Yes, erase my data"),
                "erasure",
            ),
        };
        let main = html! {
            h1 { (title) }
            p { strong { (activity) } }
            @if !meetings.is_empty() { (plain_list(&meetings)) }
            p { (what) }
            form method="post" action={ (action) "/" (path) } {
                p { (Button::submit(press).main().full()) }
            }
            p.row { (Button::link(action, lang.pick("不，回到我的报名", "No, back to my registration")).icon("left")) }
        };
        (title, main)
    }
}
