-- Creators as people, what was agreed with them, and the account of what they brought and cost.

SELECT hub.add_fact_columns('live_session', $add$
  -- Orders made in the stream, paid or not.
  ADD COLUMN orders_placed bigint
$add$);

SELECT hub.add_fact_columns('order_line', $add$
  -- The collaboration that the shop credits with the order, by its link or code.
  ADD COLUMN collaboration text
$add$);

CREATE TABLE fact.settlement_line (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  collaboration text NOT NULL DEFAULT '',
  line text NOT NULL DEFAULT '',
  -- gmv, refund, goods, slot_fee, commission, sample, boost or guarantee.
  entry text,
  platform text,
  creator text,
  -- settled or open.
  status text,
  currency text,
  amount_micros bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, collaboration, line)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.settlement_line', 'SELECT, INSERT, UPDATE, DELETE');
SELECT hub.add_stage('settlement_line');
SELECT hub.watch('fact.settlement_line');

CREATE TABLE hub.creator (
  workspace_id integer NOT NULL,
  key text NOT NULL,
  name text NOT NULL,
  tier text,
  category text,
  -- The days in which the creator works for no competitor.
  exclusive_from date,
  exclusive_to date,
  -- Whether paid posts are marked as such; null when nobody has looked.
  discloses boolean,
  PRIMARY KEY (workspace_id, key)
);
SELECT hub.protect('hub.creator', 'SELECT, INSERT, UPDATE, DELETE');
SELECT hub.watch('hub.creator');

-- Whose account it is. A row that no longer holds stays with the instant of its end: who was taken for whom can be told of any day.
CREATE TABLE hub.creator_account (
  workspace_id integer NOT NULL,
  platform text NOT NULL,
  account text NOT NULL,
  recorded_at timestamptz NOT NULL,
  removed_at timestamptz,
  creator text NOT NULL,
  PRIMARY KEY (workspace_id, platform, account, recorded_at)
);
CREATE UNIQUE INDEX creator_account_now ON hub.creator_account (workspace_id, platform, account) WHERE removed_at IS NULL;
SELECT hub.protect('hub.creator_account', 'SELECT, INSERT, UPDATE');
SELECT hub.watch('hub.creator_account');

-- What a creator asks for, since a day: a price list with its history.
CREATE TABLE hub.creator_price (
  workspace_id integer NOT NULL,
  creator text NOT NULL,
  format text NOT NULL,
  from_day date NOT NULL,
  amount_micros bigint NOT NULL CHECK (amount_micros >= 0),
  currency char(3) NOT NULL,
  PRIMARY KEY (workspace_id, creator, format, from_day)
);
SELECT hub.protect('hub.creator_price', 'SELECT, INSERT, UPDATE, DELETE');
SELECT hub.watch('hub.creator_price');

CREATE TABLE hub.collaboration (
  workspace_id integer NOT NULL,
  key text NOT NULL,
  name text NOT NULL,
  creator text NOT NULL,
  brand text NOT NULL,
  brief text,
  from_day date NOT NULL,
  to_day date NOT NULL CHECK (to_day >= from_day),
  currency char(3) NOT NULL,
  slot_fee_micros bigint,
  -- A share in millionths, and what it is a share of: PAID or NET.
  commission_micros bigint,
  commission_of text,
  sample_cost_micros bigint,
  boost_micros bigint,
  -- The return that the creator guarantees, in millionths; of PAID or NET, over the FEE or the whole COST.
  guarantee_micros bigint,
  guarantee_of text,
  guarantee_over text,
  settled_on date,
  -- Keys of the goals that it serves.
  goals text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, key)
);
SELECT hub.protect('hub.collaboration', 'SELECT, INSERT, UPDATE, DELETE');
SELECT hub.watch('hub.collaboration');

-- Which posts and livestreams belong to a collaboration: one by its id, or all of an account in some days (content = ''). One by its id goes first.
CREATE TABLE hub.collaboration_content (
  workspace_id integer NOT NULL,
  platform text NOT NULL,
  content text NOT NULL,
  account text NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  recorded_at timestamptz NOT NULL,
  removed_at timestamptz,
  collaboration text NOT NULL,
  PRIMARY KEY (workspace_id, platform, content, account, from_day, to_day, recorded_at)
);
SELECT hub.protect('hub.collaboration_content', 'SELECT, INSERT, UPDATE');
SELECT hub.watch('hub.collaboration_content');
