-- What goes: posts that were deleted, names of old deliveries, and rows that their sender has taken back.

-- Posts that their author or their platform deletes are erased: their words, authors and addresses go wherever the hub holds them, their numbers stay.

-- Which raw records hold the words of which posts, of platforms that tell of deletions. A record that was erased is not in it any more.
CREATE TABLE hub.post_record (
  workspace_id integer NOT NULL,
  -- As rows of facts name it.
  platform text NOT NULL,
  -- The post as rows of facts name it; with a slash at its end it is what all posts of an account begin with.
  post text NOT NULL,
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  PRIMARY KEY (workspace_id, platform, post, page_id, record_no)
);
CREATE INDEX post_record_page ON hub.post_record (workspace_id, page_id, record_no);
SELECT hub.protect('hub.post_record', 'SELECT, INSERT, DELETE');

-- The posts that were erased, and the raw record that said they are gone. A page that still shows one brings its numbers and not its words.
CREATE TABLE hub.erased_post (
  workspace_id integer NOT NULL,
  platform text NOT NULL,
  post text NOT NULL,
  run_id integer NOT NULL,
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  erased_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, platform, post)
);
SELECT hub.protect('hub.erased_post', 'SELECT, INSERT');

-- When a record of the page was last overwritten; sha256 and bytes go on telling what came.
ALTER TABLE hub.raw_page ADD COLUMN redacted_at timestamptz;

-- The ledger is never rewritten but for words that have to go.
GRANT UPDATE (old, new) ON hub.revision TO brandhub_app;

-- With which version of its stream a row was last said, where its sender counts versions (ACTIVATE_VERSION of Singer).
CREATE TABLE hub.row_version (
  workspace_id integer NOT NULL,
  -- The fact's table, and the row's day and number in it.
  fact text NOT NULL,
  day date NOT NULL,
  row_id bigint NOT NULL,
  source_id integer NOT NULL,
  stream text NOT NULL,
  version bigint,
  PRIMARY KEY (workspace_id, fact, day, row_id)
);
CREATE INDEX row_version_stream ON hub.row_version (workspace_id, source_id, stream);
SELECT hub.protect('hub.row_version', 'SELECT, INSERT, UPDATE, DELETE');

-- Rows that were taken out of their fact, as they were when they went: known from the row's recorded_at until removed_at.
CREATE TABLE hub.removed_row (
  workspace_id integer NOT NULL,
  fact text NOT NULL,
  day date NOT NULL,
  row_id bigint NOT NULL,
  removed_at timestamptz NOT NULL,
  run_id integer NOT NULL,
  -- The row's columns by name.
  content jsonb NOT NULL,
  PRIMARY KEY (workspace_id, fact, day, row_id)
);
SELECT hub.protect('hub.removed_row', 'SELECT, INSERT');
-- Words may still have to go.
GRANT UPDATE (content) ON hub.removed_row TO brandhub_app;

-- A row goes nowhere but into hub.removed_row. Partitions are not granted: they are reached through their fact only.
DO $$
DECLARE
  fact regclass;
BEGIN
  FOR fact IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'fact'::regnamespace AND c.relkind = 'p' LOOP
    EXECUTE format('GRANT DELETE ON %s TO brandhub_app', fact);
  END LOOP;
END $$;

-- Names of deliveries are forgotten once what bears them would be refused for its age.
GRANT DELETE ON hub.push_delivery TO brandhub_app;
CREATE INDEX push_delivery_received ON hub.push_delivery (workspace_id, source_id, received_at);

-- A post is found by its name, whatever its day.
CREATE INDEX mention_post ON fact.mention (workspace_id, post);
CREATE INDEX creator_post_post ON fact.creator_post (workspace_id, post);
