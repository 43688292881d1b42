-- Written from the facts and the registry by `npm run snapshots`; not to be edited.

DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT viewname FROM pg_views WHERE schemaname = 'analytics' LOOP
    EXECUTE format('DROP VIEW IF EXISTS analytics.%I CASCADE', name);
  END LOOP;
END $$;

GRANT EXECUTE ON FUNCTION hub.door_workspace() TO brandhub_door, brandhub_analyst;

GRANT SELECT (id, key, name, reporting_currency, time_zone) ON hub.workspace TO brandhub_door;

DROP POLICY IF EXISTS door ON hub.workspace;

DROP POLICY IF EXISTS door_wall ON hub.workspace;

CREATE POLICY door ON hub.workspace FOR SELECT TO brandhub_door USING (id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON hub.workspace AS RESTRICTIVE TO brandhub_door USING (id = (SELECT hub.door_workspace()));

GRANT SELECT (workspace_id, id, key, name) ON hub.brand TO brandhub_door;

DROP POLICY IF EXISTS door ON hub.brand;

DROP POLICY IF EXISTS door_wall ON hub.brand;

CREATE POLICY door ON hub.brand FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON hub.brand AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT (workspace_id, id, key, name, platform, channel, brand_id) ON hub.campaign TO brandhub_door;

DROP POLICY IF EXISTS door ON hub.campaign;

DROP POLICY IF EXISTS door_wall ON hub.campaign;

CREATE POLICY door ON hub.campaign FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON hub.campaign AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT (workspace_id, id, key, name) ON hub.source TO brandhub_door;

DROP POLICY IF EXISTS door ON hub.source;

DROP POLICY IF EXISTS door_wall ON hub.source;

CREATE POLICY door ON hub.source FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON hub.source AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT (workspace_id, id, study, wave, recorded_at) ON hub.weighting TO brandhub_door;

DROP POLICY IF EXISTS door ON hub.weighting;

DROP POLICY IF EXISTS door_wall ON hub.weighting;

CREATE POLICY door ON hub.weighting FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON hub.weighting AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT (workspace_id, weighting_id, respondent, weight_micros) ON hub.respondent_weight TO brandhub_door;

DROP POLICY IF EXISTS door ON hub.respondent_weight;

DROP POLICY IF EXISTS door_wall ON hub.respondent_weight;

CREATE POLICY door ON hub.respondent_weight FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON hub.respondent_weight AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.ad_day TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.ad_day;

DROP POLICY IF EXISTS door_wall ON fact.ad_day;

CREATE POLICY door ON fact.ad_day FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.ad_day AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.ad_level_day TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.ad_level_day;

DROP POLICY IF EXISTS door_wall ON fact.ad_level_day;

CREATE POLICY door ON fact.ad_level_day FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.ad_level_day AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.ad_split_day TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.ad_split_day;

DROP POLICY IF EXISTS door_wall ON fact.ad_split_day;

CREATE POLICY door ON fact.ad_split_day FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.ad_split_day AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.answer_run TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.answer_run;

DROP POLICY IF EXISTS door_wall ON fact.answer_run;

CREATE POLICY door ON fact.answer_run FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.answer_run AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.creator_post TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.creator_post;

DROP POLICY IF EXISTS door_wall ON fact.creator_post;

CREATE POLICY door ON fact.creator_post FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.creator_post AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.customer_month TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.customer_month;

DROP POLICY IF EXISTS door_wall ON fact.customer_month;

CREATE POLICY door ON fact.customer_month FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.customer_month AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.email_send TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.email_send;

DROP POLICY IF EXISTS door_wall ON fact.email_send;

CREATE POLICY door ON fact.email_send FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.email_send AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.experiment_unit TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.experiment_unit;

DROP POLICY IF EXISTS door_wall ON fact.experiment_unit;

CREATE POLICY door ON fact.experiment_unit FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.experiment_unit AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.fx_day TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.fx_day;

DROP POLICY IF EXISTS door_wall ON fact.fx_day;

CREATE POLICY door ON fact.fx_day FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.fx_day AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.lift_test TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.lift_test;

DROP POLICY IF EXISTS door_wall ON fact.lift_test;

CREATE POLICY door ON fact.lift_test FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.lift_test AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.live_minute TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.live_minute;

DROP POLICY IF EXISTS door_wall ON fact.live_minute;

CREATE POLICY door ON fact.live_minute FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.live_minute AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.live_product TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.live_product;

DROP POLICY IF EXISTS door_wall ON fact.live_product;

CREATE POLICY door ON fact.live_product FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.live_product AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.live_session TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.live_session;

DROP POLICY IF EXISTS door_wall ON fact.live_session;

CREATE POLICY door ON fact.live_session FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.live_session AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.market_day TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.market_day;

DROP POLICY IF EXISTS door_wall ON fact.market_day;

CREATE POLICY door ON fact.market_day FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.market_day AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.mention TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.mention;

DROP POLICY IF EXISTS door_wall ON fact.mention;

CREATE POLICY door ON fact.mention FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.mention AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.order_credit TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.order_credit;

DROP POLICY IF EXISTS door_wall ON fact.order_credit;

CREATE POLICY door ON fact.order_credit FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.order_credit AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.order_line TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.order_line;

DROP POLICY IF EXISTS door_wall ON fact.order_line;

CREATE POLICY door ON fact.order_line FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.order_line AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.search_day TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.search_day;

DROP POLICY IF EXISTS door_wall ON fact.search_day;

CREATE POLICY door ON fact.search_day FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.search_day AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.settlement_line TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.settlement_line;

DROP POLICY IF EXISTS door_wall ON fact.settlement_line;

CREATE POLICY door ON fact.settlement_line FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.settlement_line AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.social_day TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.social_day;

DROP POLICY IF EXISTS door_wall ON fact.social_day;

CREATE POLICY door ON fact.social_day FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.social_day AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.survey_answer TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.survey_answer;

DROP POLICY IF EXISTS door_wall ON fact.survey_answer;

CREATE POLICY door ON fact.survey_answer FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.survey_answer AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.touch TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.touch;

DROP POLICY IF EXISTS door_wall ON fact.touch;

CREATE POLICY door ON fact.touch FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.touch AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.variant_day TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.variant_day;

DROP POLICY IF EXISTS door_wall ON fact.variant_day;

CREATE POLICY door ON fact.variant_day FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.variant_day AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

GRANT SELECT ON fact.web_day TO brandhub_door;

DROP POLICY IF EXISTS door ON fact.web_day;

DROP POLICY IF EXISTS door_wall ON fact.web_day;

CREATE POLICY door ON fact.web_day FOR SELECT TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE POLICY door_wall ON fact.web_day AS RESTRICTIVE TO brandhub_door USING (workspace_id = (SELECT hub.door_workspace()));

CREATE VIEW analytics.workspace WITH (security_barrier) AS
SELECT key, name, reporting_currency::text AS reporting_currency, time_zone FROM hub.workspace WHERE id = (SELECT hub.door_workspace());

ALTER VIEW analytics.workspace OWNER TO brandhub_door;

CREATE VIEW analytics.ad_day WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN c.brand_id <> 0 THEN coalesce(b.key, '#' || c.brand_id) END AS brand_key,
  CASE WHEN c.brand_id <> 0 THEN coalesce(b.name, '#' || c.brand_id) END AS brand_name,
  CASE WHEN f.campaign_id <> 0 THEN coalesce(c.key, '#' || f.campaign_id) END AS campaign_key,
  CASE WHEN f.campaign_id <> 0 THEN coalesce(c.name, '#' || f.campaign_id) END AS campaign_name,
  nullif(c.channel, '') AS channel,
  nullif(c.platform, '') AS platform,
  nullif(f.ad_group, '') AS ad_group,
  nullif(f.ad, '') AS ad,
  nullif(f.device, '') AS device,
  nullif(f.region, '') AS region,
  nullif(f.account, '') AS account,
  nullif(f.creative, '') AS creative,
  nullif(f.currency, '') AS currency,
  greatest(f.impressions) AS impressions,
  greatest(f.clicks) AS clicks,
  f.spend_micros * 0.000001 AS spend,
  f.conversions_claimed_micros * 0.000001 AS conversions_claimed,
  f.revenue_claimed_micros * 0.000001 AS revenue_claimed
FROM fact.ad_day f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.campaign c ON c.workspace_id = f.workspace_id AND c.id = f.campaign_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = c.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.ad_day IS 'One row is one ad on one platform on one day, by device and region where the platform says them.';

COMMENT ON COLUMN analytics.ad_day.spend IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.ad_day.revenue_claimed IS 'In the row''s currency.';

ALTER VIEW analytics.ad_day OWNER TO brandhub_door;

CREATE VIEW analytics.ad_level_day WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN c.brand_id <> 0 THEN coalesce(b.key, '#' || c.brand_id) END AS brand_key,
  CASE WHEN c.brand_id <> 0 THEN coalesce(b.name, '#' || c.brand_id) END AS brand_name,
  CASE WHEN f.campaign_id <> 0 THEN coalesce(c.key, '#' || f.campaign_id) END AS campaign_key,
  CASE WHEN f.campaign_id <> 0 THEN coalesce(c.name, '#' || f.campaign_id) END AS campaign_name,
  nullif(c.channel, '') AS channel,
  nullif(c.platform, '') AS platform,
  nullif(f.level, '') AS level,
  nullif(f.account, '') AS account,
  nullif(f.currency, '') AS currency,
  greatest(f.impressions) AS impressions,
  greatest(f.clicks) AS clicks,
  greatest(f.reach) AS reach,
  f.spend_micros * 0.000001 AS spend
FROM fact.ad_level_day f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.campaign c ON c.workspace_id = f.workspace_id AND c.id = f.campaign_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = c.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.ad_level_day IS 'One row is one campaign or one account on one day, as the platform totals it.';

COMMENT ON COLUMN analytics.ad_level_day.spend IS 'In the row''s currency.';

ALTER VIEW analytics.ad_level_day OWNER TO brandhub_door;

CREATE VIEW analytics.ad_split_day WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN c.brand_id <> 0 THEN coalesce(b.key, '#' || c.brand_id) END AS brand_key,
  CASE WHEN c.brand_id <> 0 THEN coalesce(b.name, '#' || c.brand_id) END AS brand_name,
  CASE WHEN f.campaign_id <> 0 THEN coalesce(c.key, '#' || f.campaign_id) END AS campaign_key,
  CASE WHEN f.campaign_id <> 0 THEN coalesce(c.name, '#' || f.campaign_id) END AS campaign_name,
  nullif(c.channel, '') AS channel,
  nullif(c.platform, '') AS platform,
  nullif(f.ad_group, '') AS ad_group,
  nullif(f.ad, '') AS ad,
  nullif(f.split, '') AS split,
  nullif(f.value, '') AS value,
  nullif(f.match_type, '') AS match_type,
  nullif(f.account, '') AS account,
  nullif(f.currency, '') AS currency,
  greatest(f.impressions) AS impressions,
  greatest(f.clicks) AS clicks,
  f.spend_micros * 0.000001 AS spend,
  f.conversions_claimed_micros * 0.000001 AS conversions_claimed,
  f.revenue_claimed_micros * 0.000001 AS revenue_claimed
FROM fact.ad_split_day f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.campaign c ON c.workspace_id = f.workspace_id AND c.id = f.campaign_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = c.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.ad_split_day IS 'One row is one value of one split of one ad (or ad group, or campaign) on one day.';

COMMENT ON COLUMN analytics.ad_split_day.spend IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.ad_split_day.revenue_claimed IS 'In the row''s currency.';

ALTER VIEW analytics.ad_split_day OWNER TO brandhub_door;

CREATE VIEW analytics.answer_run WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.engine, '') AS engine,
  nullif(f.prompt, '') AS prompt,
  nullif(f.run, '') AS run,
  nullif(f.cited, '') AS cited,
  nullif(f.language, '') AS language,
  greatest(f.named) AS named,
  greatest(f.place) AS place
