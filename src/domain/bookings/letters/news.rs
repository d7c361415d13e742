//! The letters that only say what became of a request: one table of words.

use super::writing::{Words, post, see, short};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::Lang;
use crate::domain::bookings::{Acting, Booked};
use crate::domain::people::contact::{Contact, Urgency};

/// What became of it; each is the kind of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// We have your request.
    Received,
    /// Nobody decided in time.
    Lapsed,
}

/// To the leaders. The words are: the kind, what the subject begins with, and what happened.
pub fn tell(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    news: News,
) -> Result<()> {
    let urgency = match news {
        News::Received => Urgency::GoodToHave,
        News::Lapsed => Urgency::MustKnow,
    };
    post(conn, acting, cause, booked, people, urgency, |lang| {
        let (kind, what, told) = match news {
            News::Received => (
                "received",
                lang.pick("收到申请：", "Request received: "),
                lang.pick(
                    "申请收到了，工作人员会尽快决定，结果会再告诉您。批准之前，这个时间还不能算定下来。",
                    "We have your request. Staff will decide soon and let you know. Until then the time is not yours for sure.",
                ),
            ),
            News::Lapsed => (
                "lapsed",
                lang.pick("已过期：", "Lapsed: "),
                lang.pick(
                    "到了开始时间还没有批准，这次申请已过期，房间没有给您留。对不起，请打电话或另找时间。",
                    "The time came before anybody decided, so the request has lapsed and no room is kept. We are sorry; please call or find another time.",
                ),
            ),
        };
        let button = match news {
            News::Received => see(lang),
            News::Lapsed => find_another(lang),
        };
        let subject = format!("{what}{}", short(lang, acting, booked));
        Words { kind, subject, told: told.into(), reason: None, button }
    })
}

/// 找别的时间, and where.
pub(super) fn find_another(lang: Lang) -> (String, String) {
    (lang.pick("找别的时间", "Find another time").into(), "/my/find".into())
}
