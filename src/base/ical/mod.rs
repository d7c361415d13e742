//! Calendar objects (RFC 5545) and invitations by mail (RFC 5546).

crate::text_enum! {
    /// What a mail program does with the calendar object in a letter (RFC 5546 §3.2).
    pub enum Method {
        /// Puts it into the calendar, or changes it there.
        Request = "REQUEST",
        /// Takes it out.
        Cancel = "CANCEL",
    }
}
