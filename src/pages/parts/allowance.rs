//! What an agreement leaves: a sentence, a bar of hours, and what its parts mean.

use maud::{Markup, html};

use super::say;
use crate::base::lang::{Lang, words};

/// One limit. All lengths in minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// Which: 本周 / This week, 11月 / November.
    pub name: String,
    pub limit: i32,
    /// Approved.
    pub used: i32,
    /// Still to be decided, or offered.
    pub asked: i32,
    /// What this request would add.
    pub this: i32,
}

impl Allowance {
    /// What is left after all three; negative when it is too much.
    pub fn left(&self) -> i32 {
        self.limit - self.used - self.asked - self.this
    }

    /// Its clauses: 本周还剩4小时 / 加上这次还剩2小时.
    fn clauses(&self, lang: Lang) -> Vec<String> {
        let (name, after) = (&self.name, self.left());
        let before = after + self.this;
        let say = |left: i32| {
            let hours = words::hours(lang, left.abs());
            match left < 0 {
                false => lang.pick(format!("还剩{hours}"), format!("{hours} left")),
                true => lang.pick(format!("超出{hours}"), format!("{hours} too many")),
            }
        };
        match (self.this > 0, lang) {
            (false, Lang::Zh) => vec![format!("{name}{}", say(after))],
            (false, Lang::En) => vec![format!("{name}: {}", say(after))],
            (true, Lang::Zh) => vec![format!("{name}{}", say(before)), format!("加上这次{}", say(after))],
            (true, Lang::En) => vec![format!("{name}: {}", say(before)), format!("{} with this", say(after))],
        }
    }
}

/// A sentence and the bar; put it in a card. The key is shown when there is more than what is used.
pub fn allowance(lang: Lang, of: &Allowance) -> Markup {
    let number = |minutes| words::hours_number(lang, minutes);
    let parts = [
        ("jade", lang.pick("已用", "Used "), of.used),
        ("amber", lang.pick("待审核", "To be decided "), of.asked),
        ("indigo", lang.pick("这次", "This one "), of.this),
    ];
    let total = words::hours(lang, of.limit);
    let beside = lang.pick(format!("共{total}"), format!("of {total}"));
    let full = of.limit.max(of.limit - of.left()).max(1);
    let lines: String =
        (1..).map(|hour| hour * 60).take_while(|at| *at < full).map(|at| format!("M{at} 0v1")).collect();
    let said: Vec<String> = parts
        .iter()
        .filter(|part| part.2 > 0)
        .map(|part| format!("{}{}", part.1, words::hours(lang, part.2)))
        .collect();
    let comma = lang.pick("，", ", ");
    let label = [of.clauses(lang), said, vec![beside.clone()]].concat().join(comma);
    html! {
        div.allowance {
            p.row.apart {
                strong { (say::pieces(lang, "，", of.clauses(lang))) }
                span.quiet { (beside) }
            }
            svg.bar.over[of.left() < 0] viewBox={ "0 0 " (full) " 1" } preserveAspectRatio="none" role="img" aria-label=(label) {
                @let ends = [0, of.used, of.used + of.asked];
                @for ((class, start), (_, _, length)) in ["used", "asked", "this"].into_iter().zip(ends).zip(parts) {
                    @if length > 0 { rect class=(class) x=(start) width=(length) height="1" {} }
                }
                path vector-effect="non-scaling-stroke" d=(lines) {}
                @if of.left() < 0 { path.limit vector-effect="non-scaling-stroke" d={ "M" (of.limit) " 0v1" } {} }
            }
            p.key {
                @for (tone, word, minutes) in parts {
                    @if minutes > 0 { span { i.(tone) {} (word) (number(minutes)) } }
                }
                @if of.left() > 0 { span { i.left {} (lang.pick("还剩", "Left ")) (number(of.left())) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(used: i32, this: i32) -> Allowance {
        Allowance { name: "本周".into(), limit: 360, used, asked: 0, this }
    }

    #[test]
    fn what_is_left_is_said_before_and_after() {
        assert_eq!(week(120, 0).clauses(Lang::Zh), ["本周还剩4小时"]);
        assert_eq!(week(120, 90).clauses(Lang::Zh), ["本周还剩4小时", "加上这次还剩2.5小时"]);
        assert_eq!(week(300, 120).clauses(Lang::Zh), ["本周还剩1小时", "加上这次超出1小时"]);
        assert_eq!(week(300, 120).clauses(Lang::En), ["本周: 1 hour left", "1 hour too many with this"]);
    }

    #[test]
    fn a_bar_that_is_too_full_shows_where_the_limit_is() {
        let text = allowance(Lang::Zh, &week(300, 120)).into_string();
        assert!(text.contains(r#"viewBox="0 0 420 1""#) && text.contains(r#"d="M360 0v1""#));
    }
}
