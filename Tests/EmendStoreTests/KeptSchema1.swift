/// A project of schema 1 as `sqlite3` dumps it, made by the first release and never changed: two
/// predicted objects decided on, a mask drawn, the image reviewed and that taken back.
let keptSchema1 = #"""
  PRAGMA foreign_keys=OFF;
  BEGIN TRANSACTION;
  CREATE TABLE label (
    id INTEGER PRIMARY KEY CHECK (id >= 0),
    name TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    extras TEXT
  ) STRICT;
  INSERT INTO label VALUES(0,'scratch',0,NULL);
  INSERT INTO label VALUES(1,'dent',0,NULL);
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
  INSERT INTO image VALUES(1,'cc88f6acf10ba9e488201201e9067fd63fc23aeb64fcf686578e6d900fceeef6',
    'images/0.jpg',1000,5,'jpeg',640,480,1,640,480,'pool','present','2026-11-21T02:27:38.052Z',
    NULL,'open',0,'',2);
  INSERT INTO image VALUES(2,'bdd295acb9859817b9da544524ed3525a64f61bf5edb16deb0c28b6ae63d378b',
    'images/1.jpg',1001,5,'jpeg',640,480,1,640,480,'pool','present','2026-11-21T02:27:38.052Z',
    NULL,'open',0,'',0);
  INSERT INTO image VALUES(3,'32708aa33e13cb8601678e3ffe6f522035ce3c0b8278e440299e72b1cfdcd0b9',
    'images/2.jpg',1002,5,'jpeg',640,480,1,640,480,'pool','present','2026-11-21T02:27:38.052Z',
    NULL,'open',0,'',0);
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
  INSERT INTO model_version VALUES(1,'m1','m1.onnx',
    'ca0df2c95aa144c1d0ff2ff3c8f967fdc1de9ef0c4120b3726416701b519d619','{}','champion',NULL,NULL,
    NULL,NULL,'s','2026-11-21T02:27:38.058Z');
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
  INSERT INTO prediction VALUES(1,1,1,'s','2026-11-21T02:27:38.059Z');
  INSERT INTO prediction VALUES(2,2,1,'s','2026-11-21T02:27:38.059Z');
  INSERT INTO prediction VALUES(3,3,1,'s','2026-11-21T02:27:38.059Z');
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
  INSERT INTO predicted_object VALUES(1,1,0,0.9000000000000000222,1,0.4500000000000000111,
    0.099999999999999977795,'box',0.0,10.699999999999999289,50.299999999999997156,
    40.899999999999998578,NULL);
  INSERT INTO predicted_object VALUES(2,1,1,0.29999999999999998889,0,0.14999999999999999444,
    0.69999999999999995559,'box',100.09999999999999432,10.699999999999999289,
    50.299999999999997156,40.899999999999998578,NULL);
  INSERT INTO predicted_object VALUES(3,1,0,0.59999999999999997779,1,0.29999999999999998889,
    0.4000000000000000222,'box',200.19999999999998864,10.699999999999999289,
    50.299999999999997156,40.899999999999998578,NULL);
  INSERT INTO predicted_object VALUES(4,2,0,0.9000000000000000222,1,0.4500000000000000111,
    0.099999999999999977795,'box',0.0,10.699999999999999289,50.299999999999997156,
    40.899999999999998578,NULL);
  INSERT INTO predicted_object VALUES(5,2,1,0.29999999999999998889,0,0.14999999999999999444,
    0.69999999999999995559,'box',100.09999999999999432,10.699999999999999289,
    50.299999999999997156,40.899999999999998578,NULL);
  INSERT INTO predicted_object VALUES(6,2,0,0.59999999999999997779,1,0.29999999999999998889,
    0.4000000000000000222,'box',200.19999999999998864,10.699999999999999289,
    50.299999999999997156,40.899999999999998578,NULL);
  INSERT INTO predicted_object VALUES(7,3,0,0.9000000000000000222,1,0.4500000000000000111,
    0.099999999999999977795,'box',0.0,10.699999999999999289,50.299999999999997156,
    40.899999999999998578,NULL);
  INSERT INTO predicted_object VALUES(8,3,1,0.29999999999999998889,0,0.14999999999999999444,
    0.69999999999999995559,'box',100.09999999999999432,10.699999999999999289,
    50.299999999999997156,40.899999999999998578,NULL);
  INSERT INTO predicted_object VALUES(9,3,0,0.59999999999999997779,1,0.29999999999999998889,
    0.4000000000000000222,'box',200.19999999999998864,10.699999999999999289,
    50.299999999999997156,40.899999999999998578,NULL);
  CREATE TABLE predicted_count (
    model_version INTEGER NOT NULL REFERENCES model_version,
    settings TEXT NOT NULL,
    label INTEGER NOT NULL REFERENCES label,
    objects INTEGER NOT NULL CHECK (objects >= 0),
    PRIMARY KEY (model_version, settings, label)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO predicted_count VALUES(1,'s',0,6);
  INSERT INTO predicted_count VALUES(1,'s',1,3);
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
  INSERT INTO object VALUES('00000000-0000-8000-8000-000000000002',1,'predicted',2,'accepted',1,
    'box',100.09999999999999432,10.699999999999999289,50.299999999999997156,
    40.899999999999998578,NULL,0,NULL,1);
  INSERT INTO object VALUES('00000000-0000-8000-8000-000000000003',1,'predicted',3,'rejected',0,
    'box',200.19999999999998864,10.699999999999999289,50.299999999999997156,
    40.899999999999998578,NULL,0,NULL,1);
  INSERT INTO object VALUES('01a0c450-77b8-7003-8000-000000000001',1,'drawn',NULL,'accepted',0,
    'mask',0.0,0.0,4.0,3.0,'{"counts":[0,5,4,3],"size":[3,4]}',0,NULL,1);
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
  INSERT INTO decision VALUES(1,'01a0c450-6fe8-7001-8000-000000000001',
    '01a0c450-6fe8-7001-8000-000000000001',1,'00000000-0000-8000-8000-000000000002','predicted',
    2,'anna','s1','2026-09-21T14:13:21.000Z','accept',
    '{"bounds":[100.1,10.7,50.3,40.9],"kind":"box","label":1,"status":"open"}',
    '{"bounds":[100.1,10.7,50.3,40.9],"kind":"box","label":1,"status":"accepted"}',NULL,1500,1);
  INSERT INTO decision VALUES(2,'01a0c450-73d0-7002-8000-000000000001',
    '01a0c450-6fe8-7001-8000-000000000001',1,'00000000-0000-8000-8000-000000000003','predicted',
    3,'anna','s1','2026-09-21T14:13:22.000Z','reject',
    '{"bounds":[200.2,10.7,50.3,40.9],"kind":"box","label":0,"status":"open"}',
    '{"bounds":[200.2,10.7,50.3,40.9],"kind":"box","label":0,"status":"rejected"}',NULL,1500,1);
  INSERT INTO decision VALUES(3,'01a0c450-7ba0-7004-8000-000000000001',
    '01a0c450-6fe8-7001-8000-000000000001',1,'01a0c450-77b8-7003-8000-000000000001','drawn',NULL,
    'anna','s1','2026-09-21T14:13:24.000Z','add',NULL,
    '{"bounds":[0,0,4,3],"geometry":"{\"counts\":[0,5,4,3],\"size\":[3,4]}","kind":"mask",\#
  "label":0,"status":"accepted"}',
    NULL,1500,1);
  INSERT INTO decision VALUES(4,'01a0c450-7f88-7005-8000-000000000001',
    '01a0c450-7f88-7005-8000-000000000001',1,NULL,NULL,NULL,'anna','s1',
    '2026-09-21T14:13:25.000Z','accept','{"comment":"","flagged":false,"progress":"open"}',
    '{"comment":"","flagged":false,"progress":"reviewed"}',NULL,10,1);
  INSERT INTO decision VALUES(5,'01a0c450-8370-7006-8000-000000000001',
    '01a0c450-8370-7006-8000-000000000001',1,NULL,NULL,NULL,'anna','s1',
    '2026-09-21T14:13:25.000Z','undo','{"comment":"","flagged":false,"progress":"reviewed"}',
    '{"comment":"","flagged":false,"progress":"open"}','01a0c450-7f88-7005-8000-000000000001',0,
    1);
  CREATE TABLE queue (
    image INTEGER PRIMARY KEY REFERENCES image,
    rank INTEGER NOT NULL,
    value REAL NOT NULL,
    control INTEGER NOT NULL CHECK (control IN (0, 1)),
    object INTEGER REFERENCES predicted_object,
    is_open INTEGER NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1))
  ) STRICT;
  INSERT INTO queue VALUES(1,1,0.0,0,NULL,1);
  INSERT INTO queue VALUES(2,2,0.0,0,NULL,1);
  INSERT INTO queue VALUES(3,3,0.0,0,NULL,1);
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
  INSERT INTO bookmark VALUES('anna',1,NULL,'{"threshold":0.25,"zoom":"fit"}');
  CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    images INTEGER NOT NULL,
    objects INTEGER NOT NULL
  ) STRICT;
  INSERT INTO snapshot VALUES(1,'2026-11-21T02:27:38.071Z',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',0,0);
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
  DELETE FROM sqlite_sequence;
  INSERT INTO sqlite_sequence VALUES('decision',5);
  CREATE UNIQUE INDEX image_path ON image (path) WHERE state <> 'changed';
  CREATE INDEX image_progress ON image (progress, split);
  CREATE INDEX image_flagged ON image (id) WHERE flagged = 1;
  CREATE INDEX image_elsewhere ON image (id) WHERE state <> 'present';
  CREATE UNIQUE INDEX model_version_champion ON model_version (role) WHERE role = 'champion';
  CREATE INDEX prediction_model ON prediction (model_version, settings, image);
  CREATE INDEX predicted_object_prediction ON predicted_object (prediction);
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
  CREATE INDEX object_image ON object (image);
  CREATE INDEX object_status ON object (status, label);
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
  COMMIT;
  PRAGMA application_id = 1701670500;
  PRAGMA user_version = 1;
  """#
