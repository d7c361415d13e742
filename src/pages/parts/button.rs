//! What one presses: buttons of forms, and links that look like them.

use maud::{Markup, PreEscaped, Render, html};

use super::icon;

/// How much a button stands out. A page has one [`Main`](Weight::Main).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    Main,
    #[default]
    Normal,
    /// Looks like a link.
    Plain,
}

/// `Button::submit("批准").main()`, `Button::link("/my", "返回").icon("left")`: splice it into markup.
#[derive(Debug, Clone, Default)]
pub struct Button<'a> {
    words: &'a str,
    /// A link's target; without one it sends its form.
    href: Option<&'a str>,
    weight: Weight,
    full: bool,
    icon: Option<&'a str>,
    icon_after: bool,
    /// Words that only a screen reader says, where several buttons on a page read alike.
    of: Option<&'a str>,
    name: Option<(&'a str, &'a str)>,
    action: Option<&'a str>,
}

impl<'a> Button<'a> {
    /// Sends the form it stands in.
    pub fn submit(words: &'a str) -> Self {
        Self { words, ..Self::default() }
    }

    /// Leads to a page.
    pub fn link(href: &'a str, words: &'a str) -> Self {
        Self { words, href: Some(href), ..Self::default() }
    }

    /// The one act meant.
    pub fn main(self) -> Self {
        Self { weight: Weight::Main, ..self }
    }

    /// Looks like a link.
    pub fn plain(self) -> Self {
        Self { weight: Weight::Plain, ..self }
    }

    /// As main as told.
    pub fn weight(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    /// As wide as there is room.
    pub fn full(self) -> Self {
        Self { full: true, ..self }
    }

    /// An icon before the words.
    pub fn icon(self, name: &'a str) -> Self {
        Self { icon: Some(name), ..self }
    }

    /// An icon behind the words: for the way forward.
    pub fn icon_after(self, name: &'a str) -> Self {
        Self { icon: Some(name), icon_after: true, ..self }
    }

    /// What it is about, said by screen readers alone: `：排练厅 上午9:00`.
    pub fn of(self, what: &'a str) -> Self {
        Self { of: Some(what), ..self }
    }

    /// Sent with the form when this button is pressed.
    pub fn value(self, name: &'a str, value: &'a str) -> Self {
        Self { name: Some((name, value)), ..self }
    }

    /// Sends its form to another address.
    pub fn action(self, action: &'a str) -> Self {
        Self { action: Some(action), ..self }
    }
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        let (main, plain) = (self.weight == Weight::Main, self.weight == Weight::Plain);
        let picture = self.icon.map_or(PreEscaped(String::new()), icon);
        let inside = html! {
            @if !self.icon_after { (picture) }
            (self.words)
            @if let Some(of) = self.of { span.hide { (of) } }
            @if self.icon_after { (picture) }
        };
        match self.href {
            Some(href) => html! {
                a.btn.main[main].plain[plain].full[self.full] href=(href) { (inside) }
            },
            None => html! {
                button.btn.main[main].plain[plain].full[self.full] type="submit" formaction=[self.action]
                    name=[self.name.map(|(name, _)| name)] value=[self.name.map(|(_, value)| value)] { (inside) }
            },
        }
    }
}
