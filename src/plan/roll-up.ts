import type { GoalEvaluation } from './evaluate-goals';

/** What a goal counts by among others. */
export interface RolledGoal extends Pick<GoalEvaluation, 'aggregation' | 'better' | 'target' | 'attainment'> {
  readonly key: string;
  readonly metric: string;
}

/** How far goals are together. Attainments are shares: 1 is reached. */
export interface RollUp {
  /** The mean over goals of all kinds, each counting once; one that has gone backwards counts 0. Null where none is known. */
  readonly mean: number | null;
  /** The key of the goal that is furthest from its target, and how far it is. */
  readonly weakest: { readonly key: string; readonly attainment: number } | null;
  /** Of totals of one metric that are to rise, each by its target: what they came to over what they were to come to. */
  readonly totals: readonly { readonly metric: string; readonly attainment: number; readonly goals: readonly string[] }[];
}

/** Goals as one; those whose attainment is not known are left out. They should not be parts of one another. */
export function rollUp(goals: readonly RolledGoal[]): RollUp {
  const known = goals.flatMap(({ attainment, ...goal }) => (attainment === null ? [] : [{ ...goal, attainment }]));
  if (known.length === 0) return { mean: null, weakest: null, totals: [] };
  const { key, attainment } = known.reduce((a, b) => (b.attainment < a.attainment ? b : a));
  const adding = known.filter(({ aggregation, better, target }) => aggregation === 'SUM' && better === 'UP' && target > 0);
  const totals = [...Map.groupBy(adding, ({ metric }) => metric)].map(([metric, own]) => {
    const reached = own.reduce((sum, goal) => sum + goal.attainment * goal.target, 0);
    return { metric, attainment: reached / own.reduce((sum, { target }) => sum + target, 0), goals: own.map((goal) => goal.key) };
  });
  return { mean: known.reduce((sum, goal) => sum + Math.max(0, goal.attainment), 0) / known.length, weakest: { key, attainment }, totals };
}
