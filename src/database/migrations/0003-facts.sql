-- The facts: partitioned by month, the workspace first in every key, text keys '' and links 0 where a source does not break down.
-- Beside each fact an unlogged stage table for COPY, which knows no row-level security: the application may only append to it, the
-- workspace is filled in from the transaction's setting, and rows are read back through a view that shows the workspace's own.

CREATE SEQUENCE fact.row_id;
GRANT USAGE ON SEQUENCE fact.row_id TO brandhub_app;

CREATE FUNCTION hub.add_stage(fact text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  insertable text;
BEGIN
  EXECUTE format('CREATE UNLOGGED TABLE stage.%I (LIKE fact.%I)', fact, fact);
  EXECUTE format('ALTER TABLE stage.%I DROP COLUMN row_id, DROP COLUMN recorded_at, ADD COLUMN batch bigint NOT NULL', fact);
  SELECT string_agg(quote_ident(attname), ', ') INTO insertable FROM pg_attribute
  WHERE attrelid = format('stage.%I', fact)::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'workspace_id';
  EXECUTE format('ALTER TABLE stage.%I ALTER workspace_id SET DEFAULT nullif(current_setting(''hub.workspace'', true), '''')::integer', fact);
  EXECUTE format('GRANT INSERT (%s) ON stage.%I TO brandhub_app', insertable, fact);
  EXECUTE format('CREATE VIEW stage.%I WITH (security_barrier) AS SELECT * FROM stage.%I
    WHERE workspace_id = nullif(current_setting(''hub.workspace'', true), '''')::integer', fact || '_mine', fact);
  EXECUTE format('GRANT SELECT, DELETE ON stage.%I TO brandhub_app', fact || '_mine');
END $$;
REVOKE ALL ON FUNCTION hub.add_stage(text) FROM PUBLIC;

-- Makes the monthly partitions that a load needs. The application owns nothing, so the owner makes them for it.
-- Attaching a finished table leaves the fact's readers alone; creating it as a partition would wait for them and make others wait.
CREATE FUNCTION hub.ensure_partitions(fact text, first date, last date) RETURNS void
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
REVOKE ALL ON FUNCTION hub.ensure_partitions(text, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.ensure_partitions(text, date, date) TO brandhub_app;

CREATE TABLE fact.ad_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  campaign_id integer NOT NULL DEFAULT 0,
  ad_group text NOT NULL DEFAULT '',
  ad text NOT NULL DEFAULT '',
  device text NOT NULL DEFAULT '',
  region text NOT NULL DEFAULT '',
  currency text,
  impressions bigint,
  clicks bigint,
  spend_micros bigint,
  conversions_claimed_micros bigint,
  revenue_claimed_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, campaign_id, source_id, ad_group, ad, device, region)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.ad_day', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('ad_day');

CREATE TABLE fact.mention (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  post text NOT NULL DEFAULT '',
  published_at timestamptz,
  platform text,
  channel text,
  language text,
  sentiment text,
  author text,
  url text,
  text text,
  engagements bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, post)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.mention', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('mention');

CREATE TABLE fact.search_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  scope text NOT NULL DEFAULT '',
  query text NOT NULL DEFAULT '',
  page text NOT NULL DEFAULT '',
  region text NOT NULL DEFAULT '',
  device text NOT NULL DEFAULT '',
  clicks bigint,
  impressions bigint,
  position_sum_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, scope, query, page, region, device)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.search_day', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('search_day');

CREATE TABLE fact.order_line (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  order_id text NOT NULL DEFAULT '',
  line text NOT NULL DEFAULT '',
  customer text,
  segment text,
  product text,
  region text,
  channel text,
  currency text,
  quantity bigint,
  gross_micros bigint,
  refunded_micros bigint,
  revenue_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, order_id, line)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.order_line', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('order_line');

CREATE TABLE fact.fx_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  currency text NOT NULL DEFAULT '',
  per_euro_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, source_id, currency)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.fx_day', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('fx_day');

CREATE TABLE fact.social_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  platform text NOT NULL DEFAULT '',
  account text NOT NULL DEFAULT '',
  followers bigint,
  impressions bigint,
  engagements bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, platform, account)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.social_day', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('social_day');

CREATE TABLE fact.web_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  channel text NOT NULL DEFAULT '',
  page text NOT NULL DEFAULT '',
  region text NOT NULL DEFAULT '',
  device text NOT NULL DEFAULT '',
  sessions bigint,
  users bigint,
  conversions bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, channel, page, region, device)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.web_day', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('web_day');

CREATE TABLE fact.email_send (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  send text NOT NULL DEFAULT '',
  subject text,
  sent bigint,
  bounced bigint,
  opens bigint,
  clicks bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, send)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.email_send', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('email_send');

CREATE TABLE fact.live_session (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  platform text NOT NULL DEFAULT '',
  session text NOT NULL DEFAULT '',
  creator text,
  currency text,
  gmv_paid_micros bigint,
  refunded_micros bigint,
  goods_cost_micros bigint,
  cost_micros bigint,
  views bigint,
  viewers bigint,
  peak_viewers bigint,
  watch_seconds bigint,
  live_seconds bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, platform, session)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.live_session', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('live_session');

CREATE TABLE fact.survey_answer (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  wave text NOT NULL DEFAULT '',
  respondent text NOT NULL DEFAULT '',
  question text NOT NULL DEFAULT '',
  segment text,
  region text,
  score_micros bigint,
  weight_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, wave, respondent, question)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.survey_answer', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('survey_answer');
