//! Standing series of the sample, through the act that leaders use.

use chrono::{Duration, Weekday};

use super::maker::{Maker, Time, Troupe, part};
use crate::base::error::Result;
use crate::domain::bookings::series::creating::create;
use crate::domain::bookings::series::planning::plan;
use crate::domain::bookings::series::recurrence::{End, Holidays, Recurrence, Rule};
use crate::domain::bookings::series::{Choices, Wanted};
use crate::domain::people::Acting;
use crate::domain::rooms::RoomId;

impl Maker<'_> {
    /// A leader asked yesterday for every so many weeks, from where single bookings end on, and took what was
    /// proposed.
    pub fn series(
        &mut self,
        troupe: &Troupe,
        room: RoomId,
        (every, weekday): (u16, Weekday),
        (from, to): (Time, Time),
        purpose: &str,
    ) -> Result<()> {
        let Some(part) = part(from, to) else { return Ok(()) };
        let wanted = Wanted {
            troupe: troupe.id,
            room,
            recurrence: Recurrence {
                rule: Rule::Weekly { every, weekdays: vec![weekday] },
                starts_on: self.today + Duration::days(22),
                end: End::Until(self.today + Duration::days(120)),
                holidays: Holidays::Skip,
            },
            part,
            size: troupe.size,
            purpose: purpose.to_owned(),
            request_key: format!("sample-series-{}", troupe.id),
            on_behalf: false,
            extends: None,
        };
        let now = self.moment(self.today - Duration::days(1), 10 * 60);
        let acting = Acting { centre: self.centre, person: Some(troupe.leader), now };
        let choices = Choices::new();
        if let Some(plan) = plan(self.conn, acting, &wanted, &choices)? {
            create(self.conn, acting, &wanted, &choices, &plan.fingerprint())?;
        }
        Ok(())
    }
}
