-- Every rate that a plan ever had, so that an amount at the plan's rates can be told again as of any day.

CREATE TABLE hub.plan_rate_version (
  workspace_id integer NOT NULL,
  year integer NOT NULL,
  currency text NOT NULL,
  -- The instant of the change, in line with those of the facts.
  recorded_at timestamptz NOT NULL,
  -- Null: from then on there is none.
  per_euro numeric(20, 6),
  PRIMARY KEY (workspace_id, year, currency, recorded_at)
);

-- When the present ones were set nobody wrote down. The owner sees those of every workspace while row-level security is not forced on it.
ALTER TABLE hub.plan_rate NO FORCE ROW LEVEL SECURITY;
INSERT INTO hub.plan_rate_version (workspace_id, year, currency, recorded_at, per_euro)
SELECT workspace_id, year, currency, '-infinity', per_euro FROM hub.plan_rate;
ALTER TABLE hub.plan_rate FORCE ROW LEVEL SECURITY;
SELECT hub.protect('hub.plan_rate_version', 'SELECT, INSERT');
SELECT hub.watch('hub.plan_rate_version');

CREATE FUNCTION hub.note_plan_rate() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  WITH change AS (
    UPDATE hub.workspace SET data_version = data_version + 1, recorded_at = greatest(clock_timestamp(), recorded_at + interval '1 microsecond')
    WHERE id = coalesce(NEW.workspace_id, OLD.workspace_id) RETURNING id, recorded_at
  )
  INSERT INTO hub.plan_rate_version (workspace_id, year, currency, recorded_at, per_euro)
  SELECT id, coalesce(NEW.year, OLD.year), coalesce(NEW.currency, OLD.currency), recorded_at, NEW.per_euro FROM change;
  RETURN NULL;
END $$;
CREATE TRIGGER note_plan_rate AFTER INSERT OR UPDATE OR DELETE ON hub.plan_rate FOR EACH ROW EXECUTE FUNCTION hub.note_plan_rate();
