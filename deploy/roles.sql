-- Run once, by psql as superuser in the empty database `huiyin`. Two roles: one owns the tables and changes them
-- (`huiyin db upgrade`), the bot's only works with their rows.
\set ON_ERROR_STOP on
\set owner_password `cat /run/secrets/owner_password`
\set bot_password `cat /run/secrets/bot_password`

CREATE ROLE huiyin_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE huiyin_bot LOGIN PASSWORD :'bot_password';

REVOKE ALL ON DATABASE huiyin FROM PUBLIC;
GRANT CONNECT ON DATABASE huiyin TO huiyin_owner, huiyin_bot;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO huiyin_owner;
GRANT USAGE ON SCHEMA public TO huiyin_bot;

ALTER DEFAULT PRIVILEGES FOR ROLE huiyin_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO huiyin_bot;
ALTER DEFAULT PRIVILEGES FOR ROLE huiyin_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO huiyin_bot;
