-- Ads by week and campaign anew: each row holds what it is the sum of, too, day by day. Days of some campaigns among many are read out of it, as they lie together there. Made from the
-- sums by day of every workspace, which the owner sees while row-level security is not forced on it.

DROP TABLE rollup.ad_week_campaign;
CREATE TABLE rollup.ad_week_campaign (
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
  days date[] NOT NULL,
  rows_by_day bigint[] NOT NULL,
  impressions_by_day bigint[] NOT NULL,
  clicks_by_day bigint[] NOT NULL,
  spend_micros_by_day bigint[] NOT NULL,
  conversions_claimed_micros_by_day bigint[] NOT NULL,
  revenue_claimed_micros_by_day bigint[] NOT NULL,
  PRIMARY KEY (workspace_id, day, campaign_id, source_id, currency)
);

ALTER TABLE rollup.ad_day_campaign NO FORCE ROW LEVEL SECURITY;
INSERT INTO rollup.ad_week_campaign
SELECT f.workspace_id, date_trunc('week', f.day::timestamp)::date, f.campaign_id, f.source_id, f.currency,
  sum(f.rows)::bigint, sum(f.impressions)::bigint, sum(f.clicks)::bigint, sum(f.spend_micros)::bigint,
  sum(f.conversions_claimed_micros)::bigint, sum(f.revenue_claimed_micros)::bigint,
  array_agg(f.day ORDER BY f.day), array_agg(f.rows ORDER BY f.day), array_agg(f.impressions ORDER BY f.day), array_agg(f.clicks ORDER BY f.day),
  array_agg(f.spend_micros ORDER BY f.day), array_agg(f.conversions_claimed_micros ORDER BY f.day), array_agg(f.revenue_claimed_micros ORDER BY f.day)
FROM rollup.ad_day_campaign f
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3;
ALTER TABLE rollup.ad_day_campaign FORCE ROW LEVEL SECURITY;
SELECT hub.protect('rollup.ad_week_campaign', 'SELECT, INSERT, DELETE');
