-- What messy names mean: the rules that give rows a category, a market, an initiative. Every version stays, so that what was known then can be told again.

CREATE TABLE hub.mapping (
  workspace_id integer NOT NULL,
  -- The instant of the change, in line with those of the facts.
  recorded_at timestamptz NOT NULL,
  -- By dimension the rules in their order.
  rules jsonb NOT NULL,
  PRIMARY KEY (workspace_id, recorded_at)
);
SELECT hub.protect('hub.mapping', 'SELECT, INSERT');
