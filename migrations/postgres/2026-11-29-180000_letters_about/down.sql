DROP TABLE letter_about;
