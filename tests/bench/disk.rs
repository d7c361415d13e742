//! What the disk takes to keep its word, without which a durable ratio says nothing.

use std::fs::File;
use std::io::Write;
use std::time::Instant;

use crate::data::folder;

/// The median time to append a page and have it on the disk, in microseconds.
pub fn sync_cost() -> f64 {
    let path = folder().join("synced");
    let mut file = File::create(&path).expect("a file");
    let mut took: Vec<f64> = (0..200)
        .map(|_| {
            let begin = Instant::now();
            file.write_all(&[7; 4096]).expect("a page");
            file.sync_data().expect("the disk's word");
            begin.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    let _ = std::fs::remove_file(path);
    took.sort_by(f64::total_cmp);
    took[took.len() / 2]
}

pub fn print() {
    println!("disk: appending 4 KiB and fdatasync takes {:.0} µs (median of 200)", sync_cost());
}
