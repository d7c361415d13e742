//! `column IN (list)` as one statement however long the list: the list is a single value, so the statement is
//! prepared once and found again by its type. Diesel's `eq_any` writes a placeholder for each id, and SQLite prepares
//! what comes of it anew every time.

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Text};
use diesel::sqlite::Sqlite;

/// That a column holds one of some ids.
pub fn among<C: Expression>(column: C, ids: impl IntoIterator<Item = i64>) -> Among<C> {
    Among { column, ids: Ids::new(ids) }
}

/// What [`among`] makes.
#[derive(Debug, Clone, QueryId)]
pub struct Among<C> {
    column: C,
    ids: Ids,
}

#[derive(Debug, Clone)]
struct Ids {
    #[cfg(feature = "postgres")]
    array: Vec<i64>,
    json: String,
}

impl Ids {
    fn new(ids: impl IntoIterator<Item = i64>) -> Self {
        let array: Vec<i64> = ids.into_iter().collect();
        let words: Vec<String> = array.iter().map(i64::to_string).collect();
        let json = format!("[{}]", words.join(","));
        Self {
            #[cfg(feature = "postgres")]
            array,
            json,
        }
    }
}

impl<C: Expression> Expression for Among<C> {
    type SqlType = Bool;
}

impl<C, From> SelectableExpression<From> for Among<C>
where
    C: SelectableExpression<From>,
    Self: AppearsOnTable<From>,
{
}

impl<C, From> AppearsOnTable<From> for Among<C>
where
    C: AppearsOnTable<From>,
    Self: Expression,
{
}

impl<C: ValidGrouping<Columns>, Columns> ValidGrouping<Columns> for Among<C> {
    type IsAggregate = C::IsAggregate;
}

impl<C: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Among<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, _>(&self.ids.json)?;
        out.push_sql("))");
        Ok(())
    }
}

#[cfg(feature = "postgres")]
impl<C: QueryFragment<diesel::pg::Pg>> QueryFragment<diesel::pg::Pg> for Among<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, diesel::pg::Pg>) -> QueryResult<()> {
        use diesel::sql_types::{Array, BigInt};

        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<BigInt>, _>(&self.ids.array)?;
        out.push_sql(")");
        Ok(())
    }
}
