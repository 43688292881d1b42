-- What the schedule needs to know of a run, what a replay needs of a page, and what a load needs of its stage.

-- How many earlier slots were missed and are covered by this run.
ALTER TABLE hub.ingest_run ADD COLUMN coalesced integer NOT NULL DEFAULT 0;
CREATE INDEX ingest_run_source ON hub.ingest_run (workspace_id, source_id, slot DESC NULLS LAST);
CREATE INDEX raw_page_waiting ON hub.raw_page (workspace_id, run_id, seq) WHERE promoted_at IS NULL;

-- What the page was asked for, so that its records can be read again.
ALTER TABLE hub.raw_page ADD COLUMN part text NOT NULL DEFAULT '', ADD COLUMN window_from date, ADD COLUMN window_to date;

-- A batch is found by its number, however many rows of finished batches wait for the vacuum.
DO $$
DECLARE
  stage regclass;
BEGIN
  FOR stage IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'stage'::regnamespace AND c.relkind = 'r' LOOP
    EXECUTE format('CREATE INDEX ON %s (batch)', stage);
  END LOOP;
END $$;
