import { Command, Option } from 'commander';
import { calibrateForecasts } from '../plan/calibrate-forecasts';
import { evaluateGoals, type GoalEvaluation } from '../plan/evaluate-goals';
import { nameIn } from '../plan/local-names';
import { type PlannedGoal, readGoals } from '../plan/read-goals';
import { GOAL_STATUSES, type GoalStatus } from '../plan/status';
import { withHub } from './hub';
import { print } from './print';
import { shortNumber } from './short-number';
import { wholeNumber } from './whole-number';

interface GoalsOptions {
  year?: number;
  status: GoalStatus[];
  locale: 'EN' | 'ZH_HANS' | 'ZH_HANT';
  calibration?: boolean;
  json?: boolean;
}

/** `brandhub goals`: where every goal of a year stands, and why. */
export function goalsCommand(): Command {
  return new Command('goals')
    .description('where the goals of a year stand, and why')
    .option('--year <year>', 'default this year', wholeNumber)
    .addOption(new Option('--status <states...>', 'only goals in these states').choices([...GOAL_STATUSES]).default([], 'all'))
    .addOption(new Option('--locale <locale>', 'language of titles and reasons').choices(['EN', 'ZH_HANS', 'ZH_HANT']).default('EN'))
    .option('--calibration', 'how far the chances of the year’s goals are to be believed, by the months and quarters that have ended')
    .option('--json', 'print JSON')
    .action((options: GoalsOptions) => (options.calibration ? calibrate(options) : list(options)));
}

async function list(options: GoalsOptions): Promise<void> {
  await withHub(async (hub) => {
    const year = options.year ?? Number(hub.today.slice(0, 4));
    const asker = { today: hub.today, locale: options.locale };
    const found = await hub.session(
      async (session) => {
        const goals = (await readGoals(session)).filter(({ plan }) => plan.year === year);
        const evaluations = await evaluateGoals(session, goals, asker);
        return goals.map((planned, i) => shownOf(planned, evaluations[i]!, options));
      },
      { snapshot: true },
    );
    if (found.length === 0) throw new Error(`goals: there are none for ${year}; expected a plan imported with brandhub plan import <file>`);
    const shown = found.filter(({ status }) => options.status.length === 0 || options.status.includes(status));
    const header = ['goal', 'title', 'unit', 'target', 'actual', 'expected', 'gap', 'pace', 'attainment', 'status', 'reason'];
    const rows = shown.map((goal) => [
      goal.key,
      goal.title,
      goal.unit,
      shortNumber(goal.target),
      shortNumber(goal.actual),
      shortNumber(goal.expectedToDate),
      shortNumber(goal.gap),
      shortNumber(goal.pace),
      goal.attainment === null ? '' : `${(100 * goal.attainment).toFixed(1)}%`,
      goal.status,
      goal.reasons[0],
    ]);
    print(shown, options, header, rows);
  });
}

async function calibrate(options: GoalsOptions): Promise<void> {
  await withHub(async (hub) => {
    const year = options.year ?? Number(hub.today.slice(0, 4));
    const asker = { today: hub.today, locale: options.locale };
    const found = await hub.session(
      async (session) =>
        calibrateForecasts(
          session,
          (await readGoals(session)).filter(({ plan }) => plan.year === year),
          asker,
        ),
      { snapshot: true },
    );
    const percent = (share: number | null) => (share === null ? '' : `${(100 * share).toFixed(0)}%`);
    print(
      found,
      options,
      ['chance', 'cases', 'outcomes', 'said', 'happened', 'from', 'to'],
      found.rows.map(({ from, to, count, outcomes, said, happened, interval }) => [
        `${percent(from)} to ${percent(to)}`,
        ...[count, outcomes, percent(said), percent(happened), percent(interval?.low ?? null), percent(interval?.high ?? null)],
      ]),
    );
    if (options.json) return;
    process.stderr.write(
      found.reason === null
        ? `${found.count} chances of ${found.goals.length} goals; Brier score ${found.brier!.toFixed(3)}, of the base rate ${found.brierOfBaseRate!.toFixed(3)}\n`
        : `${found.reason}\n`,
    );
  });
}

function shownOf({ goal, plan }: PlannedGoal, evaluation: GoalEvaluation, { locale }: GoalsOptions) {
  const { target, actual, expectedToDate, pace, attainment, gap, requiredPerDay, status, reasons, through, freshTo, lineage } = evaluation;
  const numbers = { target, actual, expectedToDate, gap, pace, attainment, requiredPerDay };
  return {
    key: goal.key,
    title: nameIn(goal.title, locale),
    unit: goal.unit === 'MONEY' ? plan.currency : goal.unit,
    ...numbers,
    status,
    reasons,
    evaluatedTo: through,
    freshTo,
    lineage,
  };
}
