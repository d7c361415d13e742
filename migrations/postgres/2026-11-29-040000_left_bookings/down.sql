DROP TABLE booking_left;
