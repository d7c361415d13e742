//! The dates of a series from one on go over to a series that says what they are by now. Part of an act that changes
//! them ([`changing`](super::changing), [`granting`](super::granting)), under its locks.

use chrono::Days;

use super::creating::record;
use super::deciding::end_if_over;
use super::extending::anchored;
use super::moves::Change;
use super::recurrence::{End, Rule};
use super::{Dated, Scope, Series, SeriesChange, Wanted, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::DaySpan;
use crate::domain::bookings::Acting;
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::days::weekdays;

/// The series that has the dates of the scope from now on: a successor where others come before them.
pub(super) fn hand_over(
    conn: &mut Conn,
    acting: &Acting,
    series: &Series,
    dates: &[Dated],
    scope: Scope,
    change: &Change,
) -> Result<Series> {
    let now = acting.centre.zone.wall(acting.now);
    let to_come = || {
        let scoped = dates.iter().filter(|date| scope.contains(date.original) && date.begins(series) > now);
        scoped.map(|date| date.original)
    };
    let first = to_come().min().ok_or(Error::Again)?;
    let last = dates.iter().map(|date| date.original).max().unwrap_or(first);
    let at = |original| change.span(series, original).date();
    let mut recurrence = anchored(series.recurrence()?, first);
    recurrence.starts_on = recurrence.starts_on.min(at(first));
    if let (Rule::Weekly { weekdays, .. }, Some(new)) = (&mut recurrence.rule, &change.weekdays) {
        weekdays.clone_from(new);
    }
    let until = series.until_on.unwrap_or(last).max(to_come().map(at).max().unwrap_or(last));
    let named_by = series.named_by.clone().or_else(|| {
        let other = recurrence.rule.stored() != series.rule;
        other.then(|| series.rule.clone())
    });
    if !dates.iter().any(|date| date.original < first) {
        // A count still counts; a last date may be another day of its week.
        recurrence.starts_on = series.starts_on.min(at(first));
        let until = series.until_on.map(|_| until);
        store::set_terms(conn, series.id, change, &recurrence, until)?;
        store::name(conn, series.id, named_by.as_deref())?;
        return store::series(conn, acting.centre.id, series.id);
    }
    recurrence.end = End::Until(until);
    let wanted = Wanted {
        troupe: series.troupe_id,
        room: change.room,
        recurrence,
        part: change.part,
        size: change.size,
        purpose: change.purpose.clone(),
        // The act is known by the key of its wish.
        request_key: format!("change-{}", change.request_key),
        on_behalf: change.by == Canceller::Staff,
        extends: Some((series.id, series.agreement_id)),
    };
    let id = store::insert(conn, acting, acting.by()?, series.agreement_id, &wanted)?;
    store::name(conn, id, named_by.as_deref())?;
    store::hand_over(conn, series.id, id, first)?;
    let before = series.usual(first).min(first).checked_sub_days(Days::new(1)).unwrap_or(first);
    store::shorten(conn, series.id, before)?;
    record(conn, acting, series.id, "split", None)?;
    store::series(conn, acting.centre.id, id)
}

/// Once staff let one of its dates move: the series becomes what was wished, unless it is already.
pub(in crate::domain::bookings) fn take_over(
    conn: &mut Conn,
    acting: &Acting,
    wish: &SeriesChange,
) -> Result<Series> {
    let series = store::series(conn, acting.centre.id, wish.series_id)?;
    if wish.handed_over {
        return Ok(series);
    }
    let broken = || Error::fault(format_args!("the wish {} has no time or no weekday", wish.id));
    let part = DaySpan::new(wish.from_minute, wish.to_minute).ok_or_else(broken)?;
    let named = |days: &String| days.split(',').map(weekdays::of_word).collect::<Option<Vec<_>>>();
    let weekdays = match &wish.weekdays {
        Some(days) => Some(named(days).ok_or_else(broken)?),
        None => None,
    };
    let change = Change {
        room: wish.room_id,
        part,
        weekdays,
        size: wish.size,
        purpose: wish.purpose.clone(),
        by: Canceller::Troupe,
        reason: None,
        request_key: format!("series-change-{}", wish.id),
    };
    let dates = store::dates(conn, series.id)?;
    let there = dates.iter().any(|date| date.original >= wish.first_on);
    // Its dates may belong to another series by now, which somebody made for another reason.
    if !there || !change.suits(&series) {
        return Ok(series);
    }
    let now_on = hand_over(conn, acting, &series, &dates, Scope::Following(wish.first_on), &change)?;
    if !store::wishes::handed_over(conn, wish.id, now_on.id)? {
        return Err(Error::Again);
    }
    end_if_over(conn, acting, &series)?;
    Ok(now_on)
}
