import { addDays, type DayRange } from '../lib/day';
import { DIMENSIONS, type Dimension } from '../metrics/question';
import { monthTargets } from './decompose';
import type { Split } from './goal-target';
import { calendarOf, dayInPlan } from './plan-calendar';
import type { PlanContext, PlanFile, PlanGoal, PlanPath } from './plan-file';
import { repeatedKeys, rollupProblems } from './plan-rules';
import type { GoalDraft, PlanDraft } from './plan-schema';
import { WEEKDAYS, type WorkingCalendar } from './working-calendar';

/** Something that is wrong at a place of the plan's tree. */
export interface DraftProblem {
  readonly path: PlanPath;
  readonly message: string;
}

/** Everything that stands around a goal while it is read. */
interface Surroundings {
  readonly draft: PlanDraft;
  readonly context: PlanContext;
  readonly year: number;
  readonly calendars: ReadonlyMap<string, WorkingCalendar>;
  readonly problems: DraftProblem[];
}

/** The plan that a well-formed draft means, and what is wrong with it; the plan is to be used only when nothing is. */
export function planFromDraft(draft: PlanDraft, context: PlanContext): { plan: PlanFile; problems: DraftProblem[] } {
  const problems: DraftProblem[] = [];
  const year = draft.year === 'current' ? Number(context.today.slice(0, 4)) : Number(draft.year);
  const calendars = new Map([['weekdays', WEEKDAYS]]);
  for (const [key, calendar] of Object.entries(draft.calendars)) {
    attempt(problems, ['calendars', key], () => calendars.set(key, calendarOf(calendar, year)));
  }
  const around: Surroundings = { draft, context, year, calendars, problems };
  const placed = draft.goals.flatMap((goal, index) => goalTree(goal, ['goals', index], null, around));
  problems.push(...repeatedKeys(draft.brands.map((brand, index) => ({ key: brand.key, path: ['brands', index] }))));
  problems.push(...repeatedKeys(placed.map(({ goal, path }) => ({ key: goal.key, path }))));
  problems.push(...rollupProblems(placed));
  const { title, currency, timeZone, brands } = draft;
  const rates = new Map(Object.entries(draft.rates));
  return { plan: { year, title, currency, timeZone, rates, brands, goals: placed.map(({ goal }) => goal) }, problems };
}

/** A goal with its place in the file. */
export interface PlacedGoal {
  readonly goal: PlanGoal;
  readonly path: PlanPath;
}

function goalTree(draft: GoalDraft, path: PlanPath, parent: PlanGoal | null, around: Surroundings): PlacedGoal[] {
  const goal = goalOf(draft, path, parent, around);
  attempt(around.problems, [...path, 'split'], () => monthTargets(goal));
  const below = (draft.goals ?? []).flatMap((child, index) => goalTree(child, [...path, 'goals', index], goal, around));
  return [{ goal, path }, ...below];
}

function goalOf(draft: GoalDraft, path: PlanPath, parent: PlanGoal | null, around: Surroundings): PlanGoal {
  const { problems, context } = around;
  const metric = context.metrics.get(draft.metric);
  if (!metric)
    problems.push({ path: [...path, 'metric'], message: `expected a metric's name, one of ${[...context.metrics.keys()].join(', ')}` });
  const unit = metric?.about.unit ?? 'COUNT';
  if (draft.unit !== undefined && metric && draft.unit !== unit)
    problems.push({ path: [...path, 'unit'], message: `expected ${unit}, the unit of ${draft.metric}` });
  const better = draft.better ?? (draft.band ? 'BAND' : (metric?.about.better ?? 'UP'));
  checkBand(draft, better, path, problems);
  return {
    key: draft.key,
    parent: parent?.key ?? null,
    title: draft.title,
    section: sectionOf(draft, path, parent, around),
    owner: draft.owner ?? parent?.owner ?? null,
    metric: draft.metric,
    unit,
    where: whereOf(draft, path, around),
    campaigns: draft.campaigns,
    experiments: draft.experiments,
    partial: draft.partial,
    range: rangeOf(draft, path, parent, around),
    aggregation: draft.aggregation,
    better,
    target: draft.target,
    baseline: draft.baseline ?? null,
    band: draft.band ?? null,
    step: draft.step ?? (unit === 'COUNT' || unit === 'PEOPLE' ? 1_000_000n : 10_000n),
    split: splitOf(draft),
    calendar: calendarFor(draft, path, around),
  };
}

