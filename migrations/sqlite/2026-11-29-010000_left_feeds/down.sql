DROP TABLE session_left;