FROM fact.answer_run f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.answer_run IS 'One row is one brand in one run of one prompt at one answer engine.';

ALTER VIEW analytics.answer_run OWNER TO brandhub_door;

CREATE VIEW analytics.creator_post WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  'creator'::text AS channel,
  'creator'::text AS initiative,
  nullif(f.platform, '') AS platform,
  nullif(f.post, '') AS post,
  nullif(f.creator, '') AS creator,
  nullif(f.creator_name, '') AS creator_name,
  nullif(f.tier, '') AS tier,
  nullif(f.kind, '') AS kind,
  nullif(f.relation, '') AS relation,
  nullif(f.title, '') AS title,
  nullif(f.url, '') AS url,
  greatest(f.published_at) AS published_at,
  nullif(f.currency, '') AS currency,
  greatest(f.followers) AS followers,
  greatest(f.impressions) AS impressions,
  greatest(f.views) AS views,
  greatest(f.viewers) AS viewers,
  greatest(f.likes) AS likes,
  greatest(f.comments) AS comments,
  greatest(f.shares) AS shares,
  greatest(f.saves) AS saves,
  greatest(f.clicks) AS clicks,
  f.cost_micros * 0.000001 AS cost,
  greatest(f.orders) AS orders,
  f.gmv_paid_micros * 0.000001 AS gmv_paid,
  f.refunded_micros * 0.000001 AS refunded
FROM fact.creator_post f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.creator_post IS 'One row is one post of one creator about one brand.';

COMMENT ON COLUMN analytics.creator_post.cost IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.creator_post.gmv_paid IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.creator_post.refunded IS 'In the row''s currency.';

ALTER VIEW analytics.creator_post OWNER TO brandhub_door;

CREATE VIEW analytics.customer_month WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.customer, '') AS customer,
  nullif(f.age, '') AS age,
  nullif(f.cohort, '') AS cohort,
  nullif(f.channel, '') AS channel,
  nullif(f.region, '') AS region,
  greatest(f.orders) AS orders,
  greatest(f.days_to_second) AS days_to_second,
  greatest(f.observed_days) AS observed_days
FROM fact.customer_month f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.customer_month IS 'One row is one customer of one brand in one calendar month with orders.';

ALTER VIEW analytics.customer_month OWNER TO brandhub_door;

CREATE VIEW analytics.email_send WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  'email'::text AS channel,
  nullif(f.send, '') AS send,
  nullif(f.subject, '') AS subject,
  nullif(f.audience, '') AS audience,
  nullif(f.currency, '') AS currency,
  greatest(f.sent) AS sent,
  greatest(f.bounced) AS bounced,
  greatest(f.opens) AS opens,
  greatest(f.clicks) AS clicks,
  greatest(f.unsubscribed) AS unsubscribed,
  greatest(f.complaints) AS complaints,
  greatest(f.orders) AS orders,
  f.revenue_micros * 0.000001 AS revenue
FROM fact.email_send f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.email_send IS 'One row is one e-mail sending.';

COMMENT ON COLUMN analytics.email_send.revenue IS 'In the row''s currency.';

ALTER VIEW analytics.email_send OWNER TO brandhub_door;

CREATE VIEW analytics.experiment_unit WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.experiment, '') AS experiment,
  nullif(f.phase, '') AS phase,
  nullif(f.variant, '') AS variant,
  nullif(f.unit, '') AS unit,
  nullif(f.metric, '') AS metric,
  nullif(f.experiment_name, '') AS experiment_name,
  nullif(f.variant_name, '') AS variant_name,
  nullif(f.metric_name, '') AS metric_name,
  greatest(f.variant_place) AS variant_place,
  nullif(f.metric_role, '') AS metric_role,
  greatest(f.exposed_at) AS exposed_at,
  f.weight_micros * 0.000001 AS weight,
  f.value_micros * 0.000001 AS value,
  f.before_micros * 0.000001 AS before,
  f.denominator_micros * 0.000001 AS denominator
FROM fact.experiment_unit f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.experiment_unit IS 'One row is one metric of one unit in one variant of one experiment.';

ALTER VIEW analytics.experiment_unit OWNER TO brandhub_door;

CREATE VIEW analytics.fx_day WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  nullif(f.currency, '') AS currency,
  f.per_euro_micros * 0.000001 AS per_euro
FROM fact.fx_day f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.fx_day IS 'One row is one currency on one day.';

ALTER VIEW analytics.fx_day OWNER TO brandhub_door;

CREATE VIEW analytics.lift_test WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.test, '') AS test,
  nullif(f.channel, '') AS channel,
  nullif(f.platform, '') AS platform,
  greatest(f.starts_on) AS starts_on,
  nullif(f.method, '') AS method,
  nullif(f.currency, '') AS currency,
  f.conversions_incremental_micros * 0.000001 AS conversions_incremental,
  f.conversions_error_micros * 0.000001 AS conversions_error,
  f.revenue_incremental_micros * 0.000001 AS revenue_incremental,
  f.revenue_error_micros * 0.000001 AS revenue_error,
  f.spend_tested_micros * 0.000001 AS spend_tested
FROM fact.lift_test f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.lift_test IS 'One row is one lift test of one channel.';

COMMENT ON COLUMN analytics.lift_test.revenue_incremental IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.lift_test.revenue_error IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.lift_test.spend_tested IS 'In the row''s currency.';

