-- Whoever calls is told how long by the clock alone he is who he is found to be: while it is before `good_until` and no row has changed he is found to be the same.
-- Of a workspace that is locked only by keys that expire, too.

DROP FUNCTION hub.find_callers(bytea[], text[]);
CREATE FUNCTION hub.find_callers(hashes bytea[], keys text[])
RETURNS TABLE (hash bytea, key text, workspace_id integer, time_zone text, name text, role text, locked boolean, currency text, state text, good_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF cardinality(hashes) > 0 THEN
    RETURN QUERY
    SELECT k.sha256, NULL::text, w.id, w.time_zone, k.name, k.role, true, w.reporting_currency::text,
      (SELECT coalesce(string_agg(c.xid::text, ' '), '') FROM hub.change c WHERE c.workspace_id IN (0, w.id)), coalesce(k.expires_at, 'infinity')
    FROM hub.api_key k JOIN hub.workspace w ON w.id = k.workspace_id
    WHERE k.sha256 = ANY (hashes) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now());
  END IF;
  IF cardinality(keys) > 0 THEN
    RETURN QUERY
    SELECT NULL::bytea, w.key, w.id, w.time_zone, NULL::text, NULL::text,
      EXISTS (SELECT FROM hub.api_key k WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())), w.reporting_currency::text,
      (SELECT coalesce(string_agg(c.xid::text, ' '), '') FROM hub.change c WHERE c.workspace_id IN (0, w.id)),
      coalesce((SELECT min(k.expires_at) FROM hub.api_key k WHERE k.revoked_at IS NULL AND k.expires_at > now()), 'infinity')
    FROM hub.workspace w WHERE w.key = ANY (keys);
  END IF;
END $$;
REVOKE ALL ON FUNCTION hub.find_callers(bytea[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.find_callers(bytea[], text[]) TO brandhub_app;
