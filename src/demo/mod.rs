//! The sample centre, made through the use cases.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveDate;

/// What `linli demo` was asked for.
#[derive(Debug, Clone)]
pub struct Options {
    pub listen: SocketAddr,
    /// Its database is `linli.db` in this folder.
    pub data: PathBuf,
    pub seed: u64,
    /// The day it pretends to be; the real one when not given.
    pub today: Option<NaiveDate>,
}

/// Makes the sample data unless it is there, and serves it.
pub async fn run(options: Options) -> Result<(), String> {
    Err(format!("there is no sample centre yet for {}", options.data.display()))
}