ALTER VIEW analytics.lift_test OWNER TO brandhub_door;

CREATE VIEW analytics.live_minute WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.platform, '') AS platform,
  nullif(f.session, '') AS session,
  nullif(f.minute, '') AS minute,
  nullif(f.currency, '') AS currency,
  greatest(f.online) AS online,
  greatest(f.entered) AS entered,
  greatest(f.exited) AS exited,
  greatest(f.comments) AS comments,
  greatest(f.orders) AS orders,
  f.gmv_paid_micros * 0.000001 AS gmv_paid
FROM fact.live_minute f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.live_minute IS 'One row is one minute of one livestream.';

COMMENT ON COLUMN analytics.live_minute.gmv_paid IS 'In the row''s currency.';

ALTER VIEW analytics.live_minute OWNER TO brandhub_door;

CREATE VIEW analytics.live_product WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  'livestream'::text AS channel,
  'livestream'::text AS initiative,
  nullif(f.platform, '') AS platform,
  nullif(f.session, '') AS session,
  nullif(f.product, '') AS product,
  nullif(f.title, '') AS title,
  nullif(f.currency, '') AS currency,
  greatest(f.exposures) AS exposures,
  greatest(f.clicks) AS clicks,
  greatest(f.orders) AS orders,
  greatest(f.units) AS units,
  f.gmv_paid_micros * 0.000001 AS gmv_paid,
  f.refunded_micros * 0.000001 AS refunded
FROM fact.live_product f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.live_product IS 'One row is one product in one livestream.';

COMMENT ON COLUMN analytics.live_product.gmv_paid IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.live_product.refunded IS 'In the row''s currency.';

ALTER VIEW analytics.live_product OWNER TO brandhub_door;

CREATE VIEW analytics.live_session WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  'livestream'::text AS channel,
  'livestream'::text AS initiative,
  nullif(f.platform, '') AS platform,
  nullif(f.session, '') AS session,
  nullif(f.creator, '') AS creator,
  nullif(f.creator_name, '') AS creator_name,
  nullif(f.title, '') AS title,
  greatest(f.started_at) AS started_at,
  greatest(f.ended_at) AS ended_at,
  nullif(f.currency, '') AS currency,
  f.gmv_placed_micros * 0.000001 AS gmv_placed,
  f.gmv_paid_micros * 0.000001 AS gmv_paid,
  f.refunded_micros * 0.000001 AS refunded,
  f.gmv_settled_micros * 0.000001 AS gmv_settled,
  f.gmv_after_micros * 0.000001 AS gmv_after,
  f.goods_cost_micros * 0.000001 AS goods_cost,
  f.cost_micros * 0.000001 AS cost,
  f.ad_cost_micros * 0.000001 AS ad_cost,
  greatest(f.exposures) AS exposures,
  greatest(f.views) AS views,
  greatest(f.viewers) AS viewers,
  greatest(f.peak_viewers) AS peak_viewers,
  greatest(f.watch_seconds) AS watch_seconds,
  greatest(f.live_seconds) AS live_seconds,
  greatest(f.product_exposures) AS product_exposures,
  greatest(f.product_clicks) AS product_clicks,
  greatest(f.orders_placed) AS orders_placed,
  greatest(f.orders) AS orders,
  greatest(f.buyers) AS buyers,
  greatest(f.likes) AS likes,
  greatest(f.comments) AS comments,
  greatest(f.shares) AS shares,
  greatest(f.new_followers) AS new_followers
FROM fact.live_session f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.live_session IS 'One row is one livestream.';

COMMENT ON COLUMN analytics.live_session.gmv_placed IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.live_session.gmv_paid IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.live_session.refunded IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.live_session.gmv_settled IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.live_session.gmv_after IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.live_session.goods_cost IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.live_session.cost IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.live_session.ad_cost IS 'In the row''s currency.';

ALTER VIEW analytics.live_session OWNER TO brandhub_door;

CREATE VIEW analytics.market_day WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.category, '') AS category,
  nullif(f.region, '') AS region,
  nullif(f.currency, '') AS currency,
  f.searches_micros * 0.000001 AS searches,
  f.sales_micros * 0.000001 AS sales,
  greatest(f.buyers) AS buyers,
  greatest(f.population) AS population
FROM fact.market_day f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.market_day IS 'One row is one brand in one category and region of a market, on one day or for the period that begins on it.';

COMMENT ON COLUMN analytics.market_day.sales IS 'In the row''s currency.';

ALTER VIEW analytics.market_day OWNER TO brandhub_door;

CREATE VIEW analytics.mention WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.post, '') AS post,
  greatest(f.published_at) AS published_at,
  nullif(f.platform, '') AS platform,
  nullif(f.kind, '') AS kind,
  nullif(f.channel, '') AS channel,
  nullif(f.language, '') AS language,
  nullif(f.sentiment, '') AS sentiment,
  nullif(f.sentiment_by, '') AS sentiment_by,
  nullif(f.written, '') AS written,
  nullif(f.topic, '') AS topic,
  nullif(f.spam, '') AS spam,
  nullif(f.cluster, '') AS cluster,
  nullif(f.query_version, '') AS query_version,
  nullif(f.author, '') AS author,
  nullif(f.url, '') AS url,
  nullif(f.text, '') AS text,
  greatest(f.engagements) AS engagements,
  greatest(f.views) AS views,
  f.sentiment_score_micros * 0.000001 AS sentiment_score
FROM fact.mention f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.mention IS 'One row is one post or article about one brand.';

ALTER VIEW analytics.mention OWNER TO brandhub_door;

CREATE VIEW analytics.order_credit WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  CASE WHEN f.campaign_id <> 0 THEN coalesce(c.key, '#' || f.campaign_id) END AS campaign_key,
  CASE WHEN f.campaign_id <> 0 THEN coalesce(c.name, '#' || f.campaign_id) END AS campaign_name,
  nullif(f.order_id, '') AS order_id,
  nullif(f.step, '') AS step,
  nullif(f.person, '') AS person,
  nullif(f.touch, '') AS touch,
  nullif(f.touch_source, '') AS touch_source,
  greatest(f.touched_at) AS touched_at,
  nullif(f.channel, '') AS channel,
  nullif(f.platform, '') AS platform,
  nullif(f.model, '') AS model,
  nullif(f.currency, '') AS currency,
  f.conversions_micros * 0.000001 AS conversions,
  f.revenue_micros * 0.000001 AS revenue
FROM fact.order_credit f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.campaign c ON c.workspace_id = f.workspace_id AND c.id = f.campaign_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.order_credit IS 'One row is one touch of the journey to one order.';

COMMENT ON COLUMN analytics.order_credit.revenue IS 'In the row''s currency.';

ALTER VIEW analytics.order_credit OWNER TO brandhub_door;

CREATE VIEW analytics.order_line WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.order_id, '') AS order_id,
  nullif(f.line, '') AS line,
  nullif(f.customer, '') AS customer,
  greatest(f.placed_at) AS placed_at,
  nullif(f.segment, '') AS segment,
  nullif(f.product, '') AS product,
  nullif(f.region, '') AS region,
  nullif(f.channel, '') AS channel,
  nullif(f.collaboration, '') AS collaboration,
  nullif(f.currency, '') AS currency,
  greatest(f.quantity) AS quantity,
  f.gross_micros * 0.000001 AS gross,
  f.refunded_micros * 0.000001 AS refunded,
  f.revenue_micros * 0.000001 AS revenue,
  f.goods_cost_micros * 0.000001 AS goods_cost
FROM fact.order_line f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.order_line IS 'One row is one line of one paid order.';

COMMENT ON COLUMN analytics.order_line.gross IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.order_line.refunded IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.order_line.revenue IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.order_line.goods_cost IS 'In the row''s currency.';

ALTER VIEW analytics.order_line OWNER TO brandhub_door;

CREATE VIEW analytics.search_day WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  'organic_search'::text AS channel,
  'google'::text AS platform,
  nullif(f.scope, '') AS scope,
  nullif(f.query, '') AS query,
  nullif(f.page, '') AS page,
  nullif(f.region, '') AS region,
  nullif(f.device, '') AS device,
  greatest(f.clicks) AS clicks,
  greatest(f.impressions) AS impressions,
  f.position_sum_micros * 0.000001 AS position_sum
FROM fact.search_day f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.search_day IS 'One row is one site on one day by scope, query, page, region and device.';

ALTER VIEW analytics.search_day OWNER TO brandhub_door;

