-- Records that came without a mapping: kept as they came, one row a key, so that any Singer tap or script can feed the hub before anyone has
-- said what its streams mean.

-- A stream of a source whose records others send: what makes its records one record, and what they become.
CREATE TABLE hub.landed_stream (
  workspace_id integer NOT NULL,
  source_id integer NOT NULL,
  stream text NOT NULL,
  -- The properties that tell one record from another; none when every record that comes is a new one.
  key_properties text[] NOT NULL,
  -- The rules under which its records become rows of a fact; null while they are kept as they came.
  mapping jsonb,
  -- How many schemas the stream has had; the last one is in force.
  schemas integer NOT NULL DEFAULT 0,
  -- The greatest version that the sender has declared complete: records of older ones are no more.
  active_version bigint,
  -- Whether those are removed; otherwise they are marked as deleted.
  hard_delete boolean NOT NULL DEFAULT false,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, source_id, stream)
);
SELECT hub.protect('hub.landed_stream', 'SELECT, INSERT, UPDATE');

-- The JSON schemas that a stream has had, from 1.
CREATE TABLE hub.landed_schema (
  workspace_id integer NOT NULL,
  source_id integer NOT NULL,
  stream text NOT NULL,
  no integer NOT NULL,
  schema jsonb NOT NULL,
  run_id integer NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, source_id, stream, no)
);
SELECT hub.protect('hub.landed_schema', 'SELECT, INSERT');

CREATE TABLE hub.landed_record (
  workspace_id integer NOT NULL,
  source_id integer NOT NULL,
  stream text NOT NULL,
  -- The values of the key properties as a JSON list, `[17]`; `<page>:<record>` where the stream has no keys.
  key text NOT NULL,
  -- Numbers of any length with all their digits.
  record jsonb NOT NULL,
  version bigint,
  -- When a newer version left the record out.
  deleted_at timestamptz,
  -- The raw record that first said it, and the one that last did.
  first_run_id integer NOT NULL,
  first_page_id bigint NOT NULL,
  run_id integer NOT NULL,
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, source_id, stream, key)
);
SELECT hub.protect('hub.landed_record', 'SELECT, INSERT, UPDATE, DELETE');
