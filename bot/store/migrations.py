"""The database schema: each migration upgrades the database by one version.

A released migration is never changed; add a new one.
"""

FIRST = """
CREATE TABLE people (
    person   TEXT PRIMARY KEY,
    tokens   REAL NOT NULL,
    refilled REAL NOT NULL,
    day      INTEGER NOT NULL,
    used     INTEGER NOT NULL,
    served   REAL NOT NULL DEFAULT 0,
    oldest   INTEGER,
    style    TEXT,
    consent  INTEGER,
    asked    INTEGER NOT NULL DEFAULT 0,
    banned   INTEGER NOT NULL DEFAULT 0,
    per_day  INTEGER
) STRICT;
CREATE INDEX people_by_turn ON people (served, oldest) WHERE oldest IS NOT NULL;

CREATE TABLE jobs (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    platform TEXT NOT NULL,
    request  TEXT NOT NULL,
    person   TEXT NOT NULL,
    space    TEXT,
    address  TEXT NOT NULL,
    recipe   TEXT NOT NULL,
    origin   INTEGER,
    state    TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    created  REAL NOT NULL,
    begun    REAL,
    finished REAL,
    why      TEXT,
    told     INTEGER NOT NULL DEFAULT 1,
    UNIQUE (platform, request)
) STRICT;
CREATE INDEX jobs_of_person ON jobs (person, state, id);
CREATE INDEX jobs_by_state ON jobs (state, platform, id);
CREATE INDEX jobs_untold ON jobs (platform, id) WHERE told = 0;

CREATE TABLE emoji (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    job      INTEGER NOT NULL UNIQUE REFERENCES jobs,
    person   TEXT NOT NULL,
    space    TEXT,
    recipe   TEXT NOT NULL,
    words    TEXT NOT NULL,
    model    TEXT NOT NULL,
    receipt  TEXT NOT NULL,
    seconds  REAL NOT NULL,
    created  REAL NOT NULL,
    chosen   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX emoji_of_person ON emoji (person, id);
CREATE INDEX emoji_by_age ON emoji (created);

CREATE TABLE pictures (
    emoji    INTEGER NOT NULL REFERENCES emoji ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    png      BLOB NOT NULL,
    svg      TEXT NOT NULL,
    strength REAL NOT NULL,
    seed     INTEGER NOT NULL,
    score    REAL NOT NULL,
    PRIMARY KEY (emoji, place)
) STRICT;

CREATE TABLE messages (
    platform TEXT NOT NULL,
    chat     TEXT NOT NULL,
    message  TEXT NOT NULL,
    emoji    INTEGER NOT NULL REFERENCES emoji ON DELETE CASCADE,
    PRIMARY KEY (platform, chat, message)
) STRICT;
CREATE INDEX messages_of_emoji ON messages (emoji);

CREATE TABLE votes (
    emoji   INTEGER NOT NULL REFERENCES emoji ON DELETE CASCADE,
    person  TEXT NOT NULL,
    value   INTEGER NOT NULL,
    symbol  TEXT NOT NULL,
    own     INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (emoji, person)
) STRICT;
CREATE INDEX votes_of_person ON votes (person);

CREATE TABLE signals (
    emoji   INTEGER NOT NULL REFERENCES emoji ON DELETE CASCADE,
    person  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    place   INTEGER NOT NULL,
    created REAL NOT NULL
) STRICT;
CREATE INDEX signals_of_emoji ON signals (emoji);
CREATE INDEX signals_of_person ON signals (person);

CREATE TABLE audit (
    person  TEXT NOT NULL,
    space   TEXT,
    prompt  TEXT NOT NULL,
    created REAL NOT NULL
) STRICT;

CREATE TABLE uploads (
    space   TEXT NOT NULL,
    created REAL NOT NULL
) STRICT;
CREATE INDEX uploads_of_space ON uploads (space, created);

CREATE TABLE stickers (
    person TEXT PRIMARY KEY,
    name   TEXT NOT NULL,
    count  INTEGER NOT NULL
) STRICT;

CREATE TABLE notes (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO notes VALUES ('salt', lower(hex(randomblob(16))));
"""