function splitOf({ split }: GoalDraft): Split {
  const { method, weights, months, quarters } = split;
  const locks = split.locks && new Map(Object.entries(split.locks).map(([month, amount]) => [Number(month), amount]));
  return { method, phasing: split.phasing ?? (method === 'WORKING_DAYS' ? 'WORKING_DAYS' : 'DAYS'), weights, months, quarters, locks };
}

function checkBand({ band, target }: GoalDraft, better: string, path: PlanPath, problems: DraftProblem[]): void {
  if ((better === 'BAND') !== (band !== undefined)) {
    problems.push({
      path: [...path, band ? 'better' : 'band'],
      message: 'expected better: BAND and a band with low and high, both or neither',
    });
  } else if (band && !(band.low <= target && target <= band.high)) {
    problems.push({ path: [...path, 'band'], message: 'expected low, target and high in rising order' });
  }
}

function sectionOf(
  { section }: GoalDraft,
  path: PlanPath,
  parent: PlanGoal | null,
  { draft, problems }: Surroundings,
): PlanGoal['section'] {
  if (section === undefined) return parent?.section ?? null;
  const title = draft.sections[section];
  if (title) return { key: section, title };
  problems.push({
    path: [...path, 'section'],
    message: `expected a key of sections: ${Object.keys(draft.sections).join(', ') || 'none is given'}`,
  });
  return null;
}

function whereOf({ where }: GoalDraft, path: PlanPath, { draft, problems }: Surroundings): PlanGoal['where'] {
  const brands = draft.brands.map((brand) => brand.key);
  return Object.entries(where).map(([name, values]) => {
    const dimension = name.toUpperCase() as Dimension;
    if (!DIMENSIONS.includes(dimension))
      problems.push({ path: [...path, 'where', name], message: `expected a dimension, one of ${DIMENSIONS.join(', ')}` });
    const unknown = dimension === 'BRAND' ? values.filter((value) => !brands.includes(value)) : [];
    if (unknown.length > 0)
      problems.push({
        path: [...path, 'where', name],
        message: `"${unknown.join('", "')}" is no brand of this plan; expected one of ${brands.join(', ')}`,
      });
    return { dimension, values };
  });
}

/** A goal's days: what it says itself, else its parent's, else the plan's year. */
function rangeOf(draft: GoalDraft, path: PlanPath, parent: PlanGoal | null, { year, problems }: Surroundings): DayRange {
  const whole = parent?.range ?? { from: `${year}-01-01`, to: `${year}-12-31` };
  const day = (name: 'start' | 'end', otherwise: string) => {
    const source = draft[name];
    return (source && attempt(problems, [...path, name], () => dayInPlan(source, year))) ?? otherwise;
  };
  const range = { from: day('start', whole.from), to: day('end', whole.to) };
  const latest = addDays(`${Number(range.from.slice(0, 4)) + 1}${range.from.slice(4, 8)}01`, -1);
  if (range.from <= range.to && range.to <= latest) return range;
  problems.push({
    path: [...path, draft.end ? 'end' : 'start'],
    message: `expected start ≤ end, within twelve calendar months; found ${range.from} to ${range.to}`,
  });
  return whole;
}

function calendarFor({ split }: GoalDraft, path: PlanPath, { draft, calendars, problems }: Surroundings): WorkingCalendar {
  const key = split.calendar ?? draft.calendar;
  const calendar = calendars.get(key ?? 'weekdays');
  if (calendar) return calendar;
  const place = split.calendar ? [...path, 'split', 'calendar'] : ['calendar'];
  if (!problems.some((known) => known.path.join() === place.join()))
    problems.push({ path: place, message: `expected a calendar: ${[...calendars.keys()].join(', ')}` });
  return WEEKDAYS;
}

/** Runs a rule that throws a RangeError; notes what it says as a problem at the place instead. */
function attempt<T>(problems: DraftProblem[], path: PlanPath, rule: () => T): T | undefined {
  try {
    return rule();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push({ path, message: error.message });
    return undefined;
  }
}
