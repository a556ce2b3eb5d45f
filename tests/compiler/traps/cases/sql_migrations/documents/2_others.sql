CREATE TABLE teams (id INT PRIMARY KEY, name TEXT, region_id INT REFERENCES regions (id));
CREATE TABLE roles (id INT PRIMARY KEY, name TEXT);
