CREATE TABLE users (id INT PRIMARY KEY, login VARCHAR(80) NOT NULL, team_id INT REFERENCES teams (id));
CREATE TABLE user_roles (role_id INT REFERENCES roles (id), user_id INT REFERENCES users (id), PRIMARY KEY (role_id, user_id));
