//! The sentences of each letter, in both languages.

use super::{News, said};
use crate::base::lang::{Lang, dates};
use crate::base::time::Instant;
use crate::domain::activities::Scheduled;
use crate::domain::registrations::acting::{Acting, wall};
use crate::domain::registrations::cancelling::By;
use crate::domain::registrations::{Enrolled, RegistrationState as State};

/// What one kind of letter says; the rest is the same for all.
pub(super) struct Words {
    pub subject: String,
    pub told: String,
    pub more: Vec<String>,
    /// On the private link.
    pub button: &'static str,
}

pub(super) fn of(lang: Lang, acting: &Acting, of: &Enrolled, news: News) -> Words {
    let name = format!("{}{}{}", lang.pick("“", "“"), of.activity.title_in(lang), lang.pick("”", "”"));
    let see = lang.pick("查看或者更改这次报名", "See or change your registration");
    let own_reason = of.registration.reason.as_deref();
    let (subject, told, more, button) = match news {
        News::Received => (
            lang.pick(format!("收到报名：{name}"), format!("Registration received: {name}")),
            lang.pick(
                "报名收到了，还没有定。工作人员看过以后会再告诉您。",
                "We have your registration; it is not settled yet. Staff will look at it and tell you.",
            )
            .to_owned(),
            vec![],
            see,
        ),
        News::Confirmed | News::Accepted => (
            lang.pick(format!("报上名了：{name}"), format!("You are registered: {name}")),
            confirmed(lang, acting, of),
            vec![lang.pick("来不了请早点取消，把名额让给别人。", "If you cannot come, please cancel early so that somebody else can have the place.").to_owned()],
            see,
        ),
        News::Waiting { place, lacking } => waiting(lang, &name, place, lacking, of),
        News::Offered { until } => offered(lang, acting, &name, until, of),
        News::Lacking { free, lacking } => short(lang, &name, free, lacking, of),
        News::Changed { address } => (
            lang.pick(format!("报名改好了：{name}"), format!("Registration changed: {name}")),
            lang.pick("按您说的改好了，现在是这样：", "It is changed as you asked, and now reads:").to_owned(),
            if address { vec![lang.pick("以前的链接不能用了，请用这封信里的。", "Earlier links no longer work; please use the one in this letter.").to_owned()] } else { vec![] },
            see,
        ),
        News::Cancelled { by } => (
            lang.pick(format!("报名取消了：{name}"), format!("Registration cancelled: {name}")),
            match by {
                By::Themselves => lang.pick("您的报名取消了。空出来的名额可以给别人。", "Your registration is cancelled. The place is free for others."),
                By::Staff => lang.pick("工作人员取消了您的报名。", "Staff have cancelled your registration."),
            }
            .to_owned(),
            reason(lang, own_reason),
            see,
        ),
        News::Declined => (
            lang.pick(format!("留给您的名额让出去了：{name}"), format!("The place kept for you is passed on: {name}")),
            lang.pick("按您说的，留给您的名额不要了，让给下一位。您的报名到这里就结束了。", "As you wished, the place that was kept for you goes to the next in line. Your registration ends with it.").to_owned(),
            vec![lang.pick("还想来，可以重新报名候补。", "If you would still like to come, you can register again and wait in line.").to_owned()],
            see,
        ),
        News::Refused => (
            lang.pick(format!("没有报上名：{name}"), format!("Not registered: {name}")),
            lang.pick("工作人员看过了，这次不能给您报名。", "Staff have looked at it and cannot register you this time.").to_owned(),
            reason(lang, own_reason),
            see,
        ),
        News::Lapsed { offer: true } => (
            lang.pick(format!("留给您的名额过期了：{name}"), format!("The place kept for you has gone: {name}")),
            lang.pick("到了时间没有收到您的答复，名额让给了下一位。", "We had no answer in time, and the place went to the next in line.").to_owned(),
            vec![lang.pick("还想来，可以重新报名候补。", "If you would still like to come, you can register again and wait in line.").to_owned()],
            see,
        ),
        News::Lapsed { offer: false } => (
            lang.pick(format!("没有等到名额：{name}"), format!("No place came free: {name}")),
            lang.pick("活动已经开始，没有空出名额。下次欢迎您早点来。", "It has begun and no place came free. We hope to see you another time.").to_owned(),
            vec![],
            see,
        ),
        News::Reminder { session } => reminder(lang, acting, &name, session, of),
        News::SessionsCancelled { sessions, reason: why } => (
            match sessions {
                [one] => lang.pick(
                    format!("取消一次：{name}，{}", said(lang, acting, one)),
                    format!("Cancelled: {name}, {}", said(lang, acting, one)),
                ),
                more => lang.pick(
                    format!("取消{}次：{name}", more.len()),
                    format!("{} meetings cancelled: {name}", more.len()),
                ),
            },
            match of.registration.session_id {
                Some(_) => lang.pick("这一次不办了，您不用来。报名也随着取消了。", "It will not take place: please do not come. Your registration ends with it."),
                None => lang.pick("下面的时间不办，您不用来；其他时间照常。", "What is listed here will not take place: please do not come. All other meetings stay."),
            }
            .to_owned(),
            reason(lang, why),
            see,
        ),
        News::SessionMoved { before, after } => moved(lang, acting, &name, before, after),
        News::CourseMoved => (
            lang.pick(format!("时间地点都改了：{name}"), format!("All dates have changed: {name}")),
            lang.pick("课程的每一次都改了时间或者地点，现在是下面这样。", "Every meeting of the course has another time or place; it is now as follows.").to_owned(),
            vec![lang.pick("您的报名还在，次序不变。时间不合适，请取消，好让下一位来。", "Your registration stands and keeps its place. If the times do not suit you, please cancel it, so that the next in line can come.").to_owned()],
            see,
        ),
        News::SessionsAdded { sessions } => (
            match sessions {
                [one] => lang.pick(
                    format!("加了一次：{name}，{}", said(lang, acting, one)),
                    format!("Added: {name}, {}", said(lang, acting, one)),
                ),
                more => lang.pick(
                    format!("加了{}次：{name}", more.len()),
                    format!("{} meetings added: {name}", more.len()),
                ),
            },
            match of.registration.state {
                State::Offered => lang.pick("课程加了下面的时间；您要了留给您的名额，这些也都能来。", "The course also meets at the times below; the place kept for you covers them too, once you take it."),
                _ => lang.pick("课程加了下面的时间，您的报名也包括这些，不用再报；原来的时间照常。", "The course also meets at the times below. Your registration covers them; there is nothing to do. All other meetings stay."),
            }
            .to_owned(),
            vec![],
            lang.pick("来不了，取消或者更改", "Cannot come? Cancel or change"),
        ),
        News::ActivityCancelled { reason: why, .. } => (
            lang.pick(format!("活动取消了：{name}"), format!("Cancelled: {name}")),
            lang.pick("整个活动不办了，下面这些时间您不用来。报名也随着取消了。", "The whole activity is cancelled: please do not come at the times below. Your registration ends with it.").to_owned(),
            reason(lang, why),
            see,
        ),
    };
    Words { subject, told, more, button }
}

