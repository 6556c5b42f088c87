extension Migration {
  /// The schema of emend 0.1: shipped texts are never edited, add 002.
  static let first = Migration(number: 1, sql: tables + history + work + frozen)
}

/// What the project knows: labels, images, model versions and what they said.
private let tables = """
  CREATE TABLE label (
    id INTEGER PRIMARY KEY CHECK (id >= 0),
    name TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    extras TEXT
  ) STRICT;
  CREATE TABLE image (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    path TEXT NOT NULL CHECK (length(path) > 0),
    byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
    modified_ns INTEGER NOT NULL,
    format TEXT NOT NULL,
    raw_width INTEGER NOT NULL CHECK (raw_width > 0),
    raw_height INTEGER NOT NULL CHECK (raw_height > 0),
    orientation INTEGER NOT NULL CHECK (orientation BETWEEN 1 AND 8),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    split TEXT NOT NULL CHECK (split IN ('pool', 'test')),
    state TEXT NOT NULL DEFAULT 'present' CHECK (state IN ('present', 'missing', 'changed')),
    added_at TEXT NOT NULL,
    extras TEXT,
    progress TEXT NOT NULL DEFAULT 'open' CHECK (progress IN ('open', 'reviewed', 'skipped')),
    flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
    comment TEXT NOT NULL DEFAULT '',
    revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0)
  ) STRICT;
  CREATE UNIQUE INDEX image_path ON image (path) WHERE state <> 'changed';
  CREATE INDEX image_progress ON image (progress, split);
  CREATE INDEX image_flagged ON image (id) WHERE flagged = 1;
  CREATE INDEX image_elsewhere ON image (id) WHERE state <> 'present';
  CREATE TABLE model_version (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    card TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('champion', 'challenger', 'retired')),
    parent INTEGER REFERENCES model_version,
    snapshot INTEGER REFERENCES snapshot,
    measures TEXT,
    checkpoint TEXT,
    settings TEXT,
    added_at TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX model_version_champion ON model_version (role) WHERE role = 'champion';
  CREATE TABLE model_event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('promote', 'rollback')),
    model_version INTEGER NOT NULL REFERENCES model_version,
    previous INTEGER REFERENCES model_version,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL
  ) STRICT;
  CREATE TABLE prediction (
    id INTEGER PRIMARY KEY,
    image INTEGER NOT NULL REFERENCES image,
    model_version INTEGER NOT NULL REFERENCES model_version,
    settings TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (image, model_version, settings)
  ) STRICT;
  CREATE INDEX prediction_model ON prediction (model_version, settings, image);
  CREATE TABLE predicted_object (
    id INTEGER PRIMARY KEY,
    prediction INTEGER NOT NULL REFERENCES prediction,
    label INTEGER NOT NULL REFERENCES label,
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    alternative_label INTEGER REFERENCES label,
    alternative_score REAL CHECK (alternative_score BETWEEN 0 AND 1),
    entropy REAL NOT NULL CHECK (entropy >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('box', 'polygon', 'mask')),
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL CHECK (width >= 0),
    height REAL NOT NULL CHECK (height >= 0),
    geometry TEXT CHECK ((kind = 'box') = (geometry IS NULL)),
    CHECK ((alternative_label IS NULL) = (alternative_score IS NULL))
  ) STRICT;
  CREATE INDEX predicted_object_prediction ON predicted_object (prediction);
  CREATE TABLE predicted_count (
    model_version INTEGER NOT NULL REFERENCES model_version,
    settings TEXT NOT NULL,
    label INTEGER NOT NULL REFERENCES label,
    objects INTEGER NOT NULL CHECK (objects >= 0),
    PRIMARY KEY (model_version, settings, label)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER prediction_stays BEFORE UPDATE ON prediction
    BEGIN SELECT RAISE(ABORT, 'predictions never change'); END;
  CREATE TRIGGER prediction_is_kept BEFORE DELETE ON prediction
    BEGIN SELECT RAISE(ABORT, 'predictions are never deleted'); END;
  CREATE TRIGGER predicted_object_stays BEFORE UPDATE ON predicted_object
    BEGIN SELECT RAISE(ABORT, 'predictions never change'); END;
  CREATE TRIGGER predicted_object_is_kept BEFORE DELETE ON predicted_object
    BEGIN SELECT RAISE(ABORT, 'predictions are never deleted'); END;
  CREATE TRIGGER label_is_kept BEFORE DELETE ON label
    BEGIN SELECT RAISE(ABORT, 'labels are retired, never deleted'); END;
  CREATE TRIGGER model_event_stays BEFORE UPDATE ON model_event
    BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
  CREATE TRIGGER model_event_is_kept BEFORE DELETE ON model_event
    BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;

  """

