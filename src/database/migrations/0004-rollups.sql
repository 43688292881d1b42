-- Sums by day that most questions need, kept in step with the facts by whoever writes them, and the rates that a plan was made with.

-- Which sources have spoken in which fact on which day.
CREATE TABLE rollup.source_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  fact text NOT NULL,
  source_id integer NOT NULL,
  rows bigint NOT NULL,
  PRIMARY KEY (workspace_id, day, fact, source_id)
);
SELECT hub.protect('rollup.source_day', 'SELECT, INSERT, DELETE');
CREATE INDEX source_day_fact ON rollup.source_day (workspace_id, fact, source_id, day);

CREATE TABLE rollup.ad_day_campaign (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  campaign_id integer NOT NULL,
  source_id integer NOT NULL,
  currency text NOT NULL,
  rows bigint NOT NULL,
  impressions bigint,
  clicks bigint,
  spend_micros bigint,
  conversions_claimed_micros bigint,
  revenue_claimed_micros bigint,
  PRIMARY KEY (workspace_id, day, campaign_id, source_id, currency)
);
SELECT hub.protect('rollup.ad_day_campaign', 'SELECT, INSERT, DELETE');

CREATE TABLE rollup.mention_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  brand_id integer NOT NULL,
  source_id integer NOT NULL,
  platform text NOT NULL,
  channel text NOT NULL,
  language text NOT NULL,
  sentiment text NOT NULL,
  rows bigint NOT NULL,
  engagements bigint,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, platform, channel, language, sentiment)
);
SELECT hub.protect('rollup.mention_day', 'SELECT, INSERT, DELETE');

CREATE TABLE rollup.search_day_property (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  brand_id integer NOT NULL,
  source_id integer NOT NULL,
  scope text NOT NULL,
  region text NOT NULL,
  device text NOT NULL,
  rows bigint NOT NULL,
  clicks bigint,
  impressions bigint,
  position_sum_micros bigint,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, scope, region, device)
);
SELECT hub.protect('rollup.search_day_property', 'SELECT, INSERT, DELETE');

CREATE TABLE rollup.order_day (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  brand_id integer NOT NULL,
  source_id integer NOT NULL,
  segment text NOT NULL,
  product text NOT NULL,
  region text NOT NULL,
  channel text NOT NULL,
  currency text NOT NULL,
  rows bigint NOT NULL,
  quantity bigint,
  gross_micros bigint,
  refunded_micros bigint,
  revenue_micros bigint,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, segment, product, region, channel, currency)
);
SELECT hub.protect('rollup.order_day', 'SELECT, INSERT, DELETE');

CREATE TABLE rollup.web_day_channel (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  brand_id integer NOT NULL,
  source_id integer NOT NULL,
  channel text NOT NULL,
  region text NOT NULL,
  device text NOT NULL,
  rows bigint NOT NULL,
  sessions bigint,
  conversions bigint,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, channel, region, device)
);
SELECT hub.protect('rollup.web_day_channel', 'SELECT, INSERT, DELETE');

-- The rates that a year's plan was made with, for a view without the market's ups and downs.
CREATE TABLE hub.plan_rate (
  workspace_id integer NOT NULL,
  year integer NOT NULL,
  currency text NOT NULL,
  -- How many units of the currency one euro buys.
  per_euro numeric(20, 6) NOT NULL CHECK (per_euro > 0),
  PRIMARY KEY (workspace_id, year, currency)
);
SELECT hub.protect('hub.plan_rate', 'SELECT, INSERT, UPDATE, DELETE');
