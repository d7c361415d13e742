//! Migrations lead up, back down to nothing, and up again to the same; and the tables as Diesel sees them are
//! the tables that are there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;

#[cfg(feature = "postgres")]
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use linli::base::db::{Conn, install_guard, migrate, pending_migrations, revert_all};
use linli::base::error::{Error, Result};
use support::Kind;
use support::database::TestDatabase;

#[derive(QueryableByName, Debug, Clone, PartialEq, Eq)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName, Debug)]
struct Column {
    #[diesel(sql_type = Text)]
    tbl: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    required: bool,
}

/// All that makes up the schema, in lines.
fn dump(conn: &mut Conn) -> Result<Vec<String>> {
    let lines: Vec<Line> = match conn {
        Conn::Sqlite(sqlite) => diesel::sql_query(
            "SELECT type || ' ' || name || ': ' || coalesce(sql, '') AS line FROM sqlite_master
             WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_diesel%' ESCAPE '\\' ORDER BY line",
        )
        .load(sqlite)?,
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => diesel::sql_query(
            "SELECT format('column %s.%s %s %s %s', table_name, column_name, data_type, is_nullable,
                           coalesce(column_default, '')) AS line
             FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_\\_diesel%'
             UNION ALL
             SELECT format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
             FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
               AND conrelid::regclass::text NOT LIKE '\\_\\_diesel%'
             UNION ALL
             SELECT format('index %s', indexdef) FROM pg_indexes
             WHERE schemaname = current_schema() AND tablename NOT LIKE '\\_\\_diesel%'
             UNION ALL
             SELECT format('routine %s', proname) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
             UNION ALL
             SELECT format('type %s', typname) FROM pg_type t
             WHERE typnamespace = current_schema()::regnamespace AND typtype IN ('e', 'd')
             ORDER BY line",
        )
        .load(postgres)?,
    };
    Ok(lines.into_iter().map(|line| line.line).collect())
}

fn up_down_up(kind: Kind) {
    let database = TestDatabase::bare(kind);
    let db = database.open(1);
    db.read_now(|conn| {
        assert!(pending_migrations(conn)?);
        migrate(conn)?;
        install_guard(conn)?;
        assert!(!pending_migrations(conn)?);
        let first = dump(conn)?;
        assert!(first.len() > 20, "{first:#?}");
        // Running them again changes nothing.
        migrate(conn)?;
        assert_eq!(dump(conn)?, first);
        revert_all(conn)?;
        assert_eq!(dump(conn)?, [""; 0], "left behind");
        migrate(conn)?;
        install_guard(conn)?;
        assert_eq!(dump(conn)?, first);
        Ok(())
    })
    .unwrap();
}

