DROP TABLE term;
DROP TABLE followed_weekday;
DROP TABLE legal_day;
