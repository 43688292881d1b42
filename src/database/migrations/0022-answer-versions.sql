-- From what an answer follows: whatever is written where an answer reads leaves a number behind that no other transaction ever leaves.

-- The last transaction of each connection that changed a workspace, 0 for one that named none. Two workspaces' states are the same exactly where their numbers
-- are: a transaction that becomes visible brings a number that was not there before. A row of its own for each connection keeps writers from waiting for each other.
CREATE TABLE hub.change (
  workspace_id integer NOT NULL,
  pid integer NOT NULL,
  xid bigint NOT NULL,
  PRIMARY KEY (workspace_id, pid)
) WITH (fillfactor = 50);
ALTER TABLE hub.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub.change FORCE ROW LEVEL SECURITY;
CREATE POLICY workspace ON hub.change USING (workspace_id = nullif(current_setting('hub.workspace', true), '')::integer)
  WITH CHECK (workspace_id = nullif(current_setting('hub.workspace', true), '')::integer);
CREATE POLICY owner ON hub.change TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION hub.note_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  workspace integer := coalesce(nullif(current_setting('hub.workspace', true), '')::integer, 0);
  is_new boolean;
BEGIN
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
REVOKE ALL ON FUNCTION hub.note_change() FROM PUBLIC;

-- Makes every statement that changes the table leave its transaction's number.
CREATE FUNCTION hub.watch(target regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION hub.note_change()', target);
END $$;
REVOKE ALL ON FUNCTION hub.watch(regclass) FROM PUBLIC;

-- What is left out is the record of pulling itself, which answers that are kept do not show.
DO $$
DECLARE
  target regclass;
BEGIN
  FOR target IN
    SELECT c.oid FROM pg_class c
    WHERE c.relnamespace = 'hub'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> ALL (ARRAY[
      'api_key', 'change', 'drift', 'host_rate', 'import_mapping', 'ingest_run', 'landed_record', 'landed_schema', 'landed_stream', 'missed_slots',
      'push_delivery', 'quarantine', 'raw_page', 'reconciliation', 'revision', 'source_cursor', 'source_slot', 'stream_field'])
  LOOP
    PERFORM hub.watch(target);
  END LOOP;
END $$;
SELECT hub.watch('rollup.source_day');

-- The hub changes facts together with their workspace's row; who mends them by hand may not.
DO $$
DECLARE
  target regclass;
BEGIN
  FOR target IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'fact'::regnamespace AND c.relkind = 'p' LOOP
    PERFORM hub.watch(target);
  END LOOP;
END $$;

-- Who calls, by API key and by the key of a workspace, and the state of their workspaces: for all who ask in one moment. In PL/pgSQL, which keeps its plans.
CREATE FUNCTION hub.find_callers(hashes bytea[], keys text[])
RETURNS TABLE (hash bytea, key text, workspace_id integer, time_zone text, name text, role text, locked boolean, state text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF cardinality(hashes) > 0 THEN
    RETURN QUERY
    SELECT k.sha256, NULL::text, w.id, w.time_zone, k.name, k.role, true,
      (SELECT coalesce(string_agg(c.xid::text, ' ' ORDER BY c.xid), '') FROM hub.change c WHERE c.workspace_id IN (0, w.id))
    FROM hub.api_key k JOIN hub.workspace w ON w.id = k.workspace_id
    WHERE k.sha256 = ANY (hashes) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now());
  END IF;
  IF cardinality(keys) > 0 THEN
    RETURN QUERY
    SELECT NULL::bytea, w.key, w.id, w.time_zone, NULL::text, NULL::text,
      EXISTS (SELECT FROM hub.api_key k WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())),
      (SELECT coalesce(string_agg(c.xid::text, ' ' ORDER BY c.xid), '') FROM hub.change c WHERE c.workspace_id IN (0, w.id))
    FROM hub.workspace w WHERE w.key = ANY (keys);
  END IF;
END $$;
REVOKE ALL ON FUNCTION hub.find_callers(bytea[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.find_callers(bytea[], text[]) TO brandhub_app;