GALLERY = """
ALTER TABLE emoji ADD COLUMN published INTEGER NOT NULL DEFAULT 0;
ALTER TABLE emoji ADD COLUMN style TEXT
    GENERATED ALWAYS AS (json_extract(recipe, '$.style')) VIRTUAL;
CREATE INDEX emoji_published ON emoji (id) WHERE published = 1;
CREATE INDEX emoji_by_style ON emoji (style, id);
CREATE INDEX jobs_by_age ON jobs (created);
"""

# Several emoji may share the pictures of one painting; they are deleted with the last of them.
CACHE = """
CREATE TABLE paintings (
    id  INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT
) STRICT;
CREATE INDEX paintings_by_key ON paintings (key, id) WHERE key IS NOT NULL;
INSERT INTO paintings (id) SELECT DISTINCT emoji FROM pictures;

CREATE TABLE moved (
    painting INTEGER NOT NULL REFERENCES paintings ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    png      BLOB NOT NULL,
    svg      TEXT NOT NULL,
    strength REAL NOT NULL,
    seed     INTEGER NOT NULL,
    score    REAL NOT NULL,
    PRIMARY KEY (painting, place)
) STRICT;
INSERT INTO moved SELECT * FROM pictures;
DROP TABLE pictures;
ALTER TABLE moved RENAME TO pictures;

ALTER TABLE emoji ADD COLUMN painting INTEGER REFERENCES paintings;
ALTER TABLE emoji ADD COLUMN cached INTEGER NOT NULL DEFAULT 0;
UPDATE emoji SET painting = id WHERE id IN (SELECT id FROM paintings);
CREATE INDEX emoji_of_painting ON emoji (painting) WHERE painting IS NOT NULL;
CREATE TRIGGER painting_of_nobody AFTER DELETE ON emoji BEGIN
    DELETE FROM paintings WHERE id = OLD.painting
        AND NOT EXISTS (SELECT 1 FROM emoji WHERE painting = OLD.painting);
END;
CREATE TRIGGER painting_let_go AFTER UPDATE OF painting ON emoji BEGIN
    DELETE FROM paintings WHERE id = OLD.painting
        AND NOT EXISTS (SELECT 1 FROM emoji WHERE painting = OLD.painting);
END;

ALTER TABLE jobs ADD COLUMN cache_key TEXT;
CREATE INDEX jobs_alike ON jobs (cache_key, state) WHERE cache_key IS NOT NULL;
"""

TRACED = """
ALTER TABLE pictures ADD COLUMN painted BLOB NOT NULL DEFAULT x'';
"""

LINKS = """
CREATE TABLE links (
    token   TEXT PRIMARY KEY,
    emoji   INTEGER NOT NULL REFERENCES emoji ON DELETE CASCADE,
    person  TEXT NOT NULL,
    chat    TEXT,
    created REAL NOT NULL
) STRICT;
CREATE INDEX links_of_emoji ON links (emoji);
CREATE INDEX links_of_person ON links (person);
"""

# Each old vote becomes the one reaction that is known of it, on a message that is not.
REACTIONS = """
CREATE TABLE reactions (
    emoji   INTEGER NOT NULL REFERENCES emoji ON DELETE CASCADE,
    person  TEXT NOT NULL,
    message TEXT NOT NULL,
    symbol  TEXT NOT NULL,
    value   INTEGER NOT NULL,
    own     INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (emoji, person, message, symbol)
) STRICT;
CREATE INDEX reactions_of_person ON reactions (person);
INSERT INTO reactions SELECT emoji, person, '', symbol, value, own, place, created FROM votes;

CREATE TABLE presses (
    platform TEXT NOT NULL,
    press    TEXT NOT NULL,
    created  REAL NOT NULL,
    PRIMARY KEY (platform, press)
) STRICT;
CREATE INDEX presses_by_age ON presses (created);
"""

