-- Views of mentions, and pages, bounces, time and revenue of visits, by day. Both rollups are made anew from the facts of every workspace:
-- the owner sees them all while row-level security is not forced on it.

ALTER TABLE fact.mention NO FORCE ROW LEVEL SECURITY;
ALTER TABLE fact.web_day NO FORCE ROW LEVEL SECURITY;

DROP TABLE rollup.mention_day;
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
  views bigint,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, platform, channel, language, sentiment)
);
INSERT INTO rollup.mention_day
SELECT workspace_id, day, brand_id, source_id, coalesce(platform, ''), coalesce(channel, ''), coalesce(language, ''), coalesce(sentiment, ''),
  count(*), sum(engagements)::bigint, sum(views)::bigint
FROM fact.mention GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
SELECT hub.protect('rollup.mention_day', 'SELECT, INSERT, DELETE');

DROP TABLE rollup.web_day_channel;
CREATE TABLE rollup.web_day_channel (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  brand_id integer NOT NULL,
  source_id integer NOT NULL,
  channel text NOT NULL,
  region text NOT NULL,
  device text NOT NULL,
  currency text NOT NULL,
  rows bigint NOT NULL,
  sessions bigint,
  conversions bigint,
  page_views bigint,
  bounces bigint,
  visit_seconds bigint,
  revenue_micros bigint,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, channel, region, device, currency)
);
INSERT INTO rollup.web_day_channel
SELECT workspace_id, day, brand_id, source_id, channel, region, device, coalesce(currency, ''),
  count(*), sum(sessions)::bigint, sum(conversions)::bigint, sum(page_views)::bigint, sum(bounces)::bigint, sum(visit_seconds)::bigint,
  sum(revenue_micros)::bigint
FROM fact.web_day GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
SELECT hub.protect('rollup.web_day_channel', 'SELECT, INSERT, DELETE');

ALTER TABLE fact.mention FORCE ROW LEVEL SECURITY;
ALTER TABLE fact.web_day FORCE ROW LEVEL SECURITY;
