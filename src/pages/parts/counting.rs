//! Presses of the counter, read from what a form or its script sends, and what its script is answered.

use chrono::DateTime;

use crate::base::error::{Error, Result};
use crate::base::time::Instant;
use crate::base::web::form::Fields;
use crate::domain::attendance::Count;
use crate::domain::attendance::checking_in::Press;

/// `press=KEY PEOPLE SECONDS`, as often as there are presses; or `key` and `people` of one that no script made.
pub fn presses(fields: &Fields, now: Instant) -> Result<Vec<Press>> {
    let odd = || Error::BadRequest("this is no press".into());
    let mut presses = Vec::new();
    for text in fields.all("press") {
        let mut parts = text.split(' ');
        let (Some(key), Some(people), Some(seconds)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(odd());
        };
        let people = people.parse().map_err(|_| odd())?;
        let seconds: i64 = seconds.parse().map_err(|_| odd())?;
        let at = DateTime::from_timestamp(seconds, 0).map(Instant::new).ok_or_else(odd)?;
        presses.push(Press { key: key.to_owned(), people, at });
    }
    if fields.has("key") {
        let people = fields.get("people").parse().map_err(|_| odd())?;
        presses.push(Press { key: fields.get("key").to_owned(), people, at: now });
    }
    if presses.is_empty() { Err(odd()) } else { Ok(presses) }
}

/// What the script is told of presses that arrived.
pub fn delivered(count: Count) -> serde_json::Value {
    serde_json::json!({ "counted": count.people(), "pressed": count.by_hand })
}
