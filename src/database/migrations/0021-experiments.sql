-- Which variant the others are compared with and which metrics decide; and the experiments that serve a goal.

SELECT hub.add_fact_columns('variant_day', $add$
  -- Where the variant stands among the experiment's variants; 0 is the one that the others are compared with.
  ADD COLUMN variant_place bigint,
  -- What the metric is there for: goal, secondary or guardrail.
  ADD COLUMN metric_role text
$add$);
CREATE INDEX variant_day_experiment ON fact.variant_day (workspace_id, experiment, day);

-- A text that an experiment's key or name fits as a whole; * stands for any run of characters, letter case makes no difference.
CREATE TABLE hub.goal_experiment_pattern (
  workspace_id integer NOT NULL,
  goal_id integer NOT NULL,
  pattern text NOT NULL,
  PRIMARY KEY (workspace_id, goal_id, pattern)
);
SELECT hub.protect('hub.goal_experiment_pattern', 'SELECT, INSERT, DELETE');

-- Every experiment that results were ever told of, by the name that it was last told under. The reader's own row security holds.
CREATE VIEW hub.experiment WITH (security_invoker) AS
SELECT workspace_id, experiment AS key, coalesce((array_agg(experiment_name ORDER BY day DESC) FILTER (WHERE experiment_name <> ''))[1], experiment) AS name,
  max(day) AS last_day
FROM fact.variant_day GROUP BY workspace_id, experiment;
GRANT SELECT ON hub.experiment TO brandhub_app;

-- Which experiments serve which goals: the one statement that both sides are read from.
CREATE VIEW hub.goal_experiment WITH (security_invoker) AS
SELECT DISTINCT g.workspace_id, g.id AS goal_id, e.key AS experiment
FROM hub.goal g
JOIN (
  SELECT workspace_id, goal_id, replace(regexp_replace(pattern, '([\\%_])', '\\\1', 'g'), '*', '%') AS form FROM hub.goal_experiment_pattern
) p ON p.workspace_id = g.workspace_id AND p.goal_id = g.id
JOIN hub.experiment e ON e.workspace_id = g.workspace_id AND (e.key ILIKE p.form OR e.name ILIKE p.form)
WHERE g.archived_at IS NULL;
GRANT SELECT ON hub.goal_experiment TO brandhub_app;
