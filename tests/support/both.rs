/// Tells every story on both databases: each is a function of what the first one makes of a database.
macro_rules! on_both_databases {
    ($start:path; $($story:ident)*) => {
        mod on_sqlite {
            $(#[actix_web::test]
            async fn $story() {
                super::$story($start(crate::database::Kind::Sqlite)).await;
            })*
        }
        #[cfg(feature = "postgres")]
        mod on_postgres {
            $(#[actix_web::test]
            #[ignore = "needs PostgreSQL"]
            async fn $story() {
                super::$story($start(crate::database::Kind::Postgres)).await;
            })*
        }
    };
}
