DROP TABLE registration_reminder;
DROP TABLE seat;
DROP TABLE registration;