CREATE VIEW analytics.settlement_line WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.collaboration, '') AS collaboration,
  nullif(f.line, '') AS line,
  nullif(f.entry, '') AS entry,
  nullif(f.platform, '') AS platform,
  nullif(f.creator, '') AS creator,
  nullif(f.status, '') AS status,
  nullif(f.currency, '') AS currency,
  f.amount_micros * 0.000001 AS amount
FROM fact.settlement_line f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.settlement_line IS 'One row is one line of the account of one collaboration.';

COMMENT ON COLUMN analytics.settlement_line.amount IS 'In the row''s currency.';

ALTER VIEW analytics.settlement_line OWNER TO brandhub_door;

CREATE VIEW analytics.social_day WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  'organic_social'::text AS channel,
  nullif(f.platform, '') AS platform,
  nullif(f.account, '') AS account,
  greatest(f.followers) AS followers,
  greatest(f.followers_gained) AS followers_gained,
  greatest(f.followers_lost) AS followers_lost,
  greatest(f.posts) AS posts,
  greatest(f.impressions) AS impressions,
  greatest(f.views) AS views,
  greatest(f.engagements) AS engagements
FROM fact.social_day f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.social_day IS 'One row is one account on one platform on one day.';

ALTER VIEW analytics.social_day OWNER TO brandhub_door;

CREATE VIEW analytics.survey_answer WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.wave, '') AS wave,
  nullif(f.respondent, '') AS respondent,
  nullif(f.question, '') AS question,
  nullif(f.study, '') AS study,
  nullif(f.segment, '') AS segment,
  nullif(f.region, '') AS region,
  nullif(f.answer, '') AS answer,
  nullif(f.state, '') AS state,
  f.score_micros * 0.000001 AS score,
  coalesce(w.weight_micros, f.weight_micros) * 0.000001 AS weight
FROM fact.survey_answer f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
LEFT JOIN (SELECT n.study, n.wave, r.respondent, r.weight_micros
      FROM (SELECT DISTINCT ON (g.study, g.wave) g.id, g.study, g.wave FROM hub.weighting g WHERE g.workspace_id = (SELECT hub.door_workspace())
        ORDER BY g.study, g.wave, g.recorded_at DESC) n
      JOIN hub.respondent_weight r ON r.workspace_id = (SELECT hub.door_workspace()) AND r.weighting_id = n.id) w ON w.study = f.study AND w.wave = f.wave AND w.respondent = f.respondent
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.survey_answer IS 'One row is one respondent''s answer to one question about one brand.';

ALTER VIEW analytics.survey_answer OWNER TO brandhub_door;

CREATE VIEW analytics.touch WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.person, '') AS person,
  nullif(f.touch, '') AS touch,
  greatest(f.at) AS at,
  nullif(f.channel, '') AS channel,
  nullif(f.interaction, '') AS interaction,
  nullif(f.campaign_name, '') AS campaign_name
FROM fact.touch f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.touch IS 'One row is one touch of one person.';

ALTER VIEW analytics.touch OWNER TO brandhub_door;

CREATE VIEW analytics.variant_day WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.experiment, '') AS experiment,
  nullif(f.phase, '') AS phase,
  nullif(f.variant, '') AS variant,
  nullif(f.metric, '') AS metric,
  nullif(f.experiment_name, '') AS experiment_name,
  nullif(f.variant_name, '') AS variant_name,
  nullif(f.metric_name, '') AS metric_name,
  greatest(f.variant_place) AS variant_place,
  nullif(f.metric_role, '') AS metric_role,
  f.weight_micros * 0.000001 AS weight,
  greatest(f.users) AS users,
  f.sum_micros * 0.000001 AS sum,
  f.sum_squares_micros * 0.000001 AS sum_squares,
  f.denominator_micros * 0.000001 AS denominator,
  f.denominator_squares_micros * 0.000001 AS denominator_squares,
  f.products_micros * 0.000001 AS products
FROM fact.variant_day f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.variant_day IS 'One row is one metric of one variant of one experiment as of one day.';

ALTER VIEW analytics.variant_day OWNER TO brandhub_door;

CREATE VIEW analytics.web_day WITH (security_barrier) AS
SELECT
  f.day AS day,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.key, '#' || f.source_id) END AS source_key,
  CASE WHEN f.source_id <> 0 THEN coalesce(s.name, '#' || f.source_id) END AS source_name,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.key, '#' || f.brand_id) END AS brand_key,
  CASE WHEN f.brand_id <> 0 THEN coalesce(b.name, '#' || f.brand_id) END AS brand_name,
  nullif(f.channel, '') AS channel,
  nullif(f.page, '') AS page,
  nullif(f.region, '') AS region,
  nullif(f.device, '') AS device,
  nullif(f.currency, '') AS currency,
  greatest(f.sessions) AS sessions,
  greatest(f.users) AS users,
  greatest(f.conversions) AS conversions,
  greatest(f.page_views) AS page_views,
  greatest(f.bounces) AS bounces,
  greatest(f.visit_seconds) AS visit_seconds,
  f.revenue_micros * 0.000001 AS revenue
FROM fact.web_day f
LEFT JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id
WHERE f.workspace_id = (SELECT hub.door_workspace());

COMMENT ON VIEW analytics.web_day IS 'One row is one site on one day by channel, page, region and device.';

COMMENT ON COLUMN analytics.web_day.revenue IS 'In the row''s currency.';

ALTER VIEW analytics.web_day OWNER TO brandhub_door;

CREATE VIEW analytics.ad_day_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  campaign_key,
  campaign_name,
  channel,
  platform,
  currency,
  count(*) AS row_count,
  sum(spend) AS spend,
  sum(revenue_claimed) AS revenue_claimed,
  sum(clicks) AS clicks,
  sum(conversions_claimed) AS conversions_claimed,
  sum(impressions) AS impressions
FROM analytics.ad_day
GROUP BY day, source_key, source_name, brand_key, brand_name, campaign_key, campaign_name, channel, platform, currency;

COMMENT ON VIEW analytics.ad_day_sums IS 'Sums by day of ad_day.';

COMMENT ON COLUMN analytics.ad_day_sums.spend IS 'What the ads cost, as the platforms report it. In the row''s currency.';

COMMENT ON COLUMN analytics.ad_day_sums.revenue_claimed IS 'Revenue that each platform claims for its ads. In the row''s currency.';

COMMENT ON COLUMN analytics.ad_day_sums.clicks IS 'How often the ads were clicked.';

COMMENT ON COLUMN analytics.ad_day_sums.conversions_claimed IS 'Conversions that each platform claims for itself; two platforms may claim the same order.';

COMMENT ON COLUMN analytics.ad_day_sums.impressions IS 'How often the ads were shown.';

ALTER VIEW analytics.ad_day_sums OWNER TO brandhub_door;

CREATE VIEW analytics.ad_split_day_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  campaign_key,
  campaign_name,
  channel,
  platform,
  split,
  currency,
  count(*) AS row_count,
  sum(clicks) AS split_clicks,
  sum(conversions_claimed) AS split_conversions_claimed,
  sum(spend) AS split_spend,
  sum(impressions) AS split_impressions,
  sum(revenue_claimed) AS split_revenue_claimed
FROM analytics.ad_split_day
GROUP BY day, source_key, source_name, brand_key, brand_name, campaign_key, campaign_name, channel, platform, split, currency;

COMMENT ON VIEW analytics.ad_split_day_sums IS 'Sums by day of ad_split_day.';

COMMENT ON COLUMN analytics.ad_split_day_sums.split_clicks IS 'How often the ads were clicked, of one split at a time.';

COMMENT ON COLUMN analytics.ad_split_day_sums.split_conversions_claimed IS 'Conversions that platforms claim, by conversion action, keyword or another split; of one split at a time.';

COMMENT ON COLUMN analytics.ad_split_day_sums.split_spend IS 'What the ads cost by keyword, search term, placement, age or another split; of one split at a time. In the row''s currency.';

COMMENT ON COLUMN analytics.ad_split_day_sums.split_impressions IS 'How often the ads were shown, of one split at a time.';

COMMENT ON COLUMN analytics.ad_split_day_sums.split_revenue_claimed IS 'Revenue that platforms claim, of one split at a time. In the row''s currency.';

ALTER VIEW analytics.ad_split_day_sums OWNER TO brandhub_door;

CREATE VIEW analytics.answer_run_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  count(*) AS row_count,
  count(*) FILTER (WHERE named IS NOT NULL AND cited IS NOT NULL) AS rows_named_told_cited_told,
  count(*) FILTER (WHERE named IS NOT NULL) AS ai_runs,
  sum(place) AS place,
  count(*) FILTER (WHERE place IS NOT NULL) AS rows_place_told,
  sum(named) AS named
FROM analytics.answer_run
GROUP BY day, source_key, source_name, brand_key, brand_name;

