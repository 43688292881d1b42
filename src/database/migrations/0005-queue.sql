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

-- Attaching a finished table leaves the fact's readers alone; creating it as a partition would wait for them and make others wait.
CREATE OR REPLACE FUNCTION hub.ensure_partitions(fact text, first date, last date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  month date := date_trunc('month', first)::date;
  partition text;
BEGIN
  IF first < '1990-01-01' OR last >= '2101-01-01' OR last < first THEN
    RAISE EXCEPTION 'fact days must lie in 1990 to 2100 and in order, not % to %', first, last;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_partitioned_table p WHERE p.partrelid = to_regclass(format('fact.%I', fact))) THEN
    RAISE EXCEPTION 'there is no fact %', fact;
  END IF;
  WHILE month <= last LOOP
    partition := fact || to_char(month, '_YYYY_MM');
    IF to_regclass(format('fact.%I', partition)) IS NULL THEN
      PERFORM pg_advisory_xact_lock(hashtext('hub.ensure_partitions'));
      -- Asked of the table and not by name: the cache of names may not know yet what another session has made.
      IF NOT EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'fact'::regnamespace AND c.relname = partition) THEN
        EXECUTE format('CREATE TABLE fact.%I (LIKE fact.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition, fact);
        EXECUTE format('ALTER TABLE fact.%I ENABLE ROW LEVEL SECURITY', partition);
        EXECUTE format('ALTER TABLE fact.%I FORCE ROW LEVEL SECURITY', partition);
        EXECUTE format('ALTER TABLE fact.%I ATTACH PARTITION fact.%I FOR VALUES FROM (%L) TO (%L)', fact, partition, month, month + interval '1 month');
      END IF;
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
END $$;
