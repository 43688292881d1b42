import type { MixAnswer } from '../metrics/mix/answer-mix';
import type { PlannedBudget } from '../metrics/mix/plan-budget';
import { print } from './print';
import { toDigits } from './short-number';
import { table } from './table';

/** Prints a mix, its card, and what follows for a budget: as tables, or all of it as JSON. */
export function showMix(found: MixAnswer, budget: PlannedBudget | null, options: { readonly by: string; readonly json?: boolean }): void {
  const { estimate: _, ...told } = found;
  print(
    { ...told, budget },
    options,
    [options.by, 'spend', 'brought', 'from', 'to', '% of all', 'return', 'next unit', 'carry-over'],
    found.rows.map((row) => [
      row.label,
      ...[row.spend, row.contribution, row.contributionRange.low, row.contributionRange.high].map((value) => Math.round(value)),
      (100 * row.share).toFixed(1),
      toDigits(row.roas, 3),
      toDigits(row.marginalRoas, 3),
      row.carryOver,
    ]),
  );
  if (options.json) return;
  showCard(found);
  if (budget) showBudget(budget);
  if (found.liftTests.length > 0) process.stderr.write(`held to the lift tests ${found.liftTests.join(', ')}\n`);
  for (const said of [...found.reasons, ...found.warnings.map(({ code, message }) => `${code}: ${message}`)])
    process.stderr.write(`${said}\n`);
  process.stderr.write(`${found.currency}, as of ${found.asOf.toISOString()}, version ${found.dataVersion}\n`);
}

function showCard({ checks, verdict, regions, controls, events }: MixAnswer): void {
  const write = (head: string, columns: string[], rows: (string | number | null)[][]) => {
    if (rows.length > 0) process.stdout.write(`\n${head}${table(columns, rows)}\n`);
  };
  write(
    `${verdict}\n`,
    ['outcome', 'check', 'value', 'review beyond', 'fail beyond', 'worst'],
    checks.map((check) => [check.outcome, check.text, toDigits(check.value, 3), check.reviewBeyond, check.failBeyond, check.label]),
  );
  write(
    '',
    ['region', 'size', 'outcome', 'spend', 'brought'],
    regions.map(({ label, size, outcome, spend, contribution }) => [
      label,
      toDigits(size, 3),
      ...[outcome, spend, contribution].map(Math.round),
    ]),
  );
  write(
    '',
    ['control', 'a week, one deviation higher'],
    controls.map(({ name, effect }) => [name, Math.round(effect)]),
  );
  write(
    '',
    ['event', 'a whole week of it'],
    events.map(({ name, effect }) => [name, Math.round(effect)]),
  );
}

function showBudget(budget: PlannedBudget): void {
  const shares = budget.channels.map((item) => [
    item.label,
    ...[item.now, item.spend, item.responseNow, item.response].map((value) => Math.round(value)),
    item.reason,
  ]);
  process.stdout.write(`\n${table(['a week', 'now', 'proposed', 'brings now', 'would bring', 'why'], shares)}\n`);
  if (budget.regions.length > 0) showRegions(budget);
  if (budget.weeks.length > 1) showWeeks(budget);
}

/** What each channel is given by region; * is at a bound. */
function showRegions({ regions }: PlannedBudget): void {
  const rows = regions.map(({ label, channels, spend, response, responseNow }) => [
    label,
    ...channels.map(givenTo),
    ...[spend, responseNow, response].map(Math.round),
  ]);
  const columns = ['region', ...regions[0]!.channels.map(({ label }) => label), 'all', 'brings now', 'would bring'];
  process.stdout.write(`\n${table(columns, rows)}\n* at a bound\n`);
}

/** What each channel is given by week; * is at a bound. */
function showWeeks({ weeks }: PlannedBudget): void {
  const rows = weeks.map(({ week, channels, spend, response }) => [
    week,
    ...channels.map(givenTo),
    Math.round(spend),
    Math.round(response),
  ]);
  process.stdout.write(`\n${table(['week', ...weeks[0]!.channels.map(({ label }) => label), 'all', 'brings'], rows)}\n* at a bound\n`);
}

/** What a channel is given; * is at a bound. */
function givenTo({ spend, bound }: { readonly spend: number; readonly bound: unknown }): string {
  return `${Math.round(spend)}${bound ? '*' : ''}`;
}
