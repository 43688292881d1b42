-- Ads by month and by what their campaigns are, for totals over long ranges; a row's day is the first of its month. Made from the sums by day of every workspace, which the
-- owner sees while row-level security is not forced on it.

CREATE TABLE rollup.ad_month_brand (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  brand_id integer NOT NULL,
  channel text NOT NULL,
  platform text NOT NULL,
  source_id integer NOT NULL,
  currency text NOT NULL,
  rows bigint NOT NULL,
  impressions bigint,
  clicks bigint,
  spend_micros bigint,
  conversions_claimed_micros bigint,
  revenue_claimed_micros bigint,
  PRIMARY KEY (workspace_id, day, brand_id, channel, platform, source_id, currency)
);

ALTER TABLE rollup.ad_day_brand NO FORCE ROW LEVEL SECURITY;
INSERT INTO rollup.ad_month_brand
SELECT f.workspace_id, date_trunc('month', f.day::timestamp)::date, f.brand_id, f.channel, f.platform, f.source_id, f.currency,
  sum(f.rows)::bigint, sum(f.impressions)::bigint, sum(f.clicks)::bigint, sum(f.spend_micros)::bigint,
  sum(f.conversions_claimed_micros)::bigint, sum(f.revenue_claimed_micros)::bigint
FROM rollup.ad_day_brand f
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4;
ALTER TABLE rollup.ad_day_brand FORCE ROW LEVEL SECURITY;
SELECT hub.protect('rollup.ad_month_brand', 'SELECT, INSERT, DELETE');

-- The months follow what campaigns become as the days do, of which they are added up.
CREATE OR REPLACE FUNCTION rollup.follow_campaigns() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  said record;
  days date[];
  alike integer[];
BEGIN
  FOR said IN
    WITH left_behind AS (
      SELECT b.workspace_id, b.id, b.brand_id, b.channel, b.platform FROM before b
      EXCEPT SELECT a.workspace_id, a.id, a.brand_id, a.channel, a.platform FROM after a
    ), new AS (
      SELECT a.workspace_id, a.id, a.brand_id, a.channel, a.platform FROM after a
      EXCEPT SELECT b.workspace_id, b.id, b.brand_id, b.channel, b.platform FROM before b
    )
    SELECT s.workspace_id, coalesce(s.brand_id, 0) AS brand_id, s.channel, s.platform, array_agg(s.id) AS ids
    FROM (TABLE left_behind UNION ALL TABLE new) s GROUP BY 1, 2, 3, 4
  LOOP
    days := ARRAY(
      SELECT DISTINCT f.day FROM rollup.ad_day_campaign f WHERE f.workspace_id = said.workspace_id AND f.campaign_id = ANY (said.ids));
    alike := ARRAY(
      SELECT c.id FROM hub.campaign c
      WHERE c.workspace_id = said.workspace_id AND coalesce(c.brand_id, 0) = said.brand_id AND c.channel = said.channel AND c.platform = said.platform);
    -- Nothing is said of rows without a campaign.
    IF (said.brand_id, said.channel, said.platform) = (0, '', '') THEN
      alike := alike || 0;
    END IF;
    DELETE FROM rollup.ad_day_brand b
    WHERE b.workspace_id = said.workspace_id AND b.day = ANY (days) AND b.brand_id = said.brand_id AND b.channel = said.channel AND b.platform = said.platform;
    INSERT INTO rollup.ad_day_brand
    SELECT f.workspace_id, f.day, said.brand_id, said.channel, said.platform, f.source_id, f.currency,
      sum(f.rows)::bigint, sum(f.impressions)::bigint, sum(f.clicks)::bigint, sum(f.spend_micros)::bigint,
      sum(f.conversions_claimed_micros)::bigint, sum(f.revenue_claimed_micros)::bigint
    FROM rollup.ad_day_campaign f
    WHERE f.workspace_id = said.workspace_id AND f.day = ANY (days) AND f.campaign_id = ANY (alike)
    GROUP BY f.workspace_id, f.day, f.source_id, f.currency ORDER BY f.day;
    -- All days of the months that have one of them.
    days := ARRAY(
      SELECT m.first + k FROM (SELECT DISTINCT date_trunc('month', d.day::timestamp)::date AS first FROM unnest(days) AS d (day)) m
      CROSS JOIN generate_series(0, 30) k WHERE m.first + k < m.first + interval '1 month');
    DELETE FROM rollup.ad_month_brand b
    WHERE b.workspace_id = said.workspace_id AND b.day = ANY (days) AND b.brand_id = said.brand_id AND b.channel = said.channel AND b.platform = said.platform;
    INSERT INTO rollup.ad_month_brand
    SELECT f.workspace_id, date_trunc('month', f.day::timestamp)::date, f.brand_id, f.channel, f.platform, f.source_id, f.currency,
      sum(f.rows)::bigint, sum(f.impressions)::bigint, sum(f.clicks)::bigint, sum(f.spend_micros)::bigint,
      sum(f.conversions_claimed_micros)::bigint, sum(f.revenue_claimed_micros)::bigint
    FROM rollup.ad_day_brand f
    WHERE f.workspace_id = said.workspace_id AND f.day = ANY (days) AND f.brand_id = said.brand_id AND f.channel = said.channel AND f.platform = said.platform
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4;
  END LOOP;
  RETURN NULL;
END $$;
