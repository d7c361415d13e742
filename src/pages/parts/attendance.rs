//! How many came, as a mark, as a big number to enter, and as a counter at the door.

use maud::{Markup, html};

use super::{Tone, hidden, mark, notice, remark};
use crate::base::lang::Lang;
use crate::base::web::assets;
use crate::domain::attendance::{Count, words};

/// 26人次, 无人到场 or 未上报: each its own words, colour and edge.
pub fn visits(lang: Lang, visits: Option<i32>) -> Markup {
    let class = match visits {
        None => "unknown",
        Some(0) => "zero",
        Some(_) => "ok",
    };
    mark(class, &words::visits(lang, visits))
}

/// One number with big buttons on either side; empty until somebody says something.
pub fn number(lang: Lang, id: &str, name: &str, label: &str, value: &str, error: Option<&str>) -> Markup {
    let (help, wrong) = (format!("{id}-help"), format!("{id}-error"));
    let described = if error.is_some() { format!("{help} {wrong}") } else { help.clone() };
    html! {
        div.field.wrong[error.is_some()] {
            label for=(id) { (label) }
            p.help #(help) { (lang.pick("没有人来，请填0。", "If nobody came, enter 0.")) }
            @if let Some(error) = error { p.err #(wrong) { (error) } }
            div.stepper.big {
                button.btn type="button" data-step="-1" hidden { "−" span.hide { (lang.pick("少一个", "One less")) } }
                input.num #(id) name=(name) type="text" inputmode="numeric" autocomplete="off" data-least="0"
                    value=[Some(value).filter(|value| !value.is_empty())] required
                    aria-invalid=[error.map(|_| "true")] aria-describedby=(described);
                button.btn type="button" data-step="1" hidden { "＋" span.hide { (lang.pick("多一个", "One more")) } }
                button.btn type="button" data-step="10" hidden { "+10" span.hide { (lang.pick(" 多十个", ", ten more")) } }
            }
        }
    }
}

/// The counter at the door.
pub struct Counter<'a> {
    pub lang: Lang,
    /// Presses go to `…/presses`, the end to `…/closing`.
    pub base: &'a str,
    /// How many are counted.
    pub count: Count,
    /// Of the next press, where no script makes one.
    pub key: &'a str,
    /// What was reported already.
    pub reported: Option<i32>,
}

impl Counter<'_> {
    /// The big button, the number, what waits to be delivered, and the end.
    pub fn render(&self) -> Markup {
        let lang = self.lang;
        let presses = format!("{}/presses", self.base);
        let counted = self.count.people();
        html! {
            div.flow.counter data-counter=(presses) data-counted=(counted) data-pressed=(self.count.by_hand)
                data-worker=(assets::counter_worker()) data-files={ (assets::css()) " " (assets::icons()) " " (assets::js()) " " (assets::counter_js()) }
                data-all=(lang.pick("都送到了。", "All delivered."))
                data-waits=(lang.pick("没有网。记在这台设备上还没送到的：", "No network. Kept on this device, not delivered yet: "))
                data-sign-in=(lang.pick("要重新登录才能送到；记下的不会丢。", "Sign in again to deliver; nothing is lost."))
                data-refused=(lang.pick("中心没有收下，请找工作人员；记下的不会丢。", "The centre did not take them: ask the staff. Nothing is lost.")) {
                p.counted role="status" { (lang.pick("现在 ", "So far ")) b data-total { (counted) } (lang.pick(" 位", "")) }
                (self.press(&presses, "1", html! { span.plus { "＋1" } (lang.pick("来一位，按一下", "One came in")) }, "btn main press"))
                p.quiet data-state role="status" {}
                // With nobody pressed there is nobody to take back; the script shows it with the first press.
                (self.press(&presses, "-1", html! { (lang.pick("按多了，退一位", "Take one back")) }, "btn"))
                div data-insecure hidden {
                    (remark(Tone::Amber, lang.pick("这个地址不是 https，断网时这一页打不开。开着不关，照样能数。", "This address is not https: without network the page cannot be opened again. Left open it goes on counting.")))
                }
            }
            div.flow {
                @if let Some(reported) = self.reported {
                    (notice(Tone::Jade, lang.pick("已经上报", "Reported"), html! { p { (visits(lang, Some(reported))) } }))
                }
                // The script shows it with the first press, and keeps its number.
                form.flow method="post" action={ (self.base) "/closing" } data-closing
                    data-reported=[self.reported] hidden[counted == 0 || self.reported == Some(counted)] {
                    p { button.btn.full type="submit" {
                        span { (lang.pick("数完了，上报", "Done: report ")) span data-total { (counted) } (lang.pick("人次", "")) }
                    } }
                    p.quiet { (lang.pick("以后还有人来，接着按，再上报一次就行。", "If more come, go on and report once more.")) }
                }
            }
            script src=(assets::counter_js()) defer {}
        }
    }

    fn press(&self, action: &str, people: &str, words: Markup, class: &str) -> Markup {
        html! {
            form method="post" action=(action) data-people=(people) hidden[people == "-1" && self.count.by_hand == 0] {
                (hidden("key", self.key)) (hidden("people", people))
                button class=(class) type="submit" { (words) }
            }
        }
    }
}
