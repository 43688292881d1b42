-- Every stage table finds a batch by its number: those that were made, or made anew, after the first ones were given their index have it as well,
-- and whatever is made from here on comes with it.
CREATE OR REPLACE FUNCTION hub.add_stage(fact text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  insertable text;
BEGIN
  EXECUTE format('CREATE UNLOGGED TABLE stage.%I (LIKE fact.%I)', fact, fact);
  EXECUTE format('ALTER TABLE stage.%I DROP COLUMN row_id, DROP COLUMN recorded_at, ADD COLUMN batch bigint NOT NULL', fact);
  EXECUTE format('CREATE INDEX ON stage.%I (batch)', fact);
  SELECT string_agg(quote_ident(attname), ', ') INTO insertable FROM pg_attribute
  WHERE attrelid = format('stage.%I', fact)::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'workspace_id';
  EXECUTE format('ALTER TABLE stage.%I ALTER workspace_id SET DEFAULT nullif(current_setting(''hub.workspace'', true), '''')::integer', fact);
  EXECUTE format('GRANT INSERT (%s) ON stage.%I TO brandhub_app', insertable, fact);
  EXECUTE format('CREATE VIEW stage.%I WITH (security_barrier) AS SELECT * FROM stage.%I
    WHERE workspace_id = nullif(current_setting(''hub.workspace'', true), '''')::integer', fact || '_mine', fact);
  EXECUTE format('GRANT SELECT, DELETE ON stage.%I TO brandhub_app', fact || '_mine');
END $$;

DO $$
DECLARE
  stage regclass;
BEGIN
  FOR stage IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'stage'::regnamespace AND c.relkind = 'r'
    AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid) LOOP
    EXECUTE format('CREATE INDEX ON %s (batch)', stage);
  END LOOP;
END $$;
