-- Ads by day and by what their campaigns are: as many rows as there are brands, channels and platforms, however many campaigns there are. Made from the finer sums of
-- every workspace, which the owner sees while row-level security is not forced on it.

CREATE TABLE rollup.ad_day_brand (
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

ALTER TABLE rollup.ad_day_campaign NO FORCE ROW LEVEL SECURITY;
ALTER TABLE hub.campaign NO FORCE ROW LEVEL SECURITY;
INSERT INTO rollup.ad_day_brand
SELECT f.workspace_id, f.day, coalesce(c.brand_id, 0), coalesce(c.channel, ''), coalesce(c.platform, ''), f.source_id, f.currency,
  sum(f.rows)::bigint, sum(f.impressions)::bigint, sum(f.clicks)::bigint, sum(f.spend_micros)::bigint,
  sum(f.conversions_claimed_micros)::bigint, sum(f.revenue_claimed_micros)::bigint
FROM rollup.ad_day_campaign f LEFT JOIN hub.campaign c ON c.workspace_id = f.workspace_id AND c.id = f.campaign_id
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4;
ALTER TABLE rollup.ad_day_campaign FORCE ROW LEVEL SECURITY;
ALTER TABLE hub.campaign FORCE ROW LEVEL SECURITY;
SELECT hub.protect('rollup.ad_day_brand', 'SELECT, INSERT, DELETE');

-- What a campaign is may change after its sums were made. What some campaigns were and what they are now is then added up anew, on their days, in the same transaction,
-- whoever changes them and with no more rights than they have: they see the sums of the campaigns that they may change.
CREATE FUNCTION rollup.follow_campaigns() RETURNS trigger
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
  END LOOP;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION rollup.follow_campaigns() FROM PUBLIC;
CREATE TRIGGER follow_campaigns AFTER UPDATE ON hub.campaign REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION rollup.follow_campaigns();

-- Sums follow from facts and campaigns alike: whoever changes what campaigns are keeps the writers of facts out, and does so before a campaign is held that they may want.
CREATE FUNCTION hub.hold_workspace() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM hub.workspace w WHERE w.id = coalesce(nullif(current_setting('hub.workspace', true), '')::integer, w.id) ORDER BY w.id FOR UPDATE;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hub.hold_workspace() FROM PUBLIC;
CREATE TRIGGER hold_workspace BEFORE UPDATE OF brand_id, channel, platform ON hub.campaign FOR EACH STATEMENT EXECUTE FUNCTION hub.hold_workspace();