/// What people said: the log, and the truth that follows from it.
private let history = """
  CREATE TABLE object (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    image INTEGER NOT NULL REFERENCES image,
    origin TEXT NOT NULL CHECK (origin IN ('predicted', 'drawn', 'imported')),
    predicted_object INTEGER UNIQUE REFERENCES predicted_object,
    status TEXT NOT NULL CHECK (status IN ('open', 'accepted', 'rejected', 'removed')),
    label INTEGER NOT NULL REFERENCES label,
    kind TEXT NOT NULL CHECK (kind IN ('box', 'polygon', 'mask')),
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL CHECK (width >= 0),
    height REAL NOT NULL CHECK (height >= 0),
    geometry TEXT CHECK ((kind = 'box') = (geometry IS NULL)),
    is_crowd INTEGER NOT NULL DEFAULT 0 CHECK (is_crowd IN (0, 1)),
    extras TEXT,
    revision INTEGER NOT NULL CHECK (revision > 0),
    CHECK ((origin = 'predicted') = (predicted_object IS NOT NULL))
  ) STRICT;
  CREATE INDEX object_image ON object (image);
  CREATE INDEX object_status ON object (status, label);
  CREATE TABLE decision (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    step TEXT NOT NULL CHECK (length(step) = 36),
    image INTEGER NOT NULL REFERENCES image,
    object TEXT REFERENCES object,
    origin TEXT CHECK (origin IN ('predicted', 'drawn', 'imported')),
    predicted_object INTEGER REFERENCES predicted_object,
    reviewer TEXT NOT NULL CHECK (length(reviewer) > 0),
    session TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('accept', 'reject', 'relabel', 'reshape', 'add',
      'remove', 'skip', 'flag', 'comment', 'undo')),
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after TEXT NOT NULL CHECK (json_valid(after)),
    undoes TEXT CHECK (length(undoes) = 36),
    milliseconds INTEGER NOT NULL CHECK (milliseconds >= 0),
    keys INTEGER NOT NULL CHECK (keys >= 0),
    CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
    CHECK ((object IS NULL) = (origin IS NULL)),
    CHECK ((origin IS 'predicted') = (predicted_object IS NOT NULL))
  ) STRICT;
  CREATE INDEX decision_step ON decision (step);
  CREATE INDEX decision_undoes ON decision (undoes) WHERE undoes IS NOT NULL;
  CREATE INDEX decision_reviewer ON decision (reviewer, seq, milliseconds, keys);
  CREATE INDEX decision_object ON decision (object, seq);
  CREATE INDEX decision_image ON decision (image, seq) WHERE object IS NULL;
  CREATE TRIGGER decision_stays BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
  CREATE TRIGGER decision_is_kept BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
  CREATE TRIGGER object_is_kept BEFORE DELETE ON object
    BEGIN SELECT RAISE(ABORT, 'objects are removed by a decision, never deleted'); END;
  CREATE TRIGGER image_is_kept BEFORE DELETE ON image
    BEGIN SELECT RAISE(ABORT, 'images are marked missing, never deleted'); END;

  """

/// What comes next, and who is at it.
///
/// Every open image of the pool that is in its place has one row in `queue` from the moment it is
/// added; ranking only changes the order.
private let work = """
  CREATE TABLE queue (
    image INTEGER PRIMARY KEY REFERENCES image,
    rank INTEGER NOT NULL,
    value REAL NOT NULL,
    control INTEGER NOT NULL CHECK (control IN (0, 1)),
    object INTEGER REFERENCES predicted_object,
    is_open INTEGER NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1))
  ) STRICT;
  CREATE UNIQUE INDEX queue_rank ON queue (rank);
  CREATE INDEX queue_open ON queue (rank) WHERE is_open = 1;
  CREATE TRIGGER image_enters_queue AFTER INSERT ON image
    WHEN NEW.split = 'pool' AND NEW.progress = 'open' AND NEW.state = 'present'
    BEGIN
      INSERT INTO queue (image, rank, value, control)
        VALUES (NEW.id, (SELECT COALESCE(MAX(rank), 0) + 1 FROM queue), 0, 0);
    END;
  CREATE TRIGGER image_changes_queue AFTER UPDATE OF progress, state, split ON image
    BEGIN
      UPDATE queue SET is_open =
          NEW.split = 'pool' AND NEW.progress = 'open' AND NEW.state = 'present'
        WHERE image = NEW.id;
      INSERT INTO queue (image, rank, value, control)
        SELECT NEW.id, (SELECT COALESCE(MAX(rank), 0) + 1 FROM queue), 0, 0
        WHERE NEW.split = 'pool' AND NEW.progress = 'open' AND NEW.state = 'present'
          AND NOT EXISTS (SELECT 1 FROM queue WHERE image = NEW.id);
    END;
  CREATE TABLE lease (
    image INTEGER PRIMARY KEY REFERENCES image,
    reviewer TEXT NOT NULL,
    session TEXT NOT NULL,
    expires_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE bookmark (
    reviewer TEXT PRIMARY KEY,
    image INTEGER NOT NULL REFERENCES image,
    object TEXT,
    view TEXT NOT NULL
  ) STRICT;

  """

/// What trainers and other programs were given, and what they gave.
private let frozen = """
  CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    images INTEGER NOT NULL,
    objects INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE snapshot_image (
    snapshot INTEGER NOT NULL REFERENCES snapshot,
    image INTEGER NOT NULL REFERENCES image,
    sha256 TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('train', 'val', 'test')),
    PRIMARY KEY (snapshot, image)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE snapshot_object (
    snapshot INTEGER NOT NULL,
    image INTEGER NOT NULL,
    object TEXT NOT NULL,
    label INTEGER NOT NULL REFERENCES label,
    is_crowd INTEGER NOT NULL CHECK (is_crowd IN (0, 1)),
    kind TEXT NOT NULL CHECK (kind IN ('box', 'polygon', 'mask')),
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    geometry TEXT CHECK ((kind = 'box') = (geometry IS NULL)),
    PRIMARY KEY (snapshot, image, object),
    FOREIGN KEY (snapshot, image) REFERENCES snapshot_image
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('train', 'measure')),
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'stopped')),
    model_version INTEGER REFERENCES model_version,
    snapshot INTEGER REFERENCES snapshot,
    log TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    result TEXT
  ) STRICT;
  CREATE TABLE interchange (
    format TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (format, key)
  ) STRICT, WITHOUT ROWID;
  """
