-- What is due when and what was missed, which runs wait for a worker, and how fast each platform may be asked by all workers together.

-- What becomes of slots that were missed while no worker ran: the newest are all run (at most so many), the newest alone, or none.
ALTER TABLE hub.source
  ADD COLUMN catch_up text NOT NULL DEFAULT 'latest' CHECK (catch_up IN ('all', 'latest', 'none')),
  ADD COLUMN catch_up_limit integer NOT NULL DEFAULT 24 CHECK (catch_up_limit BETWEEN 1 AND 1000);

-- Where the schedule of a source stands.
CREATE TABLE hub.source_slot (
  workspace_id integer NOT NULL,
  source_id integer NOT NULL,
  -- What next_slot was computed from; it is computed anew when the source's schedule or the workspace's zone is another.
  schedule text NOT NULL,
  time_zone text NOT NULL,
  -- Every slot up to here has its run or is recorded as missed.
  settled_to timestamptz NOT NULL,
  -- The first slot after it; null when there is none.
  next_slot timestamptz,
  PRIMARY KEY (workspace_id, source_id)
) WITH (fillfactor = 70);
SELECT hub.protect('hub.source_slot', 'SELECT, INSERT, UPDATE');

-- Slots that got no run of their own: one row a stretch.
CREATE TABLE hub.missed_slots (
  workspace_id integer NOT NULL,
  source_id integer NOT NULL,
  first_slot timestamptz NOT NULL,
  last_slot timestamptz NOT NULL,
  -- How many; null when the stretch is too long to be counted.
  slots integer CHECK (slots > 0),
  catch_up text NOT NULL,
  -- The run that covers them; null when they were left out.
  run_id integer,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, source_id, last_slot),
  CHECK (first_slot <= last_slot)
);
SELECT hub.protect('hub.missed_slots', 'SELECT, INSERT');

-- When a ticket for the run was last put into the queue; null when it has none.
ALTER TABLE hub.ingest_run ADD COLUMN sent_at timestamptz;

-- Three questions over all workspaces, so that a look at the schedule costs one statement where nothing is to be done.
CREATE POLICY schedule ON hub.source FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY schedule ON hub.source_slot FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY schedule ON hub.ingest_run FOR SELECT TO CURRENT_USER USING (true);

-- The workspaces in which a slot is due, or the schedule of a source is new or another; by the database's clock unless an instant is given.
CREATE FUNCTION hub.due_workspaces(at timestamptz) RETURNS TABLE (id integer, time_zone text, now timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT w.id, w.time_zone, coalesce(at, statement_timestamp()) FROM hub.workspace w
  WHERE EXISTS (
    SELECT FROM hub.source s LEFT JOIN hub.source_slot n ON n.workspace_id = s.workspace_id AND n.source_id = s.id
    WHERE s.workspace_id = w.id AND s.enabled AND s.schedule <> ''
      AND (n.source_id IS NULL OR n.next_slot <= coalesce(at, statement_timestamp()) OR n.schedule <> s.schedule OR n.time_zone <> w.time_zone))
  ORDER BY w.id;
$$;

-- The workspaces in which a run waits, or its worker gave no sign of life within its lease.
CREATE FUNCTION hub.waiting_workspaces() RETURNS TABLE (id integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT r.workspace_id FROM hub.ingest_run r
  WHERE r.file_sha256 IS NULL AND (r.status = 'QUEUED' OR (r.status = 'RUNNING' AND r.lease_until < clock_timestamp()));
$$;

-- How many pulls wait or are worked.
CREATE FUNCTION hub.open_runs() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT count(*)::integer FROM hub.ingest_run r WHERE r.status IN ('QUEUED', 'RUNNING') AND r.file_sha256 IS NULL;
$$;

-- When each platform was asked last, and is spoken for. Of no workspace: a platform counts what comes from the hub's address and application.
CREATE TABLE hub.host_rate (
  -- What the platform counts by: the connector, the host, and the account where it counts by account.
  name text PRIMARY KEY,
  -- The instants of the last takings, oldest first; those to come included.
  taken timestamptz[] NOT NULL DEFAULT '{}',
  -- Nothing may be sent before this instant.
  held_until timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 50);

-- Takes a turn, or a chunk of them, such that no window of so many milliseconds has more than so many takings, and tells in how many milliseconds it
-- may be used. Who comes first is served first.
CREATE FUNCTION hub.take_turns(host text, takings integer, window_ms float8) RETURNS float8
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  rate hub.host_rate;
  used integer;
  free timestamptz;
BEGIN
  -- Who waits for a turn need not wait for the disk; what a crash may lose is the last half second.
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT * INTO rate FROM hub.host_rate h WHERE h.name = host FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO hub.host_rate (name) VALUES (host) ON CONFLICT DO NOTHING;
    SELECT * INTO rate FROM hub.host_rate h WHERE h.name = host FOR UPDATE;
  END IF;
  used := cardinality(rate.taken);
  free := greatest(clock_timestamp(), rate.held_until, rate.taken[used],
    rate.taken[used - takings + 1] + make_interval(secs => window_ms / 1000));
  UPDATE hub.host_rate h SET taken = rate.taken[greatest(1, used - takings + 2):] || free WHERE h.name = host;
  RETURN extract(epoch FROM free - clock_timestamp()) * 1000;
END $$;

-- Lets nobody ask a host for so long from now.
CREATE FUNCTION hub.hold_host(host text, ms float8) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO hub.host_rate AS h (name, held_until) VALUES (host, clock_timestamp() + make_interval(secs => ms / 1000))
  ON CONFLICT (name) DO UPDATE SET held_until = greatest(h.held_until, EXCLUDED.held_until);
$$;

-- How many milliseconds a hold on a host still lasts.
CREATE FUNCTION hub.host_held(host text) RETURNS float8
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT greatest(0, extract(epoch FROM h.held_until - clock_timestamp()) * 1000)::float8
    FROM hub.host_rate h WHERE h.name = host AND isfinite(h.held_until)), 0);
$$;

REVOKE ALL ON FUNCTION hub.due_workspaces(timestamptz), hub.waiting_workspaces(), hub.open_runs(), hub.take_turns(text, integer, float8),
  hub.hold_host(text, float8), hub.host_held(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.due_workspaces(timestamptz), hub.waiting_workspaces(), hub.open_runs(), hub.take_turns(text, integer, float8),
  hub.hold_host(text, float8), hub.host_held(text) TO brandhub_app;
