//! Sentences about registering that more than one page says.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::base::lang::{Lang, dates};
use crate::domain::activities::Scheduled;
use crate::domain::registrations::registering::Why;
use crate::domain::registrations::rules::Joining;
use crate::pages::parts::{Tone, notice, plain_list, say};

/// Sessions of a course that are named before the rest is counted.
const NAMED: usize = 4;

/// Why there is no registration, and what would work.
pub(super) fn refused(lang: Lang, why: Why, today: NaiveDate) -> Markup {
    let (title, way_on) = match why {
        Why::NotOpen(Joining::NotYet(opens)) => {
            let opens = dates::moment(lang, opens, today);
            (
                lang.pick("还没开始报名", "Registration is not open yet"),
                lang.pick(format!("{opens}开始，到时再来。"), format!("It opens {opens}: come back then.")),
            )
        }
        Why::NotOpen(_) => (
            lang.pick("报名已经截止", "Registration has closed"),
            lang.pick("可以打电话问问中心，或者看看别的活动。", "Phone the centre, or look at other activities.").to_owned(),
        ),
        Why::WhichSession | Why::WholeCourse => (
            lang.pick("报名的方式变了", "One registers differently now"),
            lang.pick("请从活动页面重新报名。", "Please register anew from the activity’s page.").to_owned(),
        ),
        Why::TooMany(limit) => (
            lang.pick("人数太多了", "Too many people"),
            lang.pick(format!("一次最多报{limit}人。人再多请打电话。"), format!("One registration is for at most {limit}. For more people please phone us.")),
        ),
        Why::NeverFits(limit) => (
            lang.pick("人数太多了", "Too many people"),
            lang.pick(format!("一共只有{limit}个名额。请减少人数。"), format!("There are {limit} places in all. Please come with fewer people.")),
        ),
        Why::NoGuardian => (
            lang.pick("还要写监护人", "A guardian is needed"),
            lang.pick("孩子来，要写一位家长的姓名。", "A child comes with the consent of a parent: write their name.").to_owned(),
        ),
        Why::Flooded => (
            lang.pick("这个邮箱的信太多了", "Too many letters for this address"),
            lang.pick("一个邮箱一小时最多收三封信，现在还有好几封在等着发。请过一两个小时再报，或者用手机号报名。", "We send at most three letters an hour to one address, and several are still waiting. Try again in an hour or two, or register by phone number.").to_owned(),
        ),
        Why::NoContact => (
            lang.pick("还要写手机号或邮箱", "A number or an address is needed"),
            lang.pick("不然没法告诉您变动。", "So that we can tell you of changes.").to_owned(),
        ),
        Why::Already => (
            lang.pick("已经报过名了", "Already registered"),
            lang.pick("用这个手机号或邮箱已经报过这一次。要看、要改人数、要取消，请点下面的“我报过名”。", "This phone number or address has registered for it before. To see it, change how many come, or cancel, use “I have registered” below.").to_owned(),
        ),
        Why::KeyUsed => (
            lang.pick("这张表已经用过了", "This form was used before"),
            lang.pick("请从活动页面重新打开一张。", "Open a new one from the activity’s page.").to_owned(),
        ),
    };
    notice(Tone::Brick, title, html! { p { (way_on) } })
}

pub(super) fn slow(lang: Lang, seconds: u32) -> Markup {
    let minutes = seconds.div_ceil(60);
    let wait = lang.pick(
        format!("从您这里报名的太多了，请等{minutes}分钟再试，或者打电话给中心。填的都还在。"),
        format!("Too many registrations came from where you are. Wait {minutes} min and try again, or phone us. What you typed is still here."),
    );
    notice(Tone::Amber, lang.pick("请等一会儿", "Please wait a little"), html! { p { (wait) } })
}

/// All places are taken: what waiting means.
pub(super) fn line(lang: Lang, line: i32) -> Markup {
    let ahead = match line {
        0 => lang.pick(
            "名额满了。报了就排第1位。".to_owned(),
            "All places are taken. You would be first in line.".to_owned(),
        ),
        _ => lang.pick(
            format!("名额满了，前面有{line}家在等。"),
            format!("All places are taken and {line} wait in line."),
        ),
    };
    notice(
        Tone::Amber,
        lang.pick("可以候补", "You can wait in line"),
        html! {
            p { (ahead) }
            p { (lang.pick("轮到您就告诉您，名额替您留一阵，等您答复。", "When it is your turn we tell you, and keep the place until you answer or its time is over.")) }
        },
    )
}

/// A course in few lines: one registration is for all of it.
pub(super) fn course(lang: Lang, sessions: &[Scheduled], today: NaiveDate) -> Markup {
    let mut lines: Vec<Markup> = sessions
        .iter()
        .take(NAMED)
        .filter_map(|one| Some(say::span(lang, one.session.span().ok()?, today)))
        .collect();
    let rest = sessions.len().saturating_sub(NAMED);
    if rest > 0 {
        lines.push(html! { (lang.pick(format!("后面还有{rest}次"), format!("and {rest} more"))) });
    }
    html! {
        @if sessions.len() > 1 { p { (lang.pick(format!("一次报名，{}次都能来：", sessions.len()), format!("One registration is for all {} meetings:", sessions.len()))) } }
        (plain_list(&lines))
    }
}

/// What becomes of what was typed.
pub(super) fn data(lang: Lang, days: u32) -> String {
    lang.pick(
        format!("姓名和电话只给中心的工作人员看，活动结束{days}天后自动删除。一个邮箱一小时最多收三封信。"),
        format!("Your name and number are seen by the centre’s staff alone and erased {days} days after the activity. One address is sent at most three letters an hour."),
    )
}