/// A guard that guards less is none, whatever it is called.
#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn a_weaker_guard_of_the_same_name_is_not_taken() {
    let database = TestDatabase::bare(Kind::Postgres);
    let replace = |with: &str| {
        format!(
            "ALTER TABLE occupancy DROP CONSTRAINT occupancy_taken_once;
             ALTER TABLE occupancy ADD CONSTRAINT occupancy_taken_once EXCLUDE USING gist (
                 int8range(space_id, space_id, '[]') WITH &&, tsrange(starts_at, ends_at, '{with}"
        )
    };
    database
        .open(1)
        .read_now(|conn| {
            migrate(conn)?;
            for weak in
                ["()') WITH &&)", "[)') WITH &&) WHERE (session_id IS NULL)", "[)') WITH &&) DEFERRABLE"]
            {
                conn.batch_execute(&replace(weak))?;
                assert!(install_guard(conn).is_err(), "{weak}");
            }
            conn.batch_execute(&replace("[)') WITH &&)"))?;
            install_guard(conn)
        })
        .unwrap();
}

/// Column types by name, with `!` where a value is required.
type Columns = BTreeMap<String, BTreeMap<String, String>>;

/// What `src/base/db/schema.rs` says.
fn in_the_code() -> Columns {
    let text = include_str!("../src/base/db/schema.rs");
    let mut tables = Columns::new();
    for table in text.split("diesel::table! {").skip(1) {
        let (head, rest) = table.split_once(") {").unwrap();
        let name = head.split('(').next().unwrap().lines().last().unwrap().trim();
        let columns = rest.split('}').next().unwrap();
        let columns = columns.lines().filter_map(|line| line.trim().trim_end_matches(',').split_once(" -> "));
        let columns = columns.map(|(column, kind)| {
            let inner = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>'));
            let kind = inner.map_or(format!("{kind}!"), str::to_owned);
            (column.to_owned(), kind)
        });
        tables.insert(name.to_owned(), columns.collect());
    }
    tables
}

/// What the database says, in Diesel's words.
fn in_the_database(conn: &mut Conn) -> Result<Columns> {
    let columns: Vec<Column> = match conn {
        Conn::Sqlite(sqlite) => diesel::sql_query(
            "SELECT m.name AS tbl, c.name AS name, lower(c.type) AS kind, c.\"notnull\" <> 0 AS required
             FROM sqlite_master m, pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\'",
        )
        .load(sqlite)?,
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => diesel::sql_query(
            "SELECT table_name::text AS tbl, column_name::text AS name, data_type::text AS kind,
                    is_nullable = 'NO' AS required
             FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_\\_diesel%'",
        )
        .load(postgres)?,
    };
    let mut tables = Columns::new();
    for column in columns {
        // An SQLite row id is always 64 bits wide, and must be declared INTEGER.
        let is_row_id = column.name == "id" && column.kind == "integer";
        let kind = match column.kind.as_str() {
            _ if is_row_id => "BigInt",
            "bigint" => "BigInt",
            "integer" => "Integer",
            "text" => "Text",
            "boolean" => "Bool",
            "timestamp" | "timestamp without time zone" => "Timestamp",
            "date" => "Date",
            "blob" | "bytea" => "Binary",
            other => return Err(Error::fault(format_args!("{}.{} is {other}", column.tbl, column.name))),
        };
        let kind = format!("{kind}{}", if column.required { "!" } else { "" });
        tables.entry(column.tbl).or_default().insert(column.name, kind);
    }
    Ok(tables)
}

fn tables_agree(kind: Kind) {
    let database = TestDatabase::furnished(kind);
    let there = database.open(1).read_now(in_the_database).unwrap();
    let known = in_the_code();
    assert!(known.len() > 20);
    for (table, columns) in &known {
        assert_eq!(there.get(table), Some(columns), "{table}");
    }
    let unknown: Vec<&String> = there.keys().filter(|table| !known.contains_key(*table)).collect();
    assert!(unknown.is_empty(), "the code does not know {unknown:?}");
}

/// The constraint has the same name on both databases, and refuses a second occupancy whoever writes it.
fn the_guard_refuses(kind: Kind) {
    use diesel::connection::SimpleConnection;
    use linli::base::db::{OCCUPANCY_GUARD, violates};
    let database = TestDatabase::furnished(kind);
    let db = database.open(1);
    let insert = |space: i32, from: &str, to: &str| {
        let sql = format!(
            "INSERT INTO session (centre_id, activity_id, place, place_en, starts_at, ends_at,
                                  turnaround_minutes, changed_at, sequence)
             VALUES (1, 1, '', '', '2026-11-24 {from}', '2026-11-24 {to}', 0, '2026-11-21 00:00:00', 0);
             INSERT INTO occupancy (space_id, starts_at, ends_at, session_id)
             VALUES ({space}, '2026-11-24 {from}', '2026-11-24 {to}', (SELECT max(id) FROM session))"
        );
        db.read_now(|conn| match conn.batch_execute(&sql) {
            Ok(()) => Ok(true),
            Err(error) if violates(&error, OCCUPANCY_GUARD) => Ok(false),
            Err(error) => Err(error.into()),
        })
        .unwrap()
    };
    db.read_now(|conn| {
        Ok(conn.batch_execute(
            "INSERT INTO activity (centre_id, title, title_en, kind, audience, audience_en, intro, intro_en,
                                   state, created_by, created_at)
             VALUES (1, '', '', 'other', '', '', '', '', 'published', 1, '2026-11-21 00:00:00')",
        )?)
    })
    .unwrap();
    assert!(insert(1, "09:00:00", "11:00:00"));
    assert!(!insert(1, "10:00:00", "12:00:00"));
    assert!(!insert(1, "08:00:00", "12:00:00"));
    assert!(!insert(1, "09:30:00", "10:00:00"));
    assert!(!insert(1, "09:00:00", "11:00:00"));
    assert!(insert(1, "11:00:00", "12:00:00"), "half open");
    assert!(insert(1, "08:00:00", "09:00:00"), "half open");
    assert!(insert(2, "09:00:00", "11:00:00"), "another space");
    // Moving one into another is refused as well.
    let moved = db.read_now(|conn| {
        Ok(conn.batch_execute(
            "UPDATE occupancy SET ends_at = '2026-11-24 09:30:00' WHERE starts_at = '2026-11-24 08:00:00'",
        ))
    });
    assert!(violates(&moved.unwrap().unwrap_err(), OCCUPANCY_GUARD));
}

macro_rules! on_both {
    ($($name:ident => $test:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                super::$test(super::Kind::Sqlite);
            }
            #[cfg(feature = "postgres")]
            #[test]
            #[ignore = "needs PostgreSQL"]
            fn on_postgres() {
                super::$test(super::Kind::Postgres);
            }
        }
    )*};
}
on_both! {
    migrations_lead_up_down_and_up_to_the_same => up_down_up,
    the_tables_are_as_the_code_sees_them => tables_agree,
    the_database_itself_refuses_a_second_occupancy => the_guard_refuses,
}

#[test]
fn a_missing_guard_is_noticed_and_put_back_at_every_start() {
    use diesel::connection::SimpleConnection;
    let database = TestDatabase::furnished(Kind::Sqlite);
    database
        .open(1)
        .read_now(|conn| {
            let before = dump(conn)?;
            conn.batch_execute("DROP TRIGGER occupancy_taken_once_update")?;
            assert_ne!(dump(conn)?, before);
            install_guard(conn)?;
            assert_eq!(dump(conn)?, before);
            Ok(())
        })
        .unwrap();
}

#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn a_missing_constraint_is_a_reason_not_to_serve() {
    use diesel::connection::SimpleConnection;
    let database = TestDatabase::furnished(Kind::Postgres);
    database
        .open(1)
        .read_now(|conn| {
            install_guard(conn)?;
            conn.batch_execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_taken_once")?;
            assert!(install_guard(conn).is_err());
            Ok(())
        })
        .unwrap();
}
