-- Reach as a platform tells it of a campaign or an account on one day; and what panels, trend services and studies say of whole markets.

SELECT hub.add_fact_columns('ad_level_day', $add$
  -- Different people who saw the ads, which nothing adds up.
  ADD COLUMN reach bigint
$add$);

CREATE TABLE fact.market_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  category text NOT NULL DEFAULT '',
  region text NOT NULL DEFAULT '',
  currency text,
  searches_micros bigint,
  sales_micros bigint,
  buyers bigint,
  population bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, category, region)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.market_day', 'SELECT, INSERT, UPDATE, DELETE');
SELECT hub.add_stage('market_day');
SELECT hub.watch('fact.market_day');
