//! What a letter's list reads of its reader, who has an account or has none.

use diesel::sql_types::{Nullable, Text};

diesel::define_sql_function! {
    /// The reader's name, wherever it is written.
    #[sql_name = "coalesce"]
    fn name(of_person: Nullable<Text>, of_registration: Nullable<Text>) -> Text;
}

diesel::define_sql_function! {
    /// Their e-mail address or phone number, if there is one.
    #[sql_name = "coalesce"]
    fn either(of_person: Nullable<Text>, of_registration: Nullable<Text>) -> Nullable<Text>;
}
