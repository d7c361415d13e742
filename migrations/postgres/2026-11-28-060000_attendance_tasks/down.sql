DROP INDEX attendance_ask_by_round;
DROP INDEX attendance_report_waiting;
