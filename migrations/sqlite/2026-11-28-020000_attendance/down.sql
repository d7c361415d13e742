DROP TABLE troupe_member;
DROP TABLE activity_result;
DROP TABLE no_show;
DROP TABLE attendance_ask;
DROP TABLE check_in;
DROP TABLE attendance_report;
