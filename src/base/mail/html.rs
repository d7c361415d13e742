//! The paper an HTML letter is written on.
//!
//! Mail programs know little: Outlook lays out with tables and ignores padding on links, many drop `<style>`.
//! So everything is tables and inline styles, which the pages' policy forbids and letters may have. Nothing is
//! loaded from anywhere. The colours are those of the pages' paper theme.

use maud::{DOCTYPE, Markup, html};

use super::links::Link;
use crate::base::lang::Lang;

const PAPER: &str = "#fbf8f2";
const BODY: &str = "margin:0;padding:0;background-color:#fbf8f2;color:#221c15;\
    font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;font-size:18px;line-height:1.7";
const SHEET: &str = "width:100%;max-width:600px;text-align:left";
const NAME: &str = "margin:0 0 16px;padding:0 0 8px;border-bottom:3px solid #872a19;font-weight:bold";
const HEADING: &str = "margin:0 0 12px;font-size:26px;line-height:1.4;font-weight:bold";
const PARAGRAPH: &str = "margin:0 0 12px";
const LABEL: &str = "padding:0 16px 8px 0;color:#514a40;vertical-align:top;white-space:nowrap";
const VALUE: &str = "padding:0 0 8px;font-weight:bold;vertical-align:top";
const CARD: &str = "padding:16px;background-color:#ffffff;border:1px solid #8f8678;border-radius:10px";
const BUTTON_CELL: &str = "padding:12px 24px;border-radius:10px;background-color:#872a19";
const BUTTON: &str = "color:#ffffff;font-weight:bold;text-decoration:none";
const LINK: &str = "color:#2a4380";
const ADDRESS: &str = "color:#2a4380;font-size:14px;word-break:break-all";
/// Characters of a word that may not be broken; 18 px each fit a phone.
const LONGEST_WHOLE: usize = 15;
const SMALL: &str = "margin:16px 0 0;padding:12px 0 0;border-top:1px solid #e7dfd1;color:#514a40";

/// A whole letter: the centre's name on top, the heading, then its parts.
pub(super) fn letter(
    lang: Lang,
    subject: &str,
    from: &str,
    heading: &str,
    parts: Markup,
    small: &[String],
) -> String {
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (subject) }
            }
            body style=(BODY) {
                table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor=(PAPER) {
                    tr { td align="center" style="padding:16px" {
                        table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style=(SHEET) {
                            tr { td style=(BODY) {
                                @if !from.is_empty() { p style=(NAME) { (from) } }
                                h1 style=(HEADING) { (whole_times(heading)) }
                                (parts)
                                @if !small.is_empty() { p style=(SMALL) { (lines(&small.join("\n"))) } }
                            } }
                        }
                    } }
                }
            }
        }
    }
    .into_string()
}

pub(super) fn paragraph(text: &str) -> Markup {
    html! { p style=(PARAGRAPH) { (lines(text)) } }
}

pub(super) fn facts(rows: &[(String, String)]) -> Markup {
    html! {
        table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px" {
            @for (label, value) in rows {
                tr { td style=(LABEL) { (label) } td style=(VALUE) { (lines(value)) } }
            }
        }
    }
}

/// Something to choose: a title, what it is, and one button.
pub(super) fn card(title: &str, about: &[String], button: &str, link: &Link) -> Markup {
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px" {
            tr { td bgcolor="#ffffff" style=(CARD) {
                p style=(PARAGRAPH) {
                    b { (whole_times(title)) }
                    @for line in about { br; (whole_times(line)) }
                }
                (press(button, link))
            } }
        }
    }
}

/// A link that looks like a button; the cell is what Outlook paints.
pub(super) fn button(text: &str, link: &Link) -> Markup {
    html! { (press(text, link)) div style="height:12px;line-height:12px;font-size:1px" { "\u{a0}" } }
}

fn press(text: &str, link: &Link) -> Markup {
    html! {
        table role="presentation" cellpadding="0" cellspacing="0" border="0" {
            tr { td bgcolor="#872a19" style=(BUTTON_CELL) { a href=(link) style=(BUTTON) { (text) } } }
        }
    }
}

pub(super) fn link(text: &str, link: &Link) -> Markup {
    html! { p style=(PARAGRAPH) { a href=(link) style=(LINK) { (text) } } }
}

/// A picture for a camera. It keeps its size where pictures are shown; where they are not, its link does the same.
pub(super) fn code(title: &str, about: &str, link: &Link) -> Markup {
    html! {
        table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px" {
            tr { td bgcolor="#ffffff" style=(CARD) {
                p style=(PARAGRAPH) { b { (title) } }
                img src=(link.code()) width="240" height="240" alt=(title) style="display:block;border:0";
                p style="margin:12px 0 0" { (about) br; a href=(link) style=(ADDRESS) { (link) } }
            } }
        }
    }
}

/// Line breaks that someone typed are kept.
fn lines(text: &str) -> Markup {
    html! { @for (at, line) in text.lines().enumerate() { @if at > 0 { br; } (whole_times(line)) } }
}

/// Keeps dates and times whole: between 上午 and 9:00 a line would break.
fn whole_times(line: &str) -> Markup {
    html! {
        @for (at, word) in line.split(' ').enumerate() {
            @if at > 0 { " " }
            @if word.contains(|c: char| c.is_ascii_digit()) && word.chars().count() <= LONGEST_WHOLE {
                span style="white-space:nowrap" { (word) }
            } @else {
                (word)
            }
        }
    }
}
