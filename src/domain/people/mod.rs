crate::id! { PersonId; }
