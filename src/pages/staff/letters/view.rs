//! Letters as markup. Their text passes through [`links::veil`]; their HTML is not shown.

use maud::{Markup, html};

use super::{Listed, PER_PAGE, Post, Stored, Summary};
use crate::base::lang::{Lang, dates, words};
use crate::base::mail::{Channel, State, links};
use crate::pages::parts::{Button, Column, Tone, crumbs, empty, facts, mark, nb, notice, pager, say, table};
use crate::pages::staff::here::Here;
use crate::pages::staff::said;

/// Where a letter is on its way, in words.
pub fn badge(lang: Lang, state: State) -> Markup {
    let (class, words) = match state {
        State::Waiting => ("wait", lang.pick("等着发", "Waiting")),
        State::Sent => ("ok", lang.pick("已发出", "Sent")),
        State::Failed => ("no", lang.pick("没送到", "Failed")),
        State::ToPhone => ("offer", lang.pick("要打电话", "To be phoned")),
        State::Phoned => ("ok", lang.pick("打过电话", "Phoned")),
        State::Overtaken => ("free", lang.pick("情况变了，不用打了", "Overtaken, no call needed")),
        State::Slip => ("free", lang.pick("凭条", "Slip")),
    };
    mark(class, words)
}

/// True for what goes to somebody without e-mail.
pub fn can_be_slip(letter: &Summary) -> bool {
    letter.channel != Channel::Email
}

pub(super) fn list(here: &Here, listed: &Listed) -> Markup {
    let lang = here.lang();
    html! {
        h1 { (lang.pick("邮件", "Letters")) }
        @if !listed.mailing { (no_server(lang)) }
        (filter(here, listed))
        @if listed.letters.is_empty() {
            (empty("mail", lang.pick("这里没有邮件", "No letters here"), html! {
                p { (lang.pick("有人申请、批准或取消时，通知会出现在这里。", "When something is asked, approved or cancelled, its letters appear here.")) }
            }))
        } @else { (rows(here, listed)) }
        (pages(here, listed))
    }
}

/// Said wherever it matters: nothing leaves this house.
fn no_server(lang: Lang) -> Markup {
    notice(
        Tone::Amber,
        lang.pick("没有设置邮件服务器，邮件没有发出去", "No mail server is set up: letters are not sent"),
        html! { p { (lang.pick("邮件都存着，在这里能看，可以打电话或打印给对方。设置好以后会自动发出。", "They are kept and can be read here, phoned or printed. Once a server is set up they leave by themselves.")) } },
    )
}

fn filter(here: &Here, listed: &Listed) -> Markup {
    let lang = here.lang();
    let counts = listed.counts;
    let called = counts.to_phone + counts.phoned + counts.overtaken;
    let all = counts.waiting + counts.sent + counts.failed + called + counts.slip;
    let choices = [
        (None, lang.pick("全部", "All"), all),
        (Some(State::Waiting), lang.pick("等着发", "Waiting"), counts.waiting),
        (Some(State::Sent), lang.pick("已发出", "Sent"), counts.sent),
        (Some(State::Failed), lang.pick("没送到", "Failed"), counts.failed),
        (Some(State::ToPhone), lang.pick("要打电话", "To be phoned"), counts.to_phone),
        (Some(State::Phoned), lang.pick("打过电话", "Phoned"), counts.phoned),
        (Some(State::Overtaken), lang.pick("不用打了", "Overtaken"), counts.overtaken),
        (Some(State::Slip), lang.pick("凭条", "Slips"), counts.slip),
    ];
    html! {
        nav.row aria-label=(lang.pick("看哪些", "Which ones")) {
            @for (state, name, count) in choices {
                @let href = here.href(&state.map_or_else(|| "/letters".into(), |state| format!("/letters?state={}", state.word())));
                a.btn href=(href) aria-current=[(state == listed.state).then_some("page")] { (name) " " (count) }
            }
        }
    }
}

fn rows(here: &Here, listed: &Listed) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let columns = [
        Column::text(lang.pick("内容", "About")),
        Column::text(lang.pick("给谁", "To")),
        Column::text(lang.pick("情况", "State")),
        Column::text(lang.pick("写于", "Written")),
    ];
    let rows: Vec<Vec<Markup>> = listed
        .letters
        .iter()
        .map(|letter| {
            vec![
                html! { a href=(here.href(&format!("/letters/{}", letter.id))) { (letter.subject) } },
                html! { (letter.name) @if !letter.address.is_empty() { br; span.quiet.address { (address(letter)) } } },
                html! { (badge(lang, letter.state)) @if let Some(words) = last_words(letter) { br; span.quiet { (words) } } },
                say::moment(lang, here.centre.zone.wall(letter.created_at), today),
            ]
        })
        .collect();
    table(lang.pick("邮件，新的在前", "Letters, the newest first"), true, &columns, &rows)
}

fn address(letter: &Summary) -> Markup {
    match letter.channel {
        Channel::Email => say::email(&letter.address),
        Channel::Phone | Channel::Slip => nb(words::phone(&letter.address)),
    }
}

/// The server's last words, where the letter has not gone.
fn last_words(letter: &Summary) -> Option<&str> {
    letter.last_answer.as_deref().filter(|_| matches!(letter.state, State::Failed | State::Waiting))
}

