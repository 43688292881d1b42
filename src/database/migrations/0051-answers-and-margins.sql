-- What answer engines say when they are asked about a category, and what sold goods cost.

CREATE TABLE fact.answer_run (
  workspace_id integer NOT NULL,
  day date NOT NULL,
  source_id integer NOT NULL,
  brand_id integer NOT NULL DEFAULT 0,
  engine text NOT NULL DEFAULT '',
  prompt text NOT NULL DEFAULT '',
  run text NOT NULL DEFAULT '',
  cited text,
  language text,
  named bigint,
  place bigint,
  row_id bigint NOT NULL DEFAULT nextval('fact.row_id'),
  -- The raw record that last said the row: its page and its place in the page.
  page_id bigint NOT NULL,
  record_no integer NOT NULL,
  -- When the row was first recorded.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, day, brand_id, source_id, engine, prompt, run)
) PARTITION BY RANGE (day);
SELECT hub.protect('fact.answer_run', 'SELECT, INSERT, UPDATE, DELETE');
SELECT hub.add_stage('answer_run');
SELECT hub.watch('fact.answer_run');

SELECT hub.add_fact_columns('order_line', $add$
  ADD COLUMN goods_cost_micros bigint
$add$);
