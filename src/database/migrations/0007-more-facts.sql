-- Facts of more sources: splits and levels of ads, creators, the minutes and products of livestreams, experiments; and more that the known facts can tell.

-- Adds nullable columns to a fact and to its stage table, with what the application may do with them.
CREATE FUNCTION hub.add_fact_columns(fact text, additions text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('ALTER TABLE fact.%I %s', fact, additions);
  EXECUTE format('DROP VIEW stage.%I', fact || '_mine');
  EXECUTE format('DROP TABLE stage.%I', fact);
  PERFORM hub.add_stage(fact);
END $$;
REVOKE ALL ON FUNCTION hub.add_fact_columns(text, text) FROM PUBLIC;

SELECT hub.add_fact_columns('ad_day', $add$
  ADD COLUMN account text,
  ADD COLUMN creative text
$add$);

SELECT hub.add_fact_columns('mention', $add$
  ADD COLUMN kind text,
  ADD COLUMN views bigint
$add$);

SELECT hub.add_fact_columns('live_session', $add$
  ADD COLUMN creator_name text,
  ADD COLUMN title text,
  ADD COLUMN started_at timestamptz,
  ADD COLUMN ended_at timestamptz,
  ADD COLUMN gmv_placed_micros bigint,
  ADD COLUMN gmv_settled_micros bigint,
  ADD COLUMN gmv_after_micros bigint,
  ADD COLUMN ad_cost_micros bigint,
  ADD COLUMN exposures bigint,
  ADD COLUMN product_exposures bigint,
  ADD COLUMN product_clicks bigint,
  ADD COLUMN orders bigint,
  ADD COLUMN buyers bigint,
  ADD COLUMN likes bigint,
  ADD COLUMN comments bigint,
  ADD COLUMN shares bigint,
  ADD COLUMN new_followers bigint
$add$);

SELECT hub.add_fact_columns('social_day', $add$
  ADD COLUMN followers_gained bigint,
  ADD COLUMN followers_lost bigint,
  ADD COLUMN posts bigint,
  ADD COLUMN views bigint
$add$);

SELECT hub.add_fact_columns('web_day', $add$
  ADD COLUMN currency text,
  ADD COLUMN page_views bigint,
  ADD COLUMN bounces bigint,
  ADD COLUMN visit_seconds bigint,
  ADD COLUMN revenue_micros bigint
$add$);

SELECT hub.add_fact_columns('email_send', $add$
  ADD COLUMN audience text,
  ADD COLUMN currency text,
  ADD COLUMN unsubscribed bigint,
  ADD COLUMN complaints bigint,
  ADD COLUMN orders bigint,
  ADD COLUMN revenue_micros bigint
$add$);

SELECT hub.add_fact_columns('survey_answer', $add$
  ADD COLUMN study text,
  ADD COLUMN answer text
$add$);

CREATE TABLE fact.ad_split_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  campaign_id integer NOT NULL DEFAULT 0,
  ad_group text NOT NULL DEFAULT '',
  ad text NOT NULL DEFAULT '',
  split text NOT NULL DEFAULT '',
  value text NOT NULL DEFAULT '',
  match_type text NOT NULL DEFAULT '',
  account text,
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
  PRIMARY KEY (workspace_id, day, campaign_id, source_id, ad_group, ad, split, value, match_type)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.ad_split_day', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('ad_split_day');

CREATE TABLE fact.ad_level_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  level text NOT NULL DEFAULT '',
  campaign_id integer NOT NULL DEFAULT 0,
  account text NOT NULL DEFAULT '',
  currency text,
  impressions bigint,
  clicks bigint,
  spend_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, campaign_id, source_id, level, account)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.ad_level_day', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('ad_level_day');

CREATE TABLE fact.creator_post (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  platform text NOT NULL DEFAULT '',
  post text NOT NULL DEFAULT '',
  creator text,
  creator_name text,
  tier text,
  kind text,
  relation text,
  title text,
  url text,
  published_at timestamptz,
  currency text,
  followers bigint,
  impressions bigint,
  views bigint,
  viewers bigint,
  likes bigint,
  comments bigint,
  shares bigint,
  saves bigint,
  clicks bigint,
  cost_micros bigint,
  orders bigint,
  gmv_paid_micros bigint,
  refunded_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, platform, post)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.creator_post', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('creator_post');

CREATE TABLE fact.live_minute (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  platform text NOT NULL DEFAULT '',
  session text NOT NULL DEFAULT '',
  minute text NOT NULL DEFAULT '',
  currency text,
  online bigint,
  entered bigint,
  exited bigint,
  comments bigint,
  orders bigint,
  gmv_paid_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, platform, session, minute)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.live_minute', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('live_minute');

CREATE TABLE fact.live_product (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  platform text NOT NULL DEFAULT '',
  session text NOT NULL DEFAULT '',
  product text NOT NULL DEFAULT '',
  title text,
  currency text,
  exposures bigint,
  clicks bigint,
  orders bigint,
  units bigint,
  gmv_paid_micros bigint,
  refunded_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, platform, session, product)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.live_product', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('live_product');

CREATE TABLE fact.variant_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  experiment text NOT NULL DEFAULT '',
  phase text NOT NULL DEFAULT '',
  variant text NOT NULL DEFAULT '',
  metric text NOT NULL DEFAULT '',
  experiment_name text,
  variant_name text,
  metric_name text,
  weight_micros bigint,
  users bigint,
  sum_micros bigint,
  sum_squares_micros bigint,
  denominator_micros bigint,
  denominator_squares_micros bigint,
  products_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, experiment, phase, variant, metric)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.variant_day', 'SELECT, INSERT, UPDATE');
SELECT hub.add_stage('variant_day');
