//! Many tries to sign in to one account at the same moment: those that are free go ahead, and no more.

use std::sync::Barrier;
use std::thread;

use linli::domain::people::signing_in::{Caller, Outcome, begin};

use crate::support::{Kind, TestApp};

const TRIES: u8 = 24;

fn tries_at_the_same_moment_are_counted_too(kind: Kind) {
    let app = TestApp::on(kind);
    let start = Barrier::new(TRIES.into());
    let let_in = thread::scope(|scope| {
        let tries: Vec<_> = (0..TRIES)
            .map(|number| {
                let (app, start) = (&app, &start);
                scope.spawn(move || {
                    let address = Some([192, 0, 2, number].into());
                    let caller = Caller { tokens: &app.tokens, address, now: app.now() };
                    start.wait();
                    let begun = app.write(|conn| begin(conn, caller, "leader1@example.org"));
                    matches!(begun, Outcome::Done(_))
                })
            })
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).filter(|done| *done).count()
    });
    assert_eq!(let_in, 5);
}

#[test]
fn on_sqlite() {
    tries_at_the_same_moment_are_counted_too(Kind::Sqlite);
}

#[cfg(feature = "postgres")]
#[test]
#[ignore = "needs PostgreSQL"]
fn on_postgres() {
    tries_at_the_same_moment_are_counted_too(Kind::Postgres);
}
