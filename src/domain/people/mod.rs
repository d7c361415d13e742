pub mod contact;
crate::id! { PersonId; }
crate::text_enum! {
    pub enum Role { Desk = "desk", Approver = "approver", Manager = "manager", }
}