COMMENT ON VIEW analytics.answer_run_sums IS 'Sums by day of answer_run.';

COMMENT ON COLUMN analytics.answer_run_sums.ai_runs IS 'Runs of prompts at answer engines of which it is told whether they name the brand; each prompt is run several times, as answers differ.';

ALTER VIEW analytics.answer_run_sums OWNER TO brandhub_door;

CREATE VIEW analytics.creator_post_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  channel,
  platform,
  currency,
  count(*) AS row_count,
  sum(clicks) AS creator_clicks,
  sum(likes) FILTER (WHERE followers IS NOT NULL) AS likes_followers_told,
  sum(comments) FILTER (WHERE likes IS NOT NULL AND followers IS NOT NULL) AS comments_likes_told_followers_told,
  sum(shares) FILTER (WHERE likes IS NOT NULL AND followers IS NOT NULL) AS shares_likes_told_followers_told,
  sum(saves) FILTER (WHERE likes IS NOT NULL AND followers IS NOT NULL) AS saves_likes_told_followers_told,
  sum(followers) FILTER (WHERE likes IS NOT NULL) AS followers_likes_told,
  sum(likes) FILTER (WHERE views IS NOT NULL) AS likes_views_told,
  sum(comments) FILTER (WHERE likes IS NOT NULL AND views IS NOT NULL) AS comments_likes_told_views_told,
  sum(shares) FILTER (WHERE likes IS NOT NULL AND views IS NOT NULL) AS shares_likes_told_views_told,
  sum(saves) FILTER (WHERE likes IS NOT NULL AND views IS NOT NULL) AS saves_likes_told_views_told,
  sum(views) FILTER (WHERE likes IS NOT NULL) AS views_likes_told,
  sum(likes) AS likes,
  sum(comments) FILTER (WHERE likes IS NOT NULL) AS comments_likes_told,
  sum(shares) FILTER (WHERE likes IS NOT NULL) AS shares_likes_told,
  sum(saves) FILTER (WHERE likes IS NOT NULL) AS saves_likes_told,
  sum(impressions) AS creator_impressions,
  count(*) AS creator_posts,
  sum(views) AS creator_views,
  sum(cost) AS creator_cost,
  sum(cost) FILTER (WHERE likes IS NOT NULL) AS cost_likes_told,
  sum(likes) FILTER (WHERE cost IS NOT NULL) AS likes_cost_told,
  sum(comments) FILTER (WHERE likes IS NOT NULL AND cost IS NOT NULL) AS comments_likes_told_cost_told,
  sum(shares) FILTER (WHERE likes IS NOT NULL AND cost IS NOT NULL) AS shares_likes_told_cost_told,
  sum(saves) FILTER (WHERE likes IS NOT NULL AND cost IS NOT NULL) AS saves_likes_told_cost_told,
  sum(cost) FILTER (WHERE impressions IS NOT NULL) AS cost_impressions_told,
  sum(impressions) FILTER (WHERE cost IS NOT NULL) AS impressions_cost_told,
  sum(cost) FILTER (WHERE views IS NOT NULL) AS cost_views_told,
  sum(views) FILTER (WHERE cost IS NOT NULL) AS views_cost_told,
  sum(gmv_paid) AS creator_gmv_paid,
  sum(refunded) AS refunded,
  sum(gmv_paid) FILTER (WHERE views IS NOT NULL) AS gmv_paid_views_told,
  sum(views) FILTER (WHERE gmv_paid IS NOT NULL) AS views_gmv_paid_told,
  sum(orders) AS creator_orders,
  sum(gmv_paid) FILTER (WHERE cost IS NOT NULL) AS gmv_paid_cost_told,
  sum(cost) FILTER (WHERE gmv_paid IS NOT NULL) AS cost_gmv_paid_told,
  sum(refunded) FILTER (WHERE cost IS NOT NULL AND gmv_paid IS NOT NULL) AS refunded_cost_told_gmv_paid_told
FROM analytics.creator_post
GROUP BY day, source_key, source_name, brand_key, brand_name, channel, platform, currency;

COMMENT ON VIEW analytics.creator_post_sums IS 'Sums by day of creator_post.';

COMMENT ON COLUMN analytics.creator_post_sums.creator_clicks IS 'Clicks on the links of creators’ posts.';

COMMENT ON COLUMN analytics.creator_post_sums.creator_impressions IS 'How often the posts of creators were shown.';

COMMENT ON COLUMN analytics.creator_post_sums.creator_posts IS 'Posts of creators and of the own accounts about the brand.';

COMMENT ON COLUMN analytics.creator_post_sums.creator_views IS 'How often the posts of creators were played or read.';

COMMENT ON COLUMN analytics.creator_post_sums.creator_cost IS 'Fees, commissions and boosting of creators’ posts. In the row''s currency.';

COMMENT ON COLUMN analytics.creator_post_sums.cost_likes_told IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.creator_post_sums.cost_impressions_told IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.creator_post_sums.cost_views_told IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.creator_post_sums.creator_gmv_paid IS 'Paid through the posts of creators, before refunds. In the row''s currency.';

COMMENT ON COLUMN analytics.creator_post_sums.refunded IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.creator_post_sums.gmv_paid_views_told IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.creator_post_sums.creator_orders IS 'Orders that platforms claim for the posts of creators.';

COMMENT ON COLUMN analytics.creator_post_sums.gmv_paid_cost_told IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.creator_post_sums.cost_gmv_paid_told IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.creator_post_sums.refunded_cost_told_gmv_paid_told IS 'In the row''s currency.';

ALTER VIEW analytics.creator_post_sums OWNER TO brandhub_door;

CREATE VIEW analytics.customer_month_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  channel,
  count(*) AS row_count,
  count(*) FILTER (WHERE age = '0') AS cohort_customers,
  count(*) FILTER (WHERE observed_days >= 90 AND days_to_second < 91) AS rows_observed_days_from_90_days_to_second_below_91,
  count(*) FILTER (WHERE observed_days >= 90) AS rows_observed_days_from_90,
  count(*) FILTER (WHERE observed_days >= 30 AND days_to_second < 31) AS rows_observed_days_from_30_days_to_second_below_31,
  count(*) FILTER (WHERE observed_days >= 30) AS rows_observed_days_from_30,
  count(*) FILTER (WHERE observed_days >= 365 AND days_to_second < 366) AS rows_observed_days_from_365_days_to_second_below_366,
  count(*) FILTER (WHERE observed_days >= 365) AS rows_observed_days_from_365,
  count(*) AS retained_customers
FROM analytics.customer_month
GROUP BY day, source_key, source_name, brand_key, brand_name, channel;

COMMENT ON VIEW analytics.customer_month_sums IS 'Sums by day of customer_month.';

COMMENT ON COLUMN analytics.customer_month_sums.cohort_customers IS 'Customers by the day of their first order of a brand; who is told to have ordered before the hub knew of it is left out.';

COMMENT ON COLUMN analytics.customer_month_sums.retained_customers IS 'Customers of one cohort (calendar month of the first order) who ordered in the calendar month so many months later; months that are not over yet are left out.';

ALTER VIEW analytics.customer_month_sums OWNER TO brandhub_door;

CREATE VIEW analytics.email_send_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  channel,
  currency,
  count(*) AS row_count,
  sum(bounced) AS bounced,
  sum(sent) AS emails_sent,
  sum(clicks) AS email_clicks,
  sum(opens) AS email_opens,
  sum(complaints) AS complaints,
  sum(orders) AS email_orders_claimed,
  sum(revenue) AS email_revenue_claimed,
  sum(unsubscribed) AS unsubscribed
FROM analytics.email_send
GROUP BY day, source_key, source_name, brand_key, brand_name, channel, currency;

COMMENT ON VIEW analytics.email_send_sums IS 'Sums by day of email_send.';

COMMENT ON COLUMN analytics.email_send_sums.emails_sent IS 'E-mails that were sent out.';

COMMENT ON COLUMN analytics.email_send_sums.email_clicks IS 'Recipients who clicked.';

COMMENT ON COLUMN analytics.email_send_sums.email_opens IS 'Recipients who opened, machine opens left out where the sender can tell.';

COMMENT ON COLUMN analytics.email_send_sums.email_orders_claimed IS 'Orders that the e-mail tool claims for its sendings.';

COMMENT ON COLUMN analytics.email_send_sums.email_revenue_claimed IS 'Revenue that the e-mail tool claims for its sendings. In the row''s currency.';

ALTER VIEW analytics.email_send_sums OWNER TO brandhub_door;

