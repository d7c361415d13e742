//! Which centre a resident looks at, and when: what every page of this door starts from.

use actix_web::{HttpRequest, HttpResponse};
use chrono::{Days, NaiveDate};
use maud::Markup;

use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{Instant, Minute, Wall};
use crate::base::web::{State, unchanged};
use crate::domain::centres::{self, Centre};
use crate::domain::people;
use crate::pages::parts::door::Visitor;
use crate::pages::parts::{Preview, Tab, Tabs, Width};

/// A visitor at a centre, at one moment.
#[derive(Debug, Clone)]
pub struct Here {
    pub visitor: Visitor,
    pub centre: Centre,
    pub now: Instant,
}

/// What a page says in its head.
pub struct Head<'a> {
    pub tab: Option<Tab>,
    pub width: Width,
    pub title: &'a str,
    /// One sentence for search engines and previews.
    pub description: &'a str,
    /// For pages that people share.
    pub preview: Option<Preview>,
}

impl Here {
    /// The centre with this word in its addresses; 404 without it.
    pub async fn at(state: &State, visitor: Visitor, slug: &str) -> Result<Self> {
        Ok(Self::reading(state, visitor, slug, |_, _| Ok(())).await?.0)
    }

    /// [`Here::at`], and what a page needs to know there, read in one go.
    pub async fn reading<T: Send + 'static>(
        state: &State,
        visitor: Visitor,
        slug: &str,
        read: impl FnOnce(&mut Conn, &Self) -> Result<T> + Send + 'static,
    ) -> Result<(Self, T)> {
        let (slug, now) = (slug.to_owned(), state.now());
        let reading = move |conn: &mut Conn| {
            let centre = centres::store::by_slug(conn, &slug)?.ok_or(Error::NotFound)?;
            let here = Self { visitor, centre, now };
            let found = read(conn, &here)?;
            Ok((here, found))
        };
        state.db.read(reading).await
    }

    pub fn in_centre(state: &State, visitor: Visitor, centre: Centre) -> Self {
        Self { visitor, centre, now: state.now() }
    }

    pub fn lang(&self) -> Lang {
        self.visitor.lang()
    }

    /// The centre's date.
    pub fn today(&self) -> NaiveDate {
        self.centre.zone.today(self.now)
    }

    /// The centre's wall clock.
    pub fn wall(&self) -> Wall {
        self.centre.zone.wall(self.now)
    }

    /// `/c/donggang` and what follows.
    pub fn href(&self, rest: &str) -> String {
        format!("{}{rest}", self.centre.href())
    }

    /// Whether the visitor leads a troupe here: free spans then lead to booking them.
    pub fn leads(&self, conn: &mut Conn) -> Result<bool> {
        let Some(person) = &self.visitor.person else { return Ok(false) };
        let led = people::store::led_troupes(conn, person.id)?;
        Ok(led.iter().any(|troupe| troupe.centre_id == self.centre.id))
    }

    /// The page, or 304 for a browser that has it.
    pub fn answer(&self, request: &HttpRequest, head: Head, main: Markup) -> HttpResponse {
        let tabs = Tabs::Public { base: self.centre.href(), current: head.tab };
        let mut frame = self.visitor.frame(Some(&self.centre), tabs);
        frame.description = head.description.to_owned();
        frame.preview = head.preview;
        let page = frame.page(head.title, head.width, main);
        unchanged::answer(request, unchanged::HTML, page.into_string())
    }
}

/// The first moment of a day.
pub fn start_of(date: NaiveDate) -> Wall {
    Wall::at(date, Minute::MIDNIGHT)
}

/// So many days later; the calendar's edge stays itself.
pub fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}
