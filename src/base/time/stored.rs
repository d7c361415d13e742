//! How [`Wall`] and [`Instant`] stand in the databases.
//!
//! SQLite keeps `2026-11-24 09:00:00`. It is written and read by hand: chrono interprets a pattern for every value,
//! and for reading several, and one booking reads and writes dozens of times while others wait for the writer.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Timestamp;
use diesel::sqlite::{Sqlite, SqliteValue};

use super::{Instant, Wall};

macro_rules! on_sqlite {
    ($($name:ident),*) => {$(
        impl $name {
            /// As it stands in SQLite: 19 characters, but for years of more than four digits.
            pub fn stored(self) -> String {
                written(self.0).unwrap_or_else(|| self.0.format("%F %T%.f").to_string())
            }
        }

        impl ToSql<Timestamp, Sqlite> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.stored());
                Ok(IsNull::No)
            }
        }

        impl FromSql<Timestamp, Sqlite> for $name {
            fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
                match read(value.read_text()) {
                    Some(time) => Ok(Self(time)),
                    None => <NaiveDateTime as FromSql<Timestamp, Sqlite>>::from_sql(value).map(Self),
                }
            }
        }
    )*};
}
on_sqlite!(Wall, Instant);

macro_rules! as_chrono_does {
    ($backend:ty: $($name:ident),*) => {$(
        impl ToSql<Timestamp, $backend> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, $backend>) -> serialize::Result {
                ToSql::<Timestamp, $backend>::to_sql(&self.0, out)
            }
        }

        impl FromSql<Timestamp, $backend> for $name {
            fn from_sql(value: <$backend as diesel::backend::Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                <NaiveDateTime as FromSql<Timestamp, $backend>>::from_sql(value).map(Self)
            }
        }
    )*};
}
#[cfg(feature = "postgres")]
as_chrono_does!(diesel::pg::Pg: Wall, Instant);
as_chrono_does!(crate::base::db::Backend: Wall, Instant);

/// Whole seconds of years with four digits; chrono writes the rest.
fn written(time: NaiveDateTime) -> Option<String> {
    let year = u32::try_from(time.year()).ok().filter(|year| *year <= 9999)?;
    if time.nanosecond() != 0 {
        return None;
    }
    let two = |number: u32| [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
    let ([y1, y2], [y3, y4]) = (two(year / 100), two(year % 100));
    let ([m1, m2], [d1, d2]) = (two(time.month()), two(time.day()));
    let ([h1, h2], [i1, i2], [s1, s2]) = (two(time.hour()), two(time.minute()), two(time.second()));
    let text = [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b' ', h1, h2, b':', i1, i2, b':', s1, s2];
    String::from_utf8(text.to_vec()).ok()
}

/// What [`written`] writes, and nothing else; chrono reads the rest.
fn read(text: &str) -> Option<NaiveDateTime> {
    let bytes: &[u8; 19] = text.as_bytes().try_into().ok()?;
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b' ', h1, h2, b':', i1, i2, b':', s1, s2] = bytes
    else {
        return None;
    };
    let two = |tens: u8, ones: u8| -> Option<u32> {
        let digits = tens.is_ascii_digit() && ones.is_ascii_digit();
        digits.then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
    };
    let year = two(y1, y2)? * 100 + two(y3, y4)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, two(m1, m2)?, two(d1, d2)?)?;
    date.and_hms_opt(two(h1, h2)?, two(i1, i2)?, two(s1, s2)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn times_are_written_as_chrono_writes_them_and_read_back() {
        for text in
            ["2026-11-24T09:00:00", "0999-01-01T23:59:59", "9999-12-31T00:00:01", "1999-02-28T00:00:00"]
        {
            let time = time(text);
            assert_eq!(written(time).unwrap(), time.format("%F %T%.f").to_string());
            assert_eq!(read(&written(time).unwrap()), Some(time));
        }
        assert_eq!(written(time("2026-11-24T09:00:00.5")), None);
    }

    #[test]
    fn what_looks_otherwise_is_left_to_chrono() {
        for text in [
            "",
            "2026-11-24T09:00:00",
            "2026-11-24 09:00",
            "2026-13-24 09:00:00",
            "2026-11-24 24:00:00",
            "2026-1１-24 9:00",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