CREATE VIEW analytics.lift_test_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  channel,
  platform,
  currency,
  count(*) AS row_count,
  sum(conversions_incremental) AS conversions_incremental,
  sum(revenue_incremental) AS revenue_incremental,
  sum(spend_tested) AS spend_tested
FROM analytics.lift_test
GROUP BY day, source_key, source_name, brand_key, brand_name, channel, platform, currency;

COMMENT ON VIEW analytics.lift_test_sums IS 'Sums by day of lift_test.';

COMMENT ON COLUMN analytics.lift_test_sums.conversions_incremental IS 'Conversions that lift tests found would not have come without the channel, by the day on which a test ended.';

COMMENT ON COLUMN analytics.lift_test_sums.revenue_incremental IS 'Revenue that lift tests found would not have come without the channel, by the day on which a test ended. In the row''s currency.';

COMMENT ON COLUMN analytics.lift_test_sums.spend_tested IS 'What lift tests spent beyond what they would have without what was tested. In the row''s currency.';

ALTER VIEW analytics.lift_test_sums OWNER TO brandhub_door;

CREATE VIEW analytics.live_minute_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  platform,
  currency,
  count(*) AS row_count,
  sum(gmv_paid) AS live_minute_gmv_paid
FROM analytics.live_minute
GROUP BY day, source_key, source_name, brand_key, brand_name, platform, currency;

COMMENT ON VIEW analytics.live_minute_sums IS 'Sums by day of live_minute.';

COMMENT ON COLUMN analytics.live_minute_sums.live_minute_gmv_paid IS 'What the minutes of livestreams add up to; the paid GMV of their sessions, where platforms tell both. In the row''s currency.';

ALTER VIEW analytics.live_minute_sums OWNER TO brandhub_door;

CREATE VIEW analytics.live_product_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  channel,
  platform,
  currency,
  count(*) AS row_count,
  sum(clicks) AS clicks,
  sum(exposures) AS exposures,
  sum(gmv_paid) AS shelf_gmv_paid,
  sum(orders) AS orders,
  sum(refunded) AS refunded,
  sum(units) AS shelf_units
FROM analytics.live_product
GROUP BY day, source_key, source_name, brand_key, brand_name, channel, platform, currency;

COMMENT ON VIEW analytics.live_product_sums IS 'Sums by day of live_product.';

COMMENT ON COLUMN analytics.live_product_sums.shelf_gmv_paid IS 'Paid in livestreams for the products on their shelves, before refunds. In the row''s currency.';

COMMENT ON COLUMN analytics.live_product_sums.refunded IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.live_product_sums.shelf_units IS 'Pieces sold in livestreams.';

ALTER VIEW analytics.live_product_sums OWNER TO brandhub_door;

CREATE VIEW analytics.live_session_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  channel,
  platform,
  currency,
  count(*) AS row_count,
  sum(gmv_after) AS gmv_after_live,
  sum(gmv_paid) AS gmv_paid,
  sum(refunded) AS gmv_refunded,
  sum(gmv_placed) AS gmv_placed,
  sum(gmv_settled) AS gmv_settled,
  sum(live_seconds) AS air_time,
  sum(exposures) AS live_exposures,
  sum(new_followers) AS live_new_followers,
  sum(views) AS live_views,
  count(*) AS live_sessions,
  sum(watch_seconds) AS watch_time,
  sum(orders) AS live_orders,
  sum(likes) AS likes,
  sum(comments) AS comments,
  sum(shares) AS shares,
  sum(orders_placed) AS live_orders_placed,
  sum(product_clicks) AS live_product_clicks,
  sum(product_exposures) AS live_product_exposures,
  sum(ad_cost) AS live_ad_cost,
  sum(cost) AS live_cost,
  sum(goods_cost) AS goods_cost
FROM analytics.live_session
GROUP BY day, source_key, source_name, brand_key, brand_name, channel, platform, currency;

COMMENT ON VIEW analytics.live_session_sums IS 'Sums by day of live_session.';

COMMENT ON COLUMN analytics.live_session_sums.gmv_after_live IS 'Paid in the seven days after a livestream for what was shown in it; not part of the paid GMV. In the row''s currency.';

COMMENT ON COLUMN analytics.live_session_sums.gmv_paid IS 'Paid in livestreams, before refunds. In the row''s currency.';

COMMENT ON COLUMN analytics.live_session_sums.gmv_refunded IS 'Paid in livestreams and paid back since, on the day of the stream. In the row''s currency.';

COMMENT ON COLUMN analytics.live_session_sums.gmv_placed IS 'Ordered in livestreams, paid or not. In the row''s currency.';

COMMENT ON COLUMN analytics.live_session_sums.gmv_settled IS 'Paid out by the platform after the time for returns. In the row''s currency.';

COMMENT ON COLUMN analytics.live_session_sums.air_time IS 'Seconds on air.';

COMMENT ON COLUMN analytics.live_session_sums.live_exposures IS 'How often livestreams were shown to somebody who might enter.';

COMMENT ON COLUMN analytics.live_session_sums.live_new_followers IS 'Who began to follow during a livestream.';

COMMENT ON COLUMN analytics.live_session_sums.live_views IS 'How often somebody entered a livestream; one person may do so several times.';

COMMENT ON COLUMN analytics.live_session_sums.live_sessions IS 'Selling livestreams that were held.';

COMMENT ON COLUMN analytics.live_session_sums.watch_time IS 'Seconds that all viewers together watched.';

COMMENT ON COLUMN analytics.live_session_sums.live_orders IS 'Paid orders of livestreams.';

COMMENT ON COLUMN analytics.live_session_sums.live_orders_placed IS 'Orders made in livestreams, paid or not.';

COMMENT ON COLUMN analytics.live_session_sums.live_product_clicks IS 'Clicks on products of livestreams.';

COMMENT ON COLUMN analytics.live_session_sums.live_product_exposures IS 'How often products were shown to viewers of livestreams.';

COMMENT ON COLUMN analytics.live_session_sums.live_ad_cost IS 'What boosting livestreams cost; part of the live cost. In the row''s currency.';

COMMENT ON COLUMN analytics.live_session_sums.live_cost IS 'Slot fees, commissions and boosting of livestreams. In the row''s currency.';

COMMENT ON COLUMN analytics.live_session_sums.goods_cost IS 'In the row''s currency.';

ALTER VIEW analytics.live_session_sums OWNER TO brandhub_door;

CREATE VIEW analytics.market_day_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  currency,
  count(*) AS row_count,
  sum(searches) AS brand_searches,
  sum(sales) AS market_sales
FROM analytics.market_day
GROUP BY day, source_key, source_name, brand_key, brand_name, currency;

COMMENT ON VIEW analytics.market_day_sums IS 'Sums by day of market_day.';

COMMENT ON COLUMN analytics.market_day_sums.brand_searches IS 'Searches for the brand as a trend service or a keyword tool tells them: a volume, or an index on one scale.';

COMMENT ON COLUMN analytics.market_day_sums.market_sales IS 'What was bought of the brand from anyone, as a panel or a study tells it. In the row''s currency.';

ALTER VIEW analytics.market_day_sums OWNER TO brandhub_door;

CREATE VIEW analytics.mention_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  channel,
  platform,
  count(*) AS row_count,
  sum(engagements) AS mention_engagements,
  count(*) AS mentions,
  sum(views) AS mention_views,
  count(*) FILTER (WHERE sentiment = 'negative') AS mentions_negative,
  count(*) FILTER (WHERE sentiment = 'neutral') AS mentions_neutral,
  count(*) FILTER (WHERE sentiment = 'positive') AS mentions_positive
FROM analytics.mention
GROUP BY day, source_key, source_name, brand_key, brand_name, channel, platform;

COMMENT ON VIEW analytics.mention_sums IS 'Sums by day of mention.';

COMMENT ON COLUMN analytics.mention_sums.mention_engagements IS 'Reactions, comments and shares on mentions.';

COMMENT ON COLUMN analytics.mention_sums.mentions IS 'Posts and articles that name the brand.';

COMMENT ON COLUMN analytics.mention_sums.mention_views IS 'How often mentions were seen, as far as their platforms tell.';

COMMENT ON COLUMN analytics.mention_sums.mentions_negative IS 'Mentions that speak ill of the brand.';

COMMENT ON COLUMN analytics.mention_sums.mentions_neutral IS 'Mentions that take no side.';

COMMENT ON COLUMN analytics.mention_sums.mentions_positive IS 'Mentions that speak well of the brand.';

ALTER VIEW analytics.mention_sums OWNER TO brandhub_door;

CREATE VIEW analytics.order_credit_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  campaign_key,
  campaign_name,
  channel,
  platform,
  currency,
  count(*) AS row_count,
  sum(conversions) AS conversions_attributed,
  sum(revenue) AS revenue_attributed
