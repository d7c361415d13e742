//! Answers that are the same every time and take long to find.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// Remembers so many answers, and forgets all of them when there would be more.
pub struct Remembered<K, V> {
    known: RwLock<HashMap<K, V>>,
    most: usize,
}

impl<K: Eq + Hash, V: Clone> Remembered<K, V> {
    pub fn up_to(most: usize) -> Self {
        Self { known: RwLock::default(), most }
    }

    /// The answer for a key; found where it is not remembered.
    pub fn get(&self, key: K, find: impl FnOnce(&K) -> V) -> V {
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let found = find(&key);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= self.most {
            known.clear();
        }
        known.insert(key, found.clone());
        found
    }
}
