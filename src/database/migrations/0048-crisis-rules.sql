-- When talk is a crisis, as a workspace decided it: each row is a version, whole, and the newest holds. Without any the shipped rule does.
CREATE TABLE hub.crisis_rule (
  workspace_id integer NOT NULL,
  version integer NOT NULL,
  -- Every number of the rule, by name.
  limits jsonb NOT NULL,
  -- Why it was changed.
  why text NOT NULL,
  set_by text NOT NULL,
  set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, version)
);
SELECT hub.protect('hub.crisis_rule', 'SELECT, INSERT');
SELECT hub.watch('hub.crisis_rule');