fn pages(here: &Here, listed: &Listed) -> Markup {
    let lang = here.lang();
    let state = listed.state.map_or_else(String::new, |state| format!("state={}&", state.word()));
    let to = |page: i64| here.href(&format!("/letters?{state}page={page}"));
    let before = (listed.page > 0).then(|| to(listed.page));
    // A page from which something was left out is still a full one.
    let after = (listed.letters.len() as i64 >= PER_PAGE).then(|| to(listed.page + 2));
    let newer = before.as_deref().map(|href| (href, lang.pick("更新的", "Newer")));
    let older = after.as_deref().map(|href| (href, lang.pick("更早的", "Older")));
    html! {
        @if newer.is_some() || older.is_some() {
            (pager::pager(lang.pick("翻页", "Pages"), newer, older, html! {}))
        }
    }
}

pub(super) fn letter(here: &Here, letter: &Stored, refused: Option<State>, post: &Post) -> Markup {
    let lang = here.lang();
    let summary = &letter.summary;
    let text = links::veil(&letter.body.text(letter.lang), letter.lang, &post.public_url);
    let slip = here.href(&format!("/letters/{}/slip", summary.id));
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/letters"), lang.pick("邮件", "Letters"))], &summary.name))
        div.row.apart { h1 { (summary.subject) } (badge(lang, summary.state)) }
        @if let Some(state) = refused { (cannot_resend(lang, state)) }
        @if !post.mailing && summary.state == State::Waiting { (no_server(lang)) }
        (about(here, letter))
        @if let Some(words) = last_words(summary) {
            (notice(if summary.state == State::Failed { Tone::Brick } else { Tone::Amber },
                lang.pick("邮件服务器最后说", "The mail server’s last words"), html! { p { (words) } }))
        }
        div.row {
            @if matches!(summary.state, State::Sent | State::Failed) {
                form.row method="post" action=(here.href(&format!("/letters/{}/resending", summary.id))) {
                    (Button::submit(lang.pick("再发一次", "Send again")).icon("mail"))
                }
            }
            @if matches!(summary.state, State::ToPhone | State::Failed) {
                (Button::link(&here.href(&format!("/calls#c{}", summary.id)), lang.pick("打电话", "Phone instead")).icon("phone"))
            }
            (Button::link(&slip, lang.pick("打印成凭条", "Print as a slip")).icon("print"))
        }
        h2 { (lang.pick("内容", "What it says")) }
        div.card.flow lang=(letter.lang.tag()) { (said::paragraphs(&text)) }
        p.quiet { (lang.pick("不用登录的链接只在发出的邮件里，这里看不到。", "Links that need no sign-in are in the sent e-mail alone.")) }
    }
}

fn about(here: &Here, letter: &Stored) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let summary = &letter.summary;
    let at = |at| say::moment(lang, here.centre.zone.wall(at), today);
    let to = html! { (summary.name) @if !summary.address.is_empty() { (lang.pick("，", ", ")) (address(summary)) } };
    let mut pairs =
        vec![(lang.pick("给谁", "To"), to), (lang.pick("写于", "Written"), at(summary.created_at))];
    if let Some(settled) = summary.settled_at {
        pairs.push((lang.pick("办完于", "Settled"), at(settled)));
    }
    if summary.tries > 0 {
        pairs.push((lang.pick("试过", "Tries"), html! { (summary.tries) (lang.pick("次", "")) }));
    }
    if summary.state == State::Waiting && summary.tries > 0 {
        let due = dates::moment(lang, here.centre.zone.wall(summary.due_at), today);
        pairs.push((lang.pick("下次再试", "Next try"), html! { (due) }));
    }
    if let Some(resent) = letter.resent_at {
        pairs.push((lang.pick("再发于", "Sent again"), at(resent)));
    }
    if letter.calendar.is_some() {
        pairs.push((lang.pick("附件", "Attached"), html! { (lang.pick("日历文件", "calendar file")) }));
    }
    if let Some(booking) = summary.booking {
        let href = here.href(&format!("/bookings/{booking}"));
        pairs.push((
            lang.pick("关于", "About"),
            html! { a href=(href) { (lang.pick("这次预约", "the booking")) } },
        ));
    }
    if let Some(registration) = summary.registration {
        let href = here.href(&format!("/registrations/{registration}"));
        let words = lang.pick("这次报名", "the registration");
        pairs.push((lang.pick("关于", "About"), html! { a href=(href) { (words) } }));
    }
    facts(&pairs)
}

fn cannot_resend(lang: Lang, state: State) -> Markup {
    let why = match state {
        State::Waiting => lang.pick("它正等着发，不用再按。", "It is waiting to be sent already."),
        _ => lang.pick("它不是邮件，发不了；可以打电话或打印。", "It is no e-mail: phone or print it."),
    };
    notice(Tone::Amber, lang.pick("没有再发", "Not sent again"), html! { p { (why) } })
}

/// What goes onto one sheet: what happened, and who to ask.
pub(super) fn slip(here: &Here, letter: &Stored, public_url: &str) -> Markup {
    let own = letter.lang;
    let words = links::veil(&letter.body.words(own), own, public_url);
    // The heading is the first paragraph.
    let body = words.strip_prefix(&letter.summary.subject).unwrap_or(&words);
    // Paper cannot be pressed.
    let body: Vec<&str> = body.split("\n\n").filter(|paragraph| !paragraph.contains("://")).collect();
    let body = body.join("\n\n");
    let centre = &here.centre;
    html! {
        h1 { (letter.summary.subject) }
        div.big.flow { (said::paragraphs(&body)) }
        p.big {
            (centre.name_in(own)) (own.pick("，", ", ")) (centre.address_in(own))
            @if !centre.phone.is_empty() { (own.pick("。有事打 ", ". Phone ")) (say::phone(&centre.phone)) }
        }
    }
}
