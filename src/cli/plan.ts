import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { METRICS } from '../metrics/registry';
import { amount } from '../plan/evaluate-goals';
import { importPlan, type PlanChanges } from '../plan/import-plan';
import { nameIn } from '../plan/local-names';
import { parsePlanFile } from '../plan/plan-file';
import { type PlannedGoal, readGoals } from '../plan/read-goals';
import { withHub } from './hub';
import { print } from './print';
import type { Cell } from './table';
import { wholeNumber } from './whole-number';

interface ShowOptions {
  year?: number;
  locale: 'EN' | 'ZH_HANS' | 'ZH_HANT';
  json?: boolean;
}

/** `brandhub plan import|show`: the annual plan, its goals and their targets. */
export function planCommand(): Command {
  const plan = new Command('plan').description('the annual plan: import, show');
  plan
    .command('import <file>')
    .description('make the plan of a year what a YAML file says; goals that it no longer names are archived')
    .option('--reason <text>', 'why targets change, kept with the earlier ones')
    .option('--json', 'print JSON')
    .action(importFile);
  plan
    .command('show')
    .description('the tree of goals with their targets by quarter')
    .option('--year <year>', 'default this year', wholeNumber)
    .addOption(new Option('--locale <locale>', 'language of titles').choices(['EN', 'ZH_HANS', 'ZH_HANT']).default('EN'))
    .option('--json', 'print JSON')
    .action(show);
  return plan;
}

async function importFile(file: string, options: { reason?: string; json?: boolean }): Promise<void> {
  if (!existsSync(file)) throw new Error(`${file}: there is no such file`);
  const source = await readFile(file, 'utf8');
  await withHub(async (hub) => {
    const parsed = parsePlanFile(source, { file: path.basename(file), today: hub.today, metrics: METRICS });
    const reason = options.reason ?? path.basename(file);
    const changes = await hub.session((session) => importPlan(session, parsed, { now: new Date(), reason }));
    const rows = rowsOf(changes);
    print(changes, options, ['what', 'key', 'came'], rows);
    if (!options.json && rows.length === 0) process.stdout.write(`The plan of ${changes.year} is as the file says already.\n`);
  });
}

function rowsOf({ brands, goals, rates, workspace, year, added }: PlanChanges): Cell[][] {
  return [
    ...(added ? [['plan', year, 'added']] : []),
    ...brands.added.map((key) => ['brand', key, 'added']),
    ...brands.changed.map((key) => ['brand', key, 'changed']),
    ...goals.added.map((key) => ['goal', key, 'added']),
    ...goals.changed.map(({ key, what }) => ['goal', key, `changed: ${what.join(', ')}`]),
    ...goals.archived.map((key) => ['goal', key, 'archived']),
    ...(rates ? [['plan rates', year, 'changed']] : []),
    ...(workspace ? [['workspace', '', 'currency or time zone changed']] : []),
  ];
}

async function show(options: ShowOptions): Promise<void> {
  await withHub(async (hub) => {
    const year = options.year ?? Number(hub.today.slice(0, 4));
    const goals = (await hub.session((session) => readGoals(session), { snapshot: true })).filter((each) => each.plan.year === year);
    if (goals.length === 0) throw new Error(`plan: there is none for ${year}; expected one imported with brandhub plan import <file>`);
    const shown = goals.map((planned) => shownOf(planned, goals, options));
    const header = ['goal', 'title', 'unit', 'target', 'Q1', 'Q2', 'Q3', 'Q4'];
    const rows = shown.map(({ depth, key, title, unit, target, quarters }) => {
      const ofYear = [1, 2, 3, 4].map((number) => quarters.find(({ start }) => quarterOf(start) === number)?.target);
      return ['  '.repeat(depth) + key, title, unit, target, ...ofYear];
    });
    print(shown, options, header, rows);
  });
}

function shownOf(planned: PlannedGoal, goals: readonly PlannedGoal[], { locale }: ShowOptions) {
  const { goal, plan, path: over } = planned;
  const parent = goals.find((each) => each.goal.id === goal.parentId);
  return {
    key: goal.key,
    parent: parent?.goal.key ?? null,
    depth: depthOf(planned, goals),
    title: nameIn(goal.title, locale),
    section: goal.section && nameIn(goal.section.title, locale),
    owner: goal.owner,
    metric: goal.metric,
    where: goal.filters,
    unit: goal.unit === 'MONEY' ? plan.currency : goal.unit,
    start: goal.startDay,
    end: goal.endDay,
    target: amount(goal.target),
    quarters: over.periods('QUARTER').map(({ from, to, target }) => ({ start: from, end: to, target: amount(target) })),
  };
}

function depthOf({ goal }: PlannedGoal, goals: readonly PlannedGoal[]): number {
  const parent = goals.find((each) => each.goal.id === goal.parentId);
  return parent ? 1 + depthOf(parent, goals) : 0;
}

function quarterOf(day: string): number {
  return Math.ceil(Number(day.slice(5, 7)) / 3);
}
