-- A change that answers or callers follow from is written to the log's file before anybody sees it, whatever its session has given up: a server that hears the file
-- being written then misses none (src/database/write-watch.ts).

CREATE FUNCTION hub.be_written() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_setting('synchronous_commit') = 'off' THEN PERFORM set_config('synchronous_commit', 'local', true); END IF;
END $$;

CREATE OR REPLACE FUNCTION hub.note_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  workspace integer := coalesce(nullif(current_setting('hub.workspace', true), '')::integer, 0);
  is_new boolean;
BEGIN
  PERFORM hub.be_written();
  INSERT INTO hub.change AS c (workspace_id, pid, xid) VALUES (workspace, pg_backend_pid(), pg_current_xact_id()::text::bigint)
  ON CONFLICT (workspace_id, pid) DO UPDATE SET xid = excluded.xid WHERE c.xid <> excluded.xid
  RETURNING xmax = 0 INTO is_new;
  -- Connections that are gone leave at most as many rows as there were before the next one that is new.
  IF is_new THEN
    DELETE FROM hub.change c WHERE (c.workspace_id, c.pid) IN (
      SELECT o.workspace_id, o.pid FROM hub.change o
      WHERE o.workspace_id = workspace AND NOT EXISTS (SELECT FROM pg_stat_get_activity(NULL) a WHERE a.pid = o.pid)
      FOR UPDATE SKIP LOCKED
    );
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION hub.note_key() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hub.be_written();
  RETURN NULL;
END $$;
CREATE TRIGGER note_key AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON hub.api_key FOR EACH STATEMENT EXECUTE FUNCTION hub.note_key();

REVOKE ALL ON FUNCTION hub.be_written(), hub.note_key() FROM PUBLIC;
