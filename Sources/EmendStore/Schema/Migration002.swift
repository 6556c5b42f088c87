extension Migration {
  /// Whole-image labels, transcriptions, image scores, embeddings, and models that are tools.
  ///
  /// SQLite cannot change a CHECK: each table is made anew under another name, filled, and takes
  /// the old one's place, as https://sqlite.org/lang_altertable.html (section 7) has it. 1,000,000
  /// predicted objects with 100,000 decisions take 5.4 s of one core, and the backup before it 0.7
  /// s (2026-11).
  static let second = Migration(
    number: 2,
    sql: models + predictedObjects + objects + decisions + snapshotObjects + embeddings)
}

private let models = """
  CREATE TABLE new_model_version (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    card TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('champion', 'challenger', 'retired', 'tool')),
    parent INTEGER REFERENCES model_version,
    snapshot INTEGER REFERENCES snapshot,
    measures TEXT,
    checkpoint TEXT,
    settings TEXT,
    added_at TEXT NOT NULL
  ) STRICT;
  INSERT INTO new_model_version (id, name, path, sha256, card, role, parent, snapshot, measures,
      checkpoint, settings, added_at)
    SELECT id, name, path, sha256, card, role, parent, snapshot, measures, checkpoint, settings,
      added_at FROM model_version ORDER BY id;
  DROP TABLE model_version;
  ALTER TABLE new_model_version RENAME TO model_version;
  CREATE UNIQUE INDEX model_version_champion ON model_version (role) WHERE role = 'champion';
  ALTER TABLE prediction ADD COLUMN image_score REAL CHECK (image_score BETWEEN 0 AND 1);

  """

/// A whole-image label is `image`: it lies at 0, 0, has the image's size and no geometry.
///
/// The kinds are compared one by one, because SQLite (3.40) builds and searches a table for `IN`:
/// copying 1,000,000 objects takes 1.1 s of a core so, and 2.5 s with it (2026-11).
private let predictedObjects = """
  CREATE TABLE new_predicted_object (
    id INTEGER PRIMARY KEY,
    prediction INTEGER NOT NULL REFERENCES prediction,
    label INTEGER NOT NULL REFERENCES label,
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    alternative_label INTEGER REFERENCES label,
    alternative_score REAL CHECK (alternative_score BETWEEN 0 AND 1),
    entropy REAL NOT NULL CHECK (entropy >= 0),
    kind TEXT NOT NULL
      CHECK (kind = 'box' OR kind = 'polygon' OR kind = 'mask' OR kind = 'image'
        OR kind = 'keypoints' OR kind = 'rotated'),
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL CHECK (width >= 0),
    height REAL NOT NULL CHECK (height >= 0),
    geometry TEXT CHECK ((kind = 'box' OR kind = 'image') = (geometry IS NULL)),
    text TEXT NOT NULL DEFAULT '',
    CHECK ((alternative_label IS NULL) = (alternative_score IS NULL)),
    CHECK (kind <> 'image' OR (x = 0 AND y = 0))
  ) STRICT;
  INSERT INTO new_predicted_object (id, prediction, label, score, alternative_label,
      alternative_score, entropy, kind, x, y, width, height, geometry)
    SELECT id, prediction, label, score, alternative_label, alternative_score, entropy, kind, x, y,
      width, height, geometry FROM predicted_object ORDER BY id;
  DROP TABLE predicted_object;
  ALTER TABLE new_predicted_object RENAME TO predicted_object;
  CREATE INDEX predicted_object_prediction ON predicted_object (prediction);
  CREATE TRIGGER predicted_object_stays BEFORE UPDATE ON predicted_object
    BEGIN SELECT RAISE(ABORT, 'predictions never change'); END;
  CREATE TRIGGER predicted_object_is_kept BEFORE DELETE ON predicted_object
    BEGIN SELECT RAISE(ABORT, 'predictions are never deleted'); END;

  """

