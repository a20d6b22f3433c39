PRAGMA application_id = 0;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE audit (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        bucket BLOB NOT NULL, prefix BLOB NOT NULL, versions INTEGER NOT NULL,
        started INTEGER NOT NULL, ended INTEGER, region TEXT, encryption TEXT,
        listed INTEGER NOT NULL DEFAULT 0, delete_markers INTEGER NOT NULL DEFAULT 0,
        all_listed INTEGER NOT NULL DEFAULT 0,
        next_key BLOB NOT NULL DEFAULT x'', next_version TEXT NOT NULL DEFAULT '',
        next_token BLOB NOT NULL DEFAULT x'', next_anew INTEGER NOT NULL DEFAULT 0
    );
INSERT INTO "audit" VALUES(1,X'6275636B6574',X'702F',1,1772366400123456,NULL,'r','["aws:kms", "k", true]',3,1,0,X'63','',X'',0);
CREATE TABLE keys (
        name TEXT PRIMARY KEY, arn TEXT, aliases TEXT NOT NULL, is_aws_s3 INTEGER
    ) WITHOUT ROWID;
INSERT INTO "keys" VALUES('k',NULL,'["alias/test_key"]',0);
CREATE TABLE markers (id INTEGER PRIMARY KEY, key BLOB NOT NULL, version TEXT);
INSERT INTO "markers" VALUES(1,X'676F6E65','v1');
CREATE TABLE objects (
        id INTEGER PRIMARY KEY,
        key BLOB NOT NULL, version TEXT, latest INTEGER NOT NULL,
        size INTEGER NOT NULL, modified INTEGER, etag TEXT NOT NULL, class TEXT NOT NULL,
        state INTEGER, at INTEGER
    );
INSERT INTO "objects" VALUES(1,X'61',NULL,1,1,1772366400123456,'etag','STANDARD',1,1772366400123456);
INSERT INTO "objects" VALUES(2,X'62',NULL,1,20,1772366400123456,'etag','STANDARD',2,1772366400123456);
INSERT INTO "objects" VALUES(3,X'63',NULL,1,300,1772366400123456,'etag','STANDARD',NULL,NULL);
CREATE TABLE states (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL, status TEXT NOT NULL, error TEXT NOT NULL,
        UNIQUE (kind, status, error)
    );
INSERT INTO "states" VALUES(1,'SSE-S3','["AES256", null, false, null, false]','');
INSERT INTO "states" VALUES(2,'SSE-KMS','["aws:kms", "k", true, null, false]','');
CREATE INDEX objects_by_state ON objects (state);
COMMIT;
