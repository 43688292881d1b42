-- What people say of mentions, and what was learnt from it.

CREATE TABLE hub.mention_label (
  workspace_id integer NOT NULL,
  source_id integer NOT NULL,
  post text NOT NULL,
  brand_id integer NOT NULL,
  labeller text NOT NULL,
  label text NOT NULL CHECK (label IN ('positive', 'neutral', 'negative')),
  -- Of a sample drawn at random: only such labels tell how often the machine errs. The others are corrections of what somebody came upon.
  audited boolean NOT NULL,
  labelled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- What the machine had said, and which one.
  machine_label text,
  machine text,
  PRIMARY KEY (workspace_id, source_id, post, brand_id, labeller)
);
SELECT hub.protect('hub.mention_label', 'SELECT, INSERT, UPDATE');
SELECT hub.watch('hub.mention_label');

-- Models of sentiment that a workspace trained itself; of a language the newest holds among those of the features that are read now.
CREATE TABLE hub.text_model (
  workspace_id integer NOT NULL,
  language text NOT NULL CHECK (language IN ('en', 'zh')),
  version integer NOT NULL,
  features integer NOT NULL,
  file bytea NOT NULL,
  texts integer NOT NULL,
  accuracy double precision,
  trained_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, language, version)
);
SELECT hub.protect('hub.text_model', 'SELECT, INSERT');
SELECT hub.watch('hub.text_model');