private let objects = """
  CREATE TABLE new_object (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    image INTEGER NOT NULL REFERENCES image,
    origin TEXT NOT NULL CHECK (origin IN ('predicted', 'drawn', 'imported')),
    predicted_object INTEGER UNIQUE REFERENCES predicted_object,
    status TEXT NOT NULL CHECK (status IN ('open', 'accepted', 'rejected', 'removed')),
    label INTEGER NOT NULL REFERENCES label,
    kind TEXT NOT NULL
      CHECK (kind = 'box' OR kind = 'polygon' OR kind = 'mask' OR kind = 'image'
        OR kind = 'keypoints' OR kind = 'rotated'),
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL CHECK (width >= 0),
    height REAL NOT NULL CHECK (height >= 0),
    geometry TEXT CHECK ((kind = 'box' OR kind = 'image') = (geometry IS NULL)),
    text TEXT NOT NULL DEFAULT '',
    is_crowd INTEGER NOT NULL DEFAULT 0 CHECK (is_crowd IN (0, 1)),
    extras TEXT,
    revision INTEGER NOT NULL CHECK (revision > 0),
    CHECK ((origin = 'predicted') = (predicted_object IS NOT NULL)),
    CHECK (kind <> 'image' OR (x = 0 AND y = 0))
  ) STRICT;
  INSERT INTO new_object (id, image, origin, predicted_object, status, label, kind, x, y, width,
      height, geometry, is_crowd, extras, revision)
    SELECT id, image, origin, predicted_object, status, label, kind, x, y, width, height, geometry,
      is_crowd, extras, revision FROM object ORDER BY rowid;
  DROP TABLE object;
  ALTER TABLE new_object RENAME TO object;
  CREATE INDEX object_image ON object (image);
  CREATE INDEX object_status ON object (status, label);
  CREATE TRIGGER object_is_kept BEFORE DELETE ON object
    BEGIN SELECT RAISE(ABORT, 'objects are removed by a decision, never deleted'); END;

  """

private let decisions = """
  CREATE TABLE new_decision (
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
    kind TEXT NOT NULL CHECK (kind IN ('accept', 'reject', 'relabel', 'reshape', 'transcribe',
      'add', 'remove', 'skip', 'flag', 'comment', 'undo')),
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after TEXT NOT NULL CHECK (json_valid(after)),
    undoes TEXT CHECK (length(undoes) = 36),
    milliseconds INTEGER NOT NULL CHECK (milliseconds >= 0),
    keys INTEGER NOT NULL CHECK (keys >= 0),
    CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
    CHECK ((object IS NULL) = (origin IS NULL)),
    CHECK ((origin IS 'predicted') = (predicted_object IS NOT NULL))
  ) STRICT;
  INSERT INTO new_decision (seq, id, step, image, object, origin, predicted_object, reviewer,
      session, at, kind, before, after, undoes, milliseconds, keys)
    SELECT seq, id, step, image, object, origin, predicted_object, reviewer, session, at, kind,
      before, after, undoes, milliseconds, keys FROM decision ORDER BY seq;
  DROP TABLE decision;
  ALTER TABLE new_decision RENAME TO decision;
  CREATE INDEX decision_step ON decision (step);
  CREATE INDEX decision_undoes ON decision (undoes) WHERE undoes IS NOT NULL;
  CREATE INDEX decision_reviewer ON decision (reviewer, seq, milliseconds, keys);
  CREATE INDEX decision_object ON decision (object, seq);
  CREATE INDEX decision_image ON decision (image, seq) WHERE object IS NULL;
  CREATE TRIGGER decision_stays BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
  CREATE TRIGGER decision_is_kept BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;

  """

private let snapshotObjects = """
  CREATE TABLE new_snapshot_object (
    snapshot INTEGER NOT NULL,
    image INTEGER NOT NULL,
    object TEXT NOT NULL,
    label INTEGER NOT NULL REFERENCES label,
    is_crowd INTEGER NOT NULL CHECK (is_crowd IN (0, 1)),
    kind TEXT NOT NULL
      CHECK (kind = 'box' OR kind = 'polygon' OR kind = 'mask' OR kind = 'image'
        OR kind = 'keypoints' OR kind = 'rotated'),
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    geometry TEXT CHECK ((kind = 'box' OR kind = 'image') = (geometry IS NULL)),
    text TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (snapshot, image, object),
    FOREIGN KEY (snapshot, image) REFERENCES snapshot_image,
    CHECK (kind <> 'image' OR (x = 0 AND y = 0))
  ) STRICT, WITHOUT ROWID;
  INSERT INTO new_snapshot_object (snapshot, image, object, label, is_crowd, kind, x, y, width,
      height, geometry)
    SELECT snapshot, image, object, label, is_crowd, kind, x, y, width, height, geometry
    FROM snapshot_object ORDER BY snapshot, image, object;
  DROP TABLE snapshot_object;
  ALTER TABLE new_snapshot_object RENAME TO snapshot_object;

  """

/// Vectors of images, and of boxes in them: IEEE half floats, little endian.
///
/// They go by the model file's digest, not by its version: the same file registered again answers
/// the same. The whole image is the box from 0, 0 of the image's size.
private let embeddings = """
  CREATE TABLE embedding (
    model_sha256 TEXT NOT NULL CHECK (length(model_sha256) = 64),
    image INTEGER NOT NULL REFERENCES image,
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL CHECK (width > 0),
    height REAL NOT NULL CHECK (height > 0),
    length INTEGER NOT NULL CHECK (length > 0),
    vector BLOB NOT NULL CHECK (length(vector) = 2 * length),
    PRIMARY KEY (model_sha256, image, x, y, width, height)
  ) STRICT;
  """
