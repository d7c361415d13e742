//! What of a room's day is shut, and why.

use chrono::NaiveDate;

use super::{Board, Stretch, What};
use crate::base::time::DaySpan;
use crate::domain::rooms::{Hours, Room};

impl Board {
    /// Hours that a closure or the date itself takes away.
    pub(super) fn closed(&self, room: &Room, date: NaiveDate) -> Vec<Stretch<'_>> {
        let hours = &self.catalogue.hours;
        let said = hours.said_on(room.id, date);
        let mut pieces: Vec<Stretch> = Vec::new();
        if let Some(special) = hours.special_day(room.id, date) {
            let usual = Hours { weekly: hours.weekly.clone(), ..Hours::default() };
            let gone = usual.open_on(room.id, date).into_iter().flat_map(|span| span.without(&said));
            let what = What::Closed(&special.reason, &special.reason_en);
            pieces.extend(gone.map(|span| Stretch { span, what }));
        }
        for (part, closed) in hours.closures_on(room.id, date) {
            let what = What::Closed(&closed.reason, &closed.reason_en);
            let shut: Vec<DaySpan> = said.iter().filter_map(|span| span.overlap(part)).collect();
            let before: Vec<DaySpan> = pieces.iter().map(|piece| piece.span).collect();
            let shut = shut.into_iter().flat_map(|span| span.without(&before)).collect::<Vec<_>>();
            pieces.extend(shut.into_iter().map(|span| Stretch { span, what }));
        }
        pieces
    }
}