FROM analytics.order_credit
GROUP BY day, source_key, source_name, brand_key, brand_name, campaign_key, campaign_name, channel, platform, currency;

COMMENT ON VIEW analytics.order_credit_sums IS 'Sums by day of order_credit.';

COMMENT ON COLUMN analytics.order_credit_sums.conversions_attributed IS 'Orders credited to the touches before them by the workspace’s reporting model, on the day of the order; each order is shared out once. Orders without a known touch are credited to nobody.';

COMMENT ON COLUMN analytics.order_credit_sums.revenue_attributed IS 'Revenue, net of refunds, of the orders that the workspace’s reporting model credits to touches, on the day of the order. In the row''s currency.';

ALTER VIEW analytics.order_credit_sums OWNER TO brandhub_door;

CREATE VIEW analytics.order_line_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  channel,
  currency,
  count(*) AS row_count,
  sum(revenue) AS revenue,
  sum(quantity) AS units_sold,
  sum(goods_cost) AS goods_cost,
  sum(revenue) FILTER (WHERE goods_cost IS NOT NULL) AS revenue_goods_cost_told,
  sum(refunded) AS refunded_revenue,
  sum(gross) AS revenue_gross
FROM analytics.order_line
GROUP BY day, source_key, source_name, brand_key, brand_name, channel, currency;

COMMENT ON VIEW analytics.order_line_sums IS 'Sums by day of order_line.';

COMMENT ON COLUMN analytics.order_line_sums.revenue IS 'Paid for orders, net of refunds. In the row''s currency.';

COMMENT ON COLUMN analytics.order_line_sums.units_sold IS 'Pieces in paid orders.';

COMMENT ON COLUMN analytics.order_line_sums.goods_cost IS 'What the goods of paid orders cost, of the order lines that tell it. In the row''s currency.';

COMMENT ON COLUMN analytics.order_line_sums.revenue_goods_cost_told IS 'In the row''s currency.';

COMMENT ON COLUMN analytics.order_line_sums.refunded_revenue IS 'Paid back to customers, on the day of the order. In the row''s currency.';

COMMENT ON COLUMN analytics.order_line_sums.revenue_gross IS 'Paid for orders, before refunds. In the row''s currency.';

ALTER VIEW analytics.order_line_sums OWNER TO brandhub_door;

CREATE VIEW analytics.search_day_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  channel,
  platform,
  scope,
  count(*) AS row_count,
  sum(clicks) AS search_clicks,
  sum(impressions) AS search_impressions,
  sum(position_sum) AS position_sum
FROM analytics.search_day
GROUP BY day, source_key, source_name, brand_key, brand_name, channel, platform, scope;

COMMENT ON VIEW analytics.search_day_sums IS 'Sums by day of search_day.';

COMMENT ON COLUMN analytics.search_day_sums.search_clicks IS 'Clicks from organic search results.';

COMMENT ON COLUMN analytics.search_day_sums.search_impressions IS 'Appearances in organic search results.';

ALTER VIEW analytics.search_day_sums OWNER TO brandhub_door;

CREATE VIEW analytics.settlement_line_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  platform,
  currency,
  count(*) AS row_count,
  sum(amount) FILTER (WHERE entry = 'boost') AS collaboration_boost_cost,
  sum(amount) FILTER (WHERE entry = 'commission') AS collaboration_commission,
  sum(amount) FILTER (WHERE entry = 'slot_fee') AS collaboration_slot_fees,
  sum(amount) FILTER (WHERE entry = 'sample') AS collaboration_sample_cost,
  sum(amount) FILTER (WHERE entry = 'guarantee') AS collaboration_guarantee,
  sum(amount) FILTER (WHERE entry = 'gmv') AS collaboration_gmv_paid,
  sum(amount) FILTER (WHERE entry = 'refund') AS collaboration_refunded,
  sum(amount) FILTER (WHERE entry = 'goods') AS collaboration_goods_cost,
  count(*) FILTER (WHERE status = 'open') AS collaboration_open_lines
FROM analytics.settlement_line
GROUP BY day, source_key, source_name, brand_key, brand_name, platform, currency;

COMMENT ON VIEW analytics.settlement_line_sums IS 'Sums by day of settlement_line.';

COMMENT ON COLUMN analytics.settlement_line_sums.collaboration_boost_cost IS 'Ads that boost posts and livestreams of collaborations. In the row''s currency.';

COMMENT ON COLUMN analytics.settlement_line_sums.collaboration_commission IS 'Commission of creators; what is taken back for refunds is off it. In the row''s currency.';

COMMENT ON COLUMN analytics.settlement_line_sums.collaboration_slot_fees IS 'Fixed fees of posts and livestream slots. In the row''s currency.';

COMMENT ON COLUMN analytics.settlement_line_sums.collaboration_sample_cost IS 'Goods sent to creators free of charge. In the row''s currency.';

COMMENT ON COLUMN analytics.settlement_line_sums.collaboration_guarantee IS 'What creators gave back because a guaranteed return was missed. In the row''s currency.';

COMMENT ON COLUMN analytics.settlement_line_sums.collaboration_gmv_paid IS 'Paid for what creators sold, before refunds, by the accounts of collaborations. In the row''s currency.';

COMMENT ON COLUMN analytics.settlement_line_sums.collaboration_refunded IS 'Paid back of what creators sold, by the accounts of collaborations. In the row''s currency.';

COMMENT ON COLUMN analytics.settlement_line_sums.collaboration_goods_cost IS 'Cost of the goods behind the net GMV of collaborations. In the row''s currency.';

COMMENT ON COLUMN analytics.settlement_line_sums.collaboration_open_lines IS 'Lines of accounts that both sides have not agreed on yet.';

ALTER VIEW analytics.settlement_line_sums OWNER TO brandhub_door;

CREATE VIEW analytics.social_day_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  channel,
  platform,
  count(*) AS row_count,
  sum(engagements) AS engagements,
  sum(impressions) AS social_impressions,
  sum(views) AS social_views,
  sum(posts) AS social_posts,
  sum(followers_gained) AS followers_gained,
  sum(followers_lost) AS followers_lost
FROM analytics.social_day
GROUP BY day, source_key, source_name, brand_key, brand_name, channel, platform;

COMMENT ON VIEW analytics.social_day_sums IS 'Sums by day of social_day.';

COMMENT ON COLUMN analytics.social_day_sums.engagements IS 'Reactions, comments and shares on the brand''s own posts.';

COMMENT ON COLUMN analytics.social_day_sums.social_impressions IS 'How often the brand''s own posts were shown.';

COMMENT ON COLUMN analytics.social_day_sums.social_views IS 'Plays of the brand''s own videos, reads of its own articles.';

COMMENT ON COLUMN analytics.social_day_sums.social_posts IS 'Posts of the brand''s own accounts.';

COMMENT ON COLUMN analytics.social_day_sums.followers_gained IS 'Who began to follow the brand''s accounts.';

COMMENT ON COLUMN analytics.social_day_sums.followers_lost IS 'Who ceased to follow the brand''s accounts.';

ALTER VIEW analytics.social_day_sums OWNER TO brandhub_door;