# Where people have spoken to the bot ('' is a private chat), and what those who had everything
# deleted had used of their limit.
SPOKEN = """
CREATE TABLE spoken (
    person TEXT NOT NULL,
    chat   TEXT NOT NULL,
    PRIMARY KEY (person, chat)
) STRICT;
INSERT OR IGNORE INTO spoken SELECT person, '' FROM jobs WHERE space IS NULL;
INSERT OR IGNORE INTO spoken SELECT person, json_extract(address, '$.chat') FROM jobs
    WHERE space IS NOT NULL AND json_extract(address, '$.chat') IS NOT NULL;

-- All anonymous administrators of Telegram were one person. They are the group they acted for.
INSERT OR IGNORE INTO people (person, tokens, refilled, day, used)
    SELECT DISTINCT space, 0, 0, 0, 0 FROM jobs
    WHERE person = 'telegram:1087968824' AND space IS NOT NULL;
UPDATE jobs SET person = space WHERE person = 'telegram:1087968824' AND space IS NOT NULL;
UPDATE emoji SET person = space WHERE person = 'telegram:1087968824' AND space IS NOT NULL;
UPDATE audit SET person = space WHERE person = 'telegram:1087968824' AND space IS NOT NULL;

CREATE TABLE spent (
    mark     TEXT PRIMARY KEY,
    tokens   REAL NOT NULL,
    refilled REAL NOT NULL,
    day      INTEGER NOT NULL,
    used     INTEGER NOT NULL,
    served   REAL NOT NULL,
    until    REAL NOT NULL
) STRICT;
"""

# Pictures in motion, as files that were made once.
MOVING = """
CREATE TABLE moving (
    painting INTEGER NOT NULL REFERENCES paintings ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    motion   TEXT NOT NULL,
    form     TEXT NOT NULL,
    data     BLOB NOT NULL,
    says     TEXT NOT NULL,
    PRIMARY KEY (painting, place, motion, form)
) STRICT;
"""

# What a language model read prompts as, so that it is asked once. The key is a hash.
READINGS = """
CREATE TABLE readings (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    key     TEXT NOT NULL UNIQUE,
    person  TEXT,
    scene   TEXT NOT NULL,
    created REAL NOT NULL
) STRICT;
CREATE INDEX readings_of_person ON readings (person);
"""

# The pictures of jobs, as they are before painting.
SOURCES = """
CREATE TABLE sources (
    job  INTEGER PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
    png  BLOB NOT NULL,
    says TEXT NOT NULL
) STRICT;
CREATE TRIGGER source_used AFTER UPDATE OF state ON jobs
    WHEN NEW.state NOT IN ('waiting', 'painting') BEGIN
    DELETE FROM sources WHERE job = NEW.id;
END;
"""

# A pack is a job with a number of parts, which are jobs that name it.
PACKS = """
ALTER TABLE jobs ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN pack INTEGER;
ALTER TABLE jobs ADD COLUMN mood TEXT NOT NULL DEFAULT '';
CREATE INDEX jobs_of_pack ON jobs (pack, id) WHERE pack IS NOT NULL;
"""

# Which emoji an emoji was made of by a change, and the words of that change.
CHANGED = """
ALTER TABLE jobs ADD COLUMN parent INTEGER;
ALTER TABLE jobs ADD COLUMN change TEXT;
ALTER TABLE emoji ADD COLUMN parent INTEGER;
ALTER TABLE emoji ADD COLUMN change TEXT;
"""

# The sticker that is being sent into a set: what a crash leaves is found in the set itself.
SENDING = """
ALTER TABLE stickers ADD COLUMN sending TEXT NOT NULL DEFAULT '';
"""

MIGRATIONS: tuple[str, ...] = (
    FIRST,
    GALLERY,
    CACHE,
    TRACED,
    LINKS,
    REACTIONS,
    SPOKEN,
    MOVING,
    READINGS,
    SOURCES,
    PACKS,
    CHANGED,
    SENDING,
)
