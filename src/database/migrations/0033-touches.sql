-- Touches of people before they order, lift tests, and the instant of an order: what attribution is computed from.

-- What the hub knows a person by, as src/lib/person-key.ts has it: the same person in touches and orders.
CREATE FUNCTION hub.person_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN name ~ '^[0-9a-f]{64}$' THEN name ELSE encode(sha256(convert_to(lower(btrim(name, ' ') COLLATE "C"), 'UTF8')), 'hex') END
$$;

SELECT hub.add_fact_columns('order_line', $add$
  ADD COLUMN placed_at timestamptz
$add$);

CREATE TABLE fact.touch (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  person text NOT NULL DEFAULT '',
  touch text NOT NULL DEFAULT '',
  at timestamptz,
  channel text,
  interaction text,
  campaign_name text,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, person, touch)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.touch', 'SELECT, INSERT, UPDATE, DELETE');
SELECT hub.add_stage('touch');
SELECT hub.watch('fact.touch');

CREATE TABLE fact.lift_test (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  test text NOT NULL DEFAULT '',
  channel text NOT NULL DEFAULT '',
  platform text NOT NULL DEFAULT '',
  starts_on date,
  method text,
  currency text,
  conversions_incremental_micros bigint,
  conversions_error_micros bigint,
  revenue_incremental_micros bigint,
  revenue_error_micros bigint,
  spend_tested_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, test, channel, platform)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.lift_test', 'SELECT, INSERT, UPDATE, DELETE');
SELECT hub.add_stage('lift_test');
SELECT hub.watch('fact.lift_test');
