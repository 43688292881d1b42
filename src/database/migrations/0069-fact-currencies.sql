-- The currencies in which each fact has amounts, so that a question need not look for others in every row that it sums. Made from the sums by day of every workspace, which the owner
-- sees while row-level security is not forced on them.

CREATE TABLE rollup.fact_currency (
  workspace_id integer NOT NULL,
  fact text NOT NULL,
  currency text NOT NULL,
  PRIMARY KEY (workspace_id, fact, currency)
);

ALTER TABLE rollup.ad_day_campaign NO FORCE ROW LEVEL SECURITY;
ALTER TABLE rollup.order_day NO FORCE ROW LEVEL SECURITY;
ALTER TABLE rollup.web_day_channel NO FORCE ROW LEVEL SECURITY;
INSERT INTO rollup.fact_currency
SELECT DISTINCT workspace_id, 'ad_day', currency FROM rollup.ad_day_campaign
UNION SELECT workspace_id, 'order_line', currency FROM rollup.order_day
UNION SELECT workspace_id, 'web_day', currency FROM rollup.web_day_channel;
ALTER TABLE rollup.ad_day_campaign FORCE ROW LEVEL SECURITY;
ALTER TABLE rollup.order_day FORCE ROW LEVEL SECURITY;
ALTER TABLE rollup.web_day_channel FORCE ROW LEVEL SECURITY;
SELECT hub.protect('rollup.fact_currency', 'SELECT, INSERT, DELETE');
