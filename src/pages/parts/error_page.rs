//! The page for an [`Error`]: what happened in a sentence, and a way on. Never the cause.

use maud::{Markup, html};

use super::button::Button;
use super::empty::empty_page;
use super::frame::{Frame, Width};
use super::{nb, say};
use crate::base::error::Error;
use crate::base::lang::{Lang, words};

/// The whole document. `fault` is the number under which the log keeps a fault of ours; empty for others.
pub fn error_page(frame: &Frame, error: &Error, fault: &str) -> Markup {
    let lang = frame.look.lang;
    let (drawing, title, sentence) = said(lang, error);
    let home = frame.brand.as_ref().map_or("/", |brand| brand.href.as_str());
    let phone = frame.brand.as_ref().map(|brand| brand.phone.as_str()).filter(|phone| !phone.is_empty());
    let sign_in = matches!(error, Error::SignInFirst);
    frame.page(
        title,
        Width::Normal,
        empty_page(
            drawing,
            title,
            html! {
                p { (sentence) }
                p {
                    @if sign_in { (Button::link("/sign-in", lang.pick("去登录", "Sign in")).main()) }
                    @else { (Button::link(home, lang.pick("回到今天", "Back to today")).main()) }
                }
                @if let Some(phone) = phone {
                    p { (lang.pick("有事请打 ", "Need a hand? Phone ")) (say::phone(phone)) (lang.pick("，我们帮您看。", ".")) }
                }
                @if !fault.is_empty() {
                    p.quiet { (lang.pick("来电请报编号 ", "When you phone, quote ")) (nb(fault)) }
                }
            },
        ),
    )
}

fn said(lang: Lang, error: &Error) -> (&'static str, &'static str, String) {
    match error {
        Error::NotFound => (
            "hall",
            lang.pick("这扇门后面没有房间", "There is no room behind this door"),
            lang.pick("网址也许写错了，也许要找的已经撤下。", "The address may be mistyped, or what it led to was taken down.")
                .to_owned(),
        ),
        Error::Forbidden => (
            "lock",
            lang.pick("这件事不归您办", "This is not yours to do"),
            lang.pick("您已登录，但这一页要别的权限。需要的话请找中心的负责人。", "You are signed in, but this page needs another role. Please ask the centre’s manager.")
                .to_owned(),
        ),
        Error::SignInFirst => (
            "key",
            lang.pick("请先登录", "Please sign in first"),
            lang.pick("这一页是队长和工作人员用的。看活动不用登录。", "This page is for troupe leaders and staff. Seeing what is on needs no account.")
                .to_owned(),
        ),
        Error::BadRequest(_) => (
            "unknown",
            lang.pick("这次没看懂", "We could not read that"),
            lang.pick("发来的内容不完整。请返回上一页再试一次。", "What was sent is incomplete. Please go back and try again.").to_owned(),
        ),
        Error::TooLong => (
            "unknown",
            lang.pick("写得太长了", "That is too long"),
            lang.pick(
                "一次发来的字太多，没有存下。请返回上一页，删短一些再按一次；实在要写这么多，请打电话给我们。",
                "There was more text than a form can take, and nothing was kept. Please go back, make it shorter and press again; if it has to be that long, phone us.",
            )
            .to_owned(),
        ),
        Error::CrossSite => (
            "lock",
            lang.pick("没有照办", "Nothing was done"),
            lang.pick(
                "这个请求是从别的网站发来的，为了您的安全没有照办。请从本站的页面再按一次。",
                "The request came from another site, so for your safety nothing was done. Please press the button on our own page.",
            )
            .to_owned(),
        ),
        Error::TooMany { retry_after } => {
            let wait = i32::try_from(retry_after.div_ceil(60)).unwrap_or(60).max(1);
            let wait = words::minutes(lang, wait);
            (
                "wait",
                lang.pick("请歇一会儿再试", "Please wait a moment"),
                lang.pick(format!("试的次数太多了，请过{wait}再试。"), format!("Too many tries. Please try again in {wait}.")),
            )
        }
        Error::TooLarge { megabytes } => (
            "paper",
            lang.pick("文件太大了", "That file is too large"),
            lang.pick(
                format!("最多{megabytes} MB，没有存下。请返回上一页，分几次传，或者拍得小一点。"),
                format!("At most {megabytes} MB; nothing was kept. Please go back and send fewer at once, or a smaller picture."),
            ),
        ),
        Error::Busy | Error::Again => (
            "queue",
            lang.pick("人多，请稍等", "Many people at once"),
            lang.pick("现在用的人很多，请过一分钟再按一次。没有写下任何东西。", "Please press again in a minute. Nothing was written.").to_owned(),
        ),
        Error::Fault(_) => (
            "bolt",
            lang.pick("我们这边出了毛病", "Something broke on our side"),
            lang.pick("不是您的错，已经记下来了。请过一会儿再试。", "It is not your fault, and it is on record. Please try again later.").to_owned(),
        ),
    }
}
