-- What was pushed before, so that a delivery that is sent again, by its sender or by someone who overheard it, loads nothing.

CREATE TABLE hub.push_delivery (
  workspace_id integer NOT NULL,
  source_id integer NOT NULL,
  -- `id:…` as the sender calls it, `sent:…` the hash of what was signed, `body:…` the hash of the body.
  delivery text NOT NULL,
  run_id integer NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, source_id, delivery)
);
SELECT hub.protect('hub.push_delivery', 'SELECT, INSERT');

-- How large a body the door reads before it knows whose it is: the most that any source accepts. One limit for all, so that it tells nothing.
CREATE FUNCTION hub.push_limit(usual integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT greatest(usual, max((s.config->>'maxBytes')::integer)) FROM hub.source s WHERE s.connector = 'push' AND s.enabled;
$$;
REVOKE ALL ON FUNCTION hub.push_limit(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.push_limit(integer) TO brandhub_app;
