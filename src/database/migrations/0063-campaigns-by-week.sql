-- Ads by week and campaign, for the numbers of campaigns over more than a week; a row's day is the Monday of it. Made from the sums by day of every workspace, which the owner
-- sees while row-level security is not forced on it.

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
  PRIMARY KEY (workspace_id, day, campaign_id, source_id, currency)
);

ALTER TABLE rollup.ad_day_campaign NO FORCE ROW LEVEL SECURITY;
INSERT INTO rollup.ad_week_campaign
SELECT f.workspace_id, date_trunc('week', f.day::timestamp)::date, f.campaign_id, f.source_id, f.currency,
  sum(f.rows)::bigint, sum(f.impressions)::bigint, sum(f.clicks)::bigint, sum(f.spend_micros)::bigint,
  sum(f.conversions_claimed_micros)::bigint, sum(f.revenue_claimed_micros)::bigint
FROM rollup.ad_day_campaign f
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3;
ALTER TABLE rollup.ad_day_campaign FORCE ROW LEVEL SECURITY;
SELECT hub.protect('rollup.ad_week_campaign', 'SELECT, INSERT, DELETE');
