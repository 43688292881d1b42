-- What each run found when it held the ads against the platform's own totals above them.
CREATE TABLE hub.reconciliation (
  workspace_id integer NOT NULL,
  run_id integer NOT NULL,
  source_id integer NOT NULL,
  level text NOT NULL CHECK (level IN ('campaign', 'account')),
  measure text NOT NULL CHECK (measure IN ('impressions', 'clicks', 'spend')),
  first_day date NOT NULL,
  last_day date NOT NULL,
  -- Totals that were held against the ads, and those that differ by more than the tolerance.
  compared integer NOT NULL,
  differing integer NOT NULL,
  -- The sums of both sides over everything compared; spend in millionths.
  of_ads bigint NOT NULL,
  of_platform bigint NOT NULL,
  -- The largest differences in words.
  told text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, run_id, level, measure)
);
CREATE INDEX reconciliation_source ON hub.reconciliation (workspace_id, source_id, run_id);
SELECT hub.protect('hub.reconciliation', 'SELECT, INSERT, DELETE');
