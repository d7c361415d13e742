crate::id! { CentreId; }
