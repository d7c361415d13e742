//! The tables as Diesel sees them, the same on both databases; kept in step with `migrations/` by a test.

diesel::table! {
    installation (id) {
        id -> BigInt,
        demo -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    centre (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        name_en -> Text,
        address -> Text,
        address_en -> Text,
        phone -> Text,
        area_m2 -> Integer,
        intro -> Text,
        intro_en -> Text,
        time_zone -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    person (id) {
        id -> BigInt,
        name -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        lang -> Text,
        operator -> Bool,
        active -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    membership (person_id, centre_id) {
        person_id -> BigInt,
        centre_id -> BigInt,
        role -> Text,
    }
}

diesel::table! {
    sign_in (id) {
        id -> BigInt,
        person_id -> BigInt,
        digest -> Binary,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in_key (id) {
        id -> BigInt,
        person_id -> BigInt,
        kind -> Text,
        digest -> Nullable<Binary>,
        issued_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in_failure (id) {
        id -> BigInt,
        subject -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    api_token (id) {
        id -> BigInt,
        person_id -> BigInt,
        digest -> Binary,
        label -> Text,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    space (id) {
        id -> BigInt,
        centre_id -> BigInt,
        name -> Text,
        name_en -> Text,
    }
}

diesel::table! {
    room (id) {
        id -> BigInt,
        centre_id -> BigInt,
        position -> Integer,
        name -> Text,
        name_en -> Text,
        kind -> Text,
        access -> Text,
        mode -> Text,
        capacity -> Integer,
        area_m2 -> Integer,
        floor -> Integer,
        noise -> Text,
        step_free -> Bool,
        turnaround_minutes -> Integer,
        shortest_minutes -> Integer,
        longest_minutes -> Integer,
        grain_minutes -> Integer,
        ahead_days -> Integer,
        partner -> Text,
        note -> Text,
        note_en -> Text,
        active -> Bool,
    }
}

diesel::table! {
    room_space (room_id, space_id) {
        room_id -> BigInt,
        space_id -> BigInt,
    }
}

diesel::table! {
    room_equipment (room_id, equipment) {
        room_id -> BigInt,
        equipment -> Text,
    }
}

diesel::table! {
    room_neighbour (room_id, neighbour_id) {
        room_id -> BigInt,
        neighbour_id -> BigInt,
    }
}

diesel::table! {
    room_approver (room_id, person_id) {
        room_id -> BigInt,
        person_id -> BigInt,
    }
}

diesel::table! {
    opening_hours (id) {
        id -> BigInt,
        centre_id -> BigInt,
        room_id -> Nullable<BigInt>,
        weekday -> Integer,
        from_minute -> Integer,
        to_minute -> Integer,
    }
}

diesel::table! {
    special_day (id) {
        id -> BigInt,
        centre_id -> BigInt,
        room_id -> Nullable<BigInt>,
        date -> Date,
        reason -> Text,
        reason_en -> Text,
    }
}

diesel::table! {
    special_span (special_day_id, from_minute) {
        special_day_id -> BigInt,
        from_minute -> Integer,
        to_minute -> Integer,
    }
}

diesel::table! {
    legal_day (centre_id, date) {
        centre_id -> BigInt,
        date -> Date,
        kind -> Text,
        name -> Text,
        name_en -> Text,
    }
}

diesel::table! {
    followed_weekday (centre_id, date) {
        centre_id -> BigInt,
        date -> Date,
        weekday -> Integer,
    }
}

diesel::table! {
    term (id) {
        id -> BigInt,
        centre_id -> BigInt,
        kind -> Text,
        name -> Text,
        name_en -> Text,
        starts_on -> Date,
        ends_on -> Date,
    }
}

diesel::table! {
    troupe (id) {
        id -> BigInt,
        centre_id -> BigInt,
        name -> Text,
        name_en -> Text,
        kind -> Text,
        size -> Integer,
        named -> Bool,
        active -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    troupe_leader (troupe_id, person_id) {
        troupe_id -> BigInt,
        person_id -> BigInt,
        deputy -> Bool,
    }
}

diesel::table! {
    agreement (id) {
        id -> BigInt,
        centre_id -> BigInt,
        troupe_id -> BigInt,
        number -> Text,
        signed_on -> Date,
        starts_on -> Date,
        ends_on -> Date,
        week_minutes -> Nullable<Integer>,
        month_minutes -> Nullable<Integer>,
        week_bookings -> Nullable<Integer>,
        longest_minutes -> Nullable<Integer>,
        created_at -> Timestamp,
        state -> Text,
        duties -> Text,
        duties_en -> Text,
        signer_centre -> Text,
        signer_troupe -> Text,
        paper_ends_on -> Nullable<Date>,
        predecessor_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    agreement_reminder (agreement_id, ends_on, days) {
        agreement_id -> BigInt,
        ends_on -> Date,
        days -> Integer,
        history_id -> BigInt,
    }
}

diesel::table! {
    agreement_paper (id) {
        id -> BigInt,
        agreement_id -> BigInt,
        name -> Text,
        media -> Text,
        size -> Integer,
        content -> Nullable<Binary>,
        added_by -> BigInt,
        added_at -> Timestamp,
        removed_by -> Nullable<BigInt>,
        removed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    house_terms (id) {
        id -> BigInt,
        centre_id -> BigInt,
        version -> Integer,
        text -> Text,
        text_en -> Text,
        valid_from -> Date,
        written_by -> BigInt,
        written_at -> Timestamp,
    }
}

diesel::table! {
    terms_acceptance (terms_id, person_id) {
        terms_id -> BigInt,
        person_id -> BigInt,
        accepted_at -> Timestamp,
        recorded_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    agreement_room (agreement_id, room_id) {
        agreement_id -> BigInt,
        room_id -> BigInt,
    }
}

diesel::table! {
    agreement_window (agreement_id, weekday, from_minute) {
        agreement_id -> BigInt,
        weekday -> Integer,
        from_minute -> Integer,
        to_minute -> Integer,
    }
}

diesel::table! {
    booking (id) {
        id -> BigInt,
        centre_id -> BigInt,
        room_id -> BigInt,
        troupe_id -> BigInt,
        agreement_id -> Nullable<BigInt>,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        turnaround_minutes -> Integer,
        purpose -> Text,
        size -> Integer,
        state -> Text,
        exception -> Nullable<Text>,
        requested_by -> BigInt,
        on_behalf -> Bool,
        requested_at -> Timestamp,
        request_key -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        reason -> Nullable<Text>,
        replaces -> Nullable<BigInt>,
        sequence -> Integer,
        version -> Integer,
        offered_until -> Nullable<Timestamp>,
        disruption_id -> Nullable<BigInt>,
        series_id -> Nullable<BigInt>,
        original_date -> Nullable<Date>,
    }
}

diesel::table! {
    series (id) {
        id -> BigInt,
        centre_id -> BigInt,
        troupe_id -> BigInt,
        room_id -> BigInt,
        agreement_id -> BigInt,
        rule -> Text,
        starts_on -> Date,
        until_on -> Nullable<Date>,
        count -> Nullable<Integer>,
        holidays -> Text,
        from_minute -> Integer,
        to_minute -> Integer,
        size -> Integer,
        purpose -> Text,
        requested_by -> BigInt,
        on_behalf -> Bool,
        requested_at -> Timestamp,
        request_key -> Text,
        ended_at -> Nullable<Timestamp>,
        predecessor_id -> Nullable<BigInt>,
        version -> Integer,
        named_by -> Nullable<Text>,
    }
}

diesel::table! {
    series_change (id) {
        id -> BigInt,
        series_id -> BigInt,
        first_on -> Date,
        room_id -> BigInt,
        from_minute -> Integer,
        to_minute -> Integer,
        weekdays -> Nullable<Text>,
        size -> Integer,
        purpose -> Text,
        requested_by -> BigInt,
        request_key -> Text,
        handed_over -> Bool,
    }
}

diesel::table! {
    series_exception (series_id, original_date) {
        series_id -> BigInt,
        original_date -> Date,
        kind -> Text,
        reason -> Text,
    }
}

diesel::table! {
    change_request (id) {
        id -> BigInt,
        booking_id -> BigInt,
        room_id -> BigInt,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        size -> Integer,
        state -> Text,
        exception -> Nullable<Text>,
        requested_by -> BigInt,
        on_behalf -> Bool,
        requested_at -> Timestamp,
        request_key -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        reason -> Nullable<Text>,
        series_change_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    disruption (id) {
        id -> BigInt,
        centre_id -> BigInt,
        cause -> Text,
        reason -> Text,
        reason_en -> Text,
        made_by -> BigInt,
        made_at -> Timestamp,
        request_key -> Text,
    }
}

diesel::table! {
    closure (id) {
        id -> BigInt,
        centre_id -> BigInt,
        room_id -> Nullable<BigInt>,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        reason -> Text,
        reason_en -> Text,
        disruption_id -> BigInt,
        lifted_at -> Nullable<Timestamp>,
        lifted_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    activity (id) {
        id -> BigInt,
        centre_id -> BigInt,
        title -> Text,
        title_en -> Text,
        kind -> Text,
        audience -> Text,
        audience_en -> Text,
        intro -> Text,
        intro_en -> Text,
        created_by -> BigInt,
        created_at -> Timestamp,
        state -> Text,
        troupe_id -> Nullable<BigInt>,
        partner -> Text,
        teacher -> Text,
        class -> Text,
        age_from -> Nullable<Integer>,
        age_to -> Nullable<Integer>,
        guardian -> Bool,
        registration -> Text,
        places -> Nullable<Integer>,
        party_limit -> Integer,
        registration_opens -> Nullable<Timestamp>,
        registration_closes -> Nullable<Timestamp>,
        reviewed -> Bool,
        partner_email -> Text,
        partner_phone -> Text,
    }
}

diesel::table! {
    tag (id) {
        id -> BigInt,
        centre_id -> BigInt,
        position -> Integer,
        name -> Text,
        name_en -> Text,
        active -> Bool,
    }
}

diesel::table! {
    activity_tag (activity_id, tag_id) {
        activity_id -> BigInt,
        tag_id -> BigInt,
    }
}

diesel::table! {
    activity_picture (activity_id) {
        activity_id -> BigInt,
        digest -> Text,
        width -> Integer,
        height -> Integer,
        alt -> Text,
        content -> Binary,
        added_by -> BigInt,
        added_at -> Timestamp,
    }
}

diesel::table! {
    activity_gram (centre_id, gram, activity_id) {
        centre_id -> BigInt,
        gram -> Text,
        activity_id -> BigInt,
    }
}

diesel::table! {
    session (id) {
        id -> BigInt,
        centre_id -> BigInt,
        activity_id -> BigInt,
        room_id -> Nullable<BigInt>,
        place -> Text,
        place_en -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        turnaround_minutes -> Integer,
        cancelled_at -> Nullable<Timestamp>,
        changed_at -> Timestamp,
        sequence -> Integer,
    }
}

diesel::table! {
    occupancy (id) {
        id -> BigInt,
        space_id -> BigInt,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        booking_id -> Nullable<BigInt>,
        session_id -> Nullable<BigInt>,
        held_until -> Nullable<Timestamp>,
        alternative_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    alternative (id) {
        id -> BigInt,
        booking_id -> BigInt,
        room_id -> BigInt,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        taken_as -> Nullable<BigInt>,
        created_at -> Timestamp,
        held_until -> Nullable<Timestamp>,
        disruption_id -> Nullable<BigInt>,
        passed_on_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    history (id) {
        id -> BigInt,
        centre_id -> Nullable<BigInt>,
        subject -> Text,
        subject_id -> BigInt,
        act -> Text,
        from_state -> Nullable<Text>,
        to_state -> Nullable<Text>,
        person_id -> Nullable<BigInt>,
        reason -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    letter (id) {
        id -> BigInt,
        centre_id -> Nullable<BigInt>,
        history_id -> BigInt,
        person_id -> Nullable<BigInt>,
        registration_id -> Nullable<BigInt>,
        booking_id -> Nullable<BigInt>,
        kind -> Text,
        channel -> Text,
        address -> Text,
        lang -> Text,
        subject -> Text,
        body -> Text,
        calendar_method -> Nullable<Text>,
        calendar -> Nullable<Text>,
        state -> Text,
        attempts -> Integer,
        due_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        last_answer -> Nullable<Text>,
        created_at -> Timestamp,
        settled_at -> Nullable<Timestamp>,
        settled_by -> Nullable<BigInt>,
        resent_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    registration (id) {
        id -> BigInt,
        centre_id -> BigInt,
        activity_id -> BigInt,
        session_id -> Nullable<BigInt>,
        name -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        lang -> Text,
        party -> Integer,
        state -> Text,
        guardian -> Text,
        note -> Text,
        queued_at -> Nullable<Timestamp>,
        offered_until -> Nullable<Timestamp>,
        entered_by -> Nullable<BigInt>,
        request_key -> Text,
        created_at -> Timestamp,
        changed_at -> Timestamp,
        reason -> Nullable<Text>,
        sequence -> Integer,
        version -> Integer,
        erased_at -> Nullable<Timestamp>,
        reminded -> Bool,
        told_lacking -> Nullable<Integer>,
    }
}

diesel::table! {
    seat (id) {
        id -> BigInt,
        activity_id -> BigInt,
        session_id -> Nullable<BigInt>,
        number -> Integer,
        registration_id -> BigInt,
    }
}

diesel::table! {
    letter_about (letter_id, booking_id) {
        letter_id -> BigInt,
        booking_id -> BigInt,
    }
}

diesel::table! {
    letter_sent (id) {
        id -> BigInt,
        letter_id -> BigInt,
        address -> Text,
        sent_at -> Timestamp,
    }
}

diesel::table! {
    booking_left (id) {
        id -> BigInt,
        booking_id -> BigInt,
        room_id -> BigInt,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        left_at -> Timestamp,
    }
}

diesel::table! {
    session_left (id) {
        id -> BigInt,
        centre_id -> BigInt,
        session_id -> BigInt,
        feed -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        left_at -> Timestamp,
    }
}

diesel::table! {
    registration_reminder (registration_id, session_id) {
        registration_id -> BigInt,
        session_id -> BigInt,
        history_id -> BigInt,
    }
}

diesel::table! {
    attendance_report (id) {
        id -> BigInt,
        centre_id -> BigInt,
        booking_id -> Nullable<BigInt>,
        session_id -> Nullable<BigInt>,
        room_id -> Nullable<BigInt>,
        starts_at -> Timestamp,
        visits -> Integer,
        source -> Text,
        note -> Text,
        reported_by -> Nullable<BigInt>,
        reported_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        confirmed_by -> Nullable<BigInt>,
        superseded_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    check_in (id) {
        id -> BigInt,
        booking_id -> Nullable<BigInt>,
        session_id -> Nullable<BigInt>,
        registration_id -> Nullable<BigInt>,
        press_key -> Text,
        people -> Integer,
        source -> Text,
        pressed_at -> Timestamp,
        received_at -> Timestamp,
        received_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    attendance_ask (id) {
        id -> BigInt,
        booking_id -> Nullable<BigInt>,
        session_id -> Nullable<BigInt>,
        round -> Integer,
        history_id -> BigInt,
        asked_at -> Timestamp,
    }
}

diesel::table! {
    no_show (id) {
        id -> BigInt,
        booking_id -> Nullable<BigInt>,
        registration_id -> Nullable<BigInt>,
        session_id -> Nullable<BigInt>,
        note -> Text,
        confirmed_by -> BigInt,
        confirmed_at -> Timestamp,
        withdrawn_by -> Nullable<BigInt>,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    activity_result (id) {
        id -> BigInt,
        activity_id -> BigInt,
        name -> Text,
        value -> BigInt,
        reported_by -> BigInt,
        reported_at -> Timestamp,
        superseded_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    troupe_member (id) {
        id -> BigInt,
        troupe_id -> BigInt,
        name -> Text,
        joined_on -> Date,
        left_on -> Nullable<Date>,
        added_by -> BigInt,
        added_at -> Timestamp,
    }
}

diesel::joinable!(membership -> person (person_id));
diesel::joinable!(membership -> centre (centre_id));
diesel::joinable!(sign_in -> person (person_id));
diesel::joinable!(api_token -> person (person_id));
diesel::joinable!(space -> centre (centre_id));
diesel::joinable!(room -> centre (centre_id));
diesel::joinable!(room_space -> room (room_id));
diesel::joinable!(room_space -> space (space_id));
diesel::joinable!(room_equipment -> room (room_id));
diesel::joinable!(room_approver -> room (room_id));
diesel::joinable!(room_approver -> person (person_id));
diesel::joinable!(opening_hours -> centre (centre_id));
diesel::joinable!(opening_hours -> room (room_id));
diesel::joinable!(special_day -> centre (centre_id));
diesel::joinable!(special_day -> room (room_id));
diesel::joinable!(special_span -> special_day (special_day_id));
diesel::joinable!(legal_day -> centre (centre_id));
diesel::joinable!(followed_weekday -> centre (centre_id));
diesel::joinable!(term -> centre (centre_id));
diesel::joinable!(troupe -> centre (centre_id));
diesel::joinable!(troupe_leader -> troupe (troupe_id));
diesel::joinable!(troupe_leader -> person (person_id));
diesel::joinable!(agreement -> centre (centre_id));
diesel::joinable!(agreement -> troupe (troupe_id));
diesel::joinable!(agreement_room -> agreement (agreement_id));
diesel::joinable!(agreement_room -> room (room_id));
diesel::joinable!(agreement_window -> agreement (agreement_id));
diesel::joinable!(agreement_paper -> agreement (agreement_id));
diesel::joinable!(agreement_paper -> person (added_by));
diesel::joinable!(house_terms -> person (written_by));
diesel::joinable!(terms_acceptance -> house_terms (terms_id));
diesel::joinable!(terms_acceptance -> person (person_id));
diesel::joinable!(booking -> centre (centre_id));
diesel::joinable!(booking -> room (room_id));
diesel::joinable!(booking -> troupe (troupe_id));
diesel::joinable!(booking -> agreement (agreement_id));
diesel::joinable!(booking -> series (series_id));
diesel::joinable!(series -> centre (centre_id));
diesel::joinable!(series -> troupe (troupe_id));
diesel::joinable!(series -> room (room_id));
diesel::joinable!(series -> agreement (agreement_id));
diesel::joinable!(series_exception -> series (series_id));
diesel::joinable!(series_change -> series (series_id));
diesel::joinable!(change_request -> booking (booking_id));
diesel::joinable!(change_request -> room (room_id));
diesel::joinable!(disruption -> centre (centre_id));
diesel::joinable!(closure -> centre (centre_id));
diesel::joinable!(closure -> disruption (disruption_id));
diesel::joinable!(activity -> centre (centre_id));
diesel::joinable!(activity -> person (created_by));
diesel::joinable!(activity -> troupe (troupe_id));
diesel::joinable!(activity_tag -> activity (activity_id));
diesel::joinable!(activity_tag -> tag (tag_id));
diesel::joinable!(activity_picture -> activity (activity_id));
diesel::joinable!(activity_gram -> activity (activity_id));
diesel::joinable!(session -> centre (centre_id));
diesel::joinable!(session -> activity (activity_id));
diesel::joinable!(session -> room (room_id));
diesel::joinable!(occupancy -> space (space_id));
diesel::joinable!(occupancy -> booking (booking_id));
diesel::joinable!(occupancy -> session (session_id));
diesel::joinable!(alternative -> room (room_id));
diesel::joinable!(history -> centre (centre_id));
diesel::joinable!(history -> person (person_id));
diesel::joinable!(letter -> centre (centre_id));
diesel::joinable!(letter -> history (history_id));
diesel::joinable!(letter -> booking (booking_id));
diesel::joinable!(registration -> centre (centre_id));
diesel::joinable!(registration -> activity (activity_id));
diesel::joinable!(registration -> session (session_id));
diesel::joinable!(registration -> person (entered_by));
diesel::joinable!(letter_about -> letter (letter_id));
diesel::joinable!(letter_sent -> letter (letter_id));
diesel::joinable!(booking_left -> booking (booking_id));
diesel::joinable!(booking_left -> room (room_id));
diesel::joinable!(session_left -> centre (centre_id));
diesel::joinable!(session_left -> session (session_id));
diesel::joinable!(seat -> activity (activity_id));
diesel::joinable!(seat -> session (session_id));
diesel::joinable!(seat -> registration (registration_id));
diesel::joinable!(registration_reminder -> registration (registration_id));
diesel::joinable!(registration_reminder -> session (session_id));
diesel::joinable!(registration_reminder -> history (history_id));
diesel::joinable!(attendance_report -> centre (centre_id));
diesel::joinable!(attendance_report -> booking (booking_id));
diesel::joinable!(attendance_report -> session (session_id));
diesel::joinable!(attendance_report -> room (room_id));
diesel::joinable!(check_in -> booking (booking_id));
diesel::joinable!(check_in -> session (session_id));
diesel::joinable!(check_in -> registration (registration_id));
diesel::joinable!(check_in -> person (received_by));
diesel::joinable!(attendance_ask -> booking (booking_id));
diesel::joinable!(attendance_ask -> session (session_id));
diesel::joinable!(attendance_ask -> history (history_id));
diesel::joinable!(no_show -> booking (booking_id));
diesel::joinable!(no_show -> registration (registration_id));
diesel::joinable!(no_show -> session (session_id));
diesel::joinable!(activity_result -> activity (activity_id));
diesel::joinable!(activity_result -> person (reported_by));
diesel::joinable!(troupe_member -> troupe (troupe_id));
diesel::joinable!(troupe_member -> person (added_by));

diesel::allow_tables_to_appear_in_same_query!(
    installation,
    centre,
    person,
    membership,
    sign_in,
    sign_in_key,
    sign_in_failure,
    api_token,
    space,
    room,
    room_space,
    room_equipment,
    room_neighbour,
    room_approver,
    opening_hours,
    special_day,
    special_span,
    legal_day,
    followed_weekday,
    term,
    troupe,
    troupe_leader,
    agreement,
    agreement_room,
    agreement_window,
    agreement_reminder,
    agreement_paper,
    house_terms,
    terms_acceptance,
    booking,
    series,
    series_exception,
    series_change,
    change_request,
    disruption,
    closure,
    activity,
    tag,
    activity_tag,
    activity_picture,
    activity_gram,
    session,
    occupancy,
    alternative,
    history,
    letter,
    registration,
    seat,
    letter_about,
    letter_sent,
    booking_left,
    session_left,
    registration_reminder,
    attendance_report,
    check_in,
    attendance_ask,
    no_show,
    activity_result,
    troupe_member,
);