CREATE VIEW analytics.survey_answer_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  count(*) AS row_count,
  count(*) FILTER (WHERE question = 'aware_ad' AND score IS NOT NULL) AS rows_aware_ad_score_told,
  sum(weight) FILTER (WHERE question = 'aware_ad' AND score IS NOT NULL) AS weight_aware_ad_score_told,
  sum(weight * weight) FILTER (WHERE question = 'aware_ad' AND score IS NOT NULL) AS weight_weight_aware_ad_score_told,
  sum(weight) FILTER (WHERE question = 'aware_ad' AND score >= 1) AS weight_aware_ad_score_from_1,
  count(*) FILTER (WHERE question = 'aware_aided' AND score IS NOT NULL) AS rows_aware_aided_score_told,
  sum(weight) FILTER (WHERE question = 'aware_aided' AND score IS NOT NULL) AS weight_aware_aided_score_told,
  sum(weight * weight) FILTER (WHERE question = 'aware_aided' AND score IS NOT NULL) AS weight_weight_aware_aided_score_told,
  sum(weight) FILTER (WHERE question = 'aware_aided' AND score >= 1) AS weight_aware_aided_score_from_1,
  count(*) FILTER (WHERE question = 'aware_unaided' AND score IS NOT NULL) AS rows_aware_unaided_score_told,
  sum(weight) FILTER (WHERE question = 'aware_unaided' AND score IS NOT NULL) AS weight_aware_unaided_score_told,
  sum(weight * weight) FILTER (WHERE question = 'aware_unaided' AND score IS NOT NULL) AS weight_weight_aware_unaided_score_told,
  sum(weight) FILTER (WHERE question = 'aware_unaided' AND score >= 1) AS weight_aware_unaided_score_from_1,
  count(*) FILTER (WHERE question = 'consider' AND score IS NOT NULL) AS rows_consider_score_told,
  sum(weight) FILTER (WHERE question = 'consider' AND score IS NOT NULL) AS weight_consider_score_told,
  sum(weight * weight) FILTER (WHERE question = 'consider' AND score IS NOT NULL) AS weight_weight_consider_score_told,
  sum(weight) FILTER (WHERE question = 'consider' AND score >= 1) AS weight_consider_score_from_1,
  count(*) FILTER (WHERE question = 'csat' AND score IS NOT NULL) AS rows_csat_score_told,
  sum(weight) FILTER (WHERE question = 'csat' AND score IS NOT NULL) AS weight_csat_score_told,
  sum(weight * weight) FILTER (WHERE question = 'csat' AND score IS NOT NULL) AS weight_weight_csat_score_told,
  sum(weight) FILTER (WHERE question = 'csat' AND score >= 4) AS weight_csat_score_from_4,
  count(*) FILTER (WHERE question = 'ces' AND score IS NOT NULL) AS rows_ces_score_told,
  sum(weight) FILTER (WHERE question = 'ces' AND score IS NOT NULL) AS weight_ces_score_told,
  sum(weight * weight) FILTER (WHERE question = 'ces' AND score IS NOT NULL) AS weight_weight_ces_score_told,
  sum(weight * score) FILTER (WHERE question = 'ces' AND score IS NOT NULL) AS weight_score_ces_score_told,
  sum(weight * score * score) FILTER (WHERE question = 'ces' AND score IS NOT NULL) AS weight_score_score_ces_score_told,
  count(*) FILTER (WHERE question = 'favourability' AND score IS NOT NULL) AS rows_favourability_score_told,
  sum(weight) FILTER (WHERE question = 'favourability' AND score IS NOT NULL) AS weight_favourability_score_told,
  sum(weight * weight) FILTER (WHERE question = 'favourability' AND score IS NOT NULL) AS weight_weight_favourability_score_told,
  sum(weight) FILTER (WHERE question = 'favourability' AND score >= 4) AS weight_favourability_score_from_4,
  sum(weight) FILTER (WHERE question = 'favourability' AND score < 3) AS weight_favourability_score_below_3,
  count(*) FILTER (WHERE question = 'nps' AND score IS NOT NULL) AS rows_nps_score_told,
  sum(weight) FILTER (WHERE question = 'nps' AND score IS NOT NULL) AS weight_nps_score_told,
  sum(weight * weight) FILTER (WHERE question = 'nps' AND score IS NOT NULL) AS weight_weight_nps_score_told,
  sum(weight) FILTER (WHERE question = 'nps' AND score >= 9) AS weight_nps_score_from_9,
  sum(weight) FILTER (WHERE question = 'nps' AND score < 7) AS weight_nps_score_below_7,
  count(*) FILTER (WHERE question = 'purchase_intent' AND score IS NOT NULL) AS rows_purchase_intent_score_told,
  sum(weight) FILTER (WHERE question = 'purchase_intent' AND score IS NOT NULL) AS weight_purchase_intent_score_told,
  sum(weight * weight) FILTER (WHERE question = 'purchase_intent' AND score IS NOT NULL) AS weight_weight_purchase_intent_score_told,
  sum(weight) FILTER (WHERE question = 'purchase_intent' AND score >= 4) AS weight_purchase_intent_score_from_4,
  count(*) FILTER (WHERE question = 'recommend' AND score IS NOT NULL) AS rows_recommend_score_told,
  sum(weight) FILTER (WHERE question = 'recommend' AND score IS NOT NULL) AS weight_recommend_score_told,
  sum(weight * weight) FILTER (WHERE question = 'recommend' AND score IS NOT NULL) AS weight_weight_recommend_score_told,
  sum(weight) FILTER (WHERE question = 'recommend' AND score >= 4) AS weight_recommend_score_from_4,
  sum(weight) FILTER (WHERE question = 'recommend' AND score < 3) AS weight_recommend_score_below_3,
  count(*) FILTER (WHERE question = 'repurchase' AND score IS NOT NULL) AS rows_repurchase_score_told,
  sum(weight) FILTER (WHERE question = 'repurchase' AND score IS NOT NULL) AS weight_repurchase_score_told,
  sum(weight * weight) FILTER (WHERE question = 'repurchase' AND score IS NOT NULL) AS weight_weight_repurchase_score_told,
  sum(weight) FILTER (WHERE question = 'repurchase' AND score >= 4) AS weight_repurchase_score_from_4
FROM analytics.survey_answer
GROUP BY day, source_key, source_name, brand_key, brand_name;

COMMENT ON VIEW analytics.survey_answer_sums IS 'Sums by day of survey_answer.';

ALTER VIEW analytics.survey_answer_sums OWNER TO brandhub_door;

CREATE VIEW analytics.touch_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  campaign_name,
  channel,
  count(*) AS row_count,
  count(*) AS touches
FROM analytics.touch
GROUP BY day, source_key, source_name, brand_key, brand_name, campaign_name, channel;

COMMENT ON VIEW analytics.touch_sums IS 'Sums by day of touch.';

COMMENT ON COLUMN analytics.touch_sums.touches IS 'Visits, clicks and views of people whom the site or shop knows by a key.';

ALTER VIEW analytics.touch_sums OWNER TO brandhub_door;

CREATE VIEW analytics.web_day_sums WITH (security_barrier) AS
SELECT
  day,
  source_key,
  source_name,
  brand_key,
  brand_name,
  channel,
  currency,
  count(*) AS row_count,
  sum(bounces) AS bounces,
  sum(sessions) AS sessions,
  sum(page_views) AS page_views,
  sum(conversions) AS site_conversions,
  sum(revenue) AS site_revenue,
  sum(visit_seconds) AS visit_seconds
FROM analytics.web_day
GROUP BY day, source_key, source_name, brand_key, brand_name, channel, currency;

COMMENT ON VIEW analytics.web_day_sums IS 'Sums by day of web_day.';

COMMENT ON COLUMN analytics.web_day_sums.sessions IS 'Visits to the brand''s site.';

COMMENT ON COLUMN analytics.web_day_sums.page_views IS 'Pages of the brand''s site that were seen.';

COMMENT ON COLUMN analytics.web_day_sums.site_conversions IS 'Conversions on the site as its analytics count them.';

COMMENT ON COLUMN analytics.web_day_sums.site_revenue IS 'Revenue as the site''s analytics see it; orders themselves say more exactly what was paid. In the row''s currency.';

ALTER VIEW analytics.web_day_sums OWNER TO brandhub_door;

CREATE VIEW analytics.exchange_rate WITH (security_barrier) AS
WITH told AS (
  SELECT DISTINCT ON (f.currency, f.day) f.currency, f.day, f.per_euro_micros AS per_euro FROM fact.fx_day f
  WHERE f.workspace_id = (SELECT hub.door_workspace()) AND f.per_euro_micros > 0 AND f.currency <> 'EUR' ORDER BY f.currency, f.day, f.source_id
), until AS (
  SELECT t.*, lead(t.day) OVER (PARTITION BY t.currency ORDER BY t.day) AS next FROM told t
), per_euro AS (
  SELECT u.day + k AS day, u.currency, u.per_euro FROM until u, generate_series(0, least(u.next - u.day - 1, 7)) k
  UNION ALL SELECT d::date, 'EUR', 1000000 FROM generate_series('1990-01-01'::timestamp, '2100-12-31', '1 day') d
), reporting AS (
  SELECT w.reporting_currency::text AS currency FROM hub.workspace w WHERE w.id = (SELECT hub.door_workspace())
)
SELECT s.day, s.currency, r.currency AS reporting_currency,
  div(2000000000000000000 * t.per_euro::numeric + s.per_euro, 2 * s.per_euro::numeric) * 1e-18 AS rate
FROM reporting r JOIN per_euro t ON t.currency = r.currency JOIN per_euro s ON s.day = t.day AND s.currency <> r.currency
UNION ALL
SELECT d::date, r.currency, r.currency, 1 FROM reporting r, generate_series('1990-01-01'::timestamp, '2100-12-31', '1 day') d;

ALTER VIEW analytics.exchange_rate OWNER TO brandhub_door;

GRANT USAGE ON SCHEMA analytics TO brandhub_analyst;

GRANT SELECT ON ALL TABLES IN SCHEMA analytics TO brandhub_analyst;