type Parts = (String, String, Vec<String>, &'static str);

fn confirmed(lang: Lang, acting: &Acting, of: &Enrolled) -> String {
    let many = of.to_come(wall(acting)).count();
    let times = match (many, lang) {
        (0 | 1, _) => String::new(),
        (many, Lang::Zh) => format!("一共{many}次，一次报名都能来。"),
        (many, Lang::En) => format!(" There are {many} meetings; you are registered for all of them."),
    };
    lang.pick(
        format!("名额给您留好了，到时直接来。{times}"),
        format!("Your place is reserved: just come.{times}"),
    )
}

fn waiting(lang: Lang, name: &str, place: usize, lacking: Option<i32>, of: &Enrolled) -> Parts {
    let turn = match of.registration.email {
        Some(_) => lang.pick(
            "轮到您时会马上告诉您，名额先替您留着，等您按一下“要”或者“不要”。",
            "When it is your turn we tell you at once and keep the place until you take or decline it.",
        ),
        None => lang.pick(
            "轮到您时我们打电话告诉您，名额先替您留着，等您答复。",
            "When it is your turn we phone you at once and keep the place until you take or decline it.",
        ),
    };
    let mut more = vec![turn.to_owned()];
    more.extend(lacking.map(|lacking| lacks(lang, lacking, of)));
    (
        lang.pick(format!("候补第{place}位：{name}"), format!("Number {place} in line: {name}")),
        lang.pick(
            format!("现在的名额不够，您在候补第{place}位。"),
            format!("There are not enough places at the moment; you are number {place} in line."),
        ),
        more,
        lang.pick("看候补到第几位", "See my place in line"),
    )
}

fn offered(lang: Lang, acting: &Acting, name: &str, until: Instant, of: &Enrolled) -> Parts {
    let today = acting.centre.zone.today(acting.now);
    let until = dates::until_dated(lang, acting.centre.zone.wall(until), today);
    let party = of.registration.party;
    (
        lang.pick(
            format!("有名额了，请在{until}前答复：{name}"),
            format!("A place for you, please answer by {until}: {name}"),
        ),
        match (lang, party) {
            (Lang::Zh, _) => format!("轮到您了：{party}个名额替您留到{until}。"),
            (Lang::En, 1) => format!("It is your turn: a place is kept for you until {until}."),
            (Lang::En, _) => format!("It is your turn: {party} places are kept for you until {until}."),
        },
        vec![
            lang.pick(
                "要就按“要”，不要就按“不要”，好让下一位来。过了时间没有答复，名额就给下一位。",
                "Please take or decline it. Without an answer by then it goes to the next in line.",
            )
            .to_owned(),
        ],
        lang.pick("答复：要还是不要", "Answer: take it or decline"),
    )
}

fn short(lang: Lang, name: &str, free: i32, lacking: i32, of: &Enrolled) -> Parts {
    let party = of.registration.party;
    (
        lang.pick(format!("还差{lacking}个名额：{name}"), format!("{lacking} more needed: {name}")),
        match lang {
            Lang::Zh => format!("您排在候补第1位，现在空出{free}个名额，您一共{party}人，还差{lacking}个名额。"),
            Lang::En => format!("You are first in line. {free} of the {party} places you need are free; {lacking} are missing."),
        },
        vec![lang.pick("空出的名额先不给别人。够了会马上告诉您；也可以减少人数，马上就能定。", "They are not given to anybody else meanwhile. We tell you as soon as there are enough; or make your party smaller and have them now.").to_owned()],
        lang.pick("减少人数，或者接着等", "Make the party smaller, or go on waiting"),
    )
}

/// 还差2个名额.
fn lacks(lang: Lang, lacking: i32, of: &Enrolled) -> String {
    let party = of.registration.party;
    lang.pick(
        format!("您一共{party}人，还差{lacking}个名额；减少人数可以马上定。"),
        format!("For your party of {party}, {lacking} more places are needed; a smaller party can have places now."),
    )
}

fn reminder(lang: Lang, acting: &Acting, name: &str, session: &Scheduled, of: &Enrolled) -> Parts {
    let today = acting.centre.zone.today(acting.now);
    let tomorrow = session.session.starts_at.date() != today;
    let day = match tomorrow {
        true => lang.pick("明天", "Tomorrow"),
        false => lang.pick("今天", "Today"),
    };
    let time = dates::time(lang, session.session.starts_at.minute());
    let party = of.registration.party;
    (
        lang.pick(format!("{day}{time}：{name}"), format!("{day}, {time}: {name}")),
        match lang {
            Lang::Zh => format!("提醒您：{day}{time}，{party}人，{}。", session.place_in(lang)),
            Lang::En => format!("A reminder: {day}, {time}, {}.", session.place_in(lang)),
        },
        vec![
            lang.pick(
                "来不了请现在取消，别人还来得及。",
                "If you cannot come, please cancel now; somebody else can still take the place.",
            )
            .to_owned(),
        ],
        lang.pick("来不了，取消或者更改", "Cannot come? Cancel or change"),
    )
}

fn moved(lang: Lang, acting: &Acting, name: &str, before: &Scheduled, after: &Scheduled) -> Parts {
    let what = |one: &Scheduled| {
        format!("{}{}{}", said(lang, acting, one), lang.pick(" ", ", "), one.place_in(lang))
    };
    (
        lang.pick(format!("改时间地点：{name}"), format!("Moved: {name}")),
        lang.pick(format!("原来是{}。", what(before)), format!("It was {}.", what(before))),
        vec![lang.pick(
            format!("现在改到{}。请按新的来。", what(after)),
            format!("It is now {}. Please come then.", what(after)),
        )],
        lang.pick("来不了，取消或者更改", "Cannot come? Cancel or change"),
    )
}

fn reason(lang: Lang, reason: Option<&str>) -> Vec<String> {
    let reason = reason.filter(|reason| !reason.trim().is_empty());
    reason
        .map(|reason| lang.pick(format!("工作人员的话：{reason}"), format!("Staff say: {reason}")))
        .into_iter()
        .collect()
}
