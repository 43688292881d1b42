import { Command, Option } from 'commander';
import { answerMix, type MixAnswer } from '../metrics/mix/answer-mix';
import type { BudgetBound } from '../metrics/mix/budget-bounds';
import {
  MIX_CHANNELS,
  MIX_REGIONS,
  type MixChannel,
  type MixControlQuestion,
  type MixEvent,
  type MixRegions,
  type RegionSize,
} from '../metrics/mix/mix-question';
import { type PlannedBudget, planBudget } from '../metrics/mix/plan-budget';
import type { Asker } from '../metrics/question';
import { filterOf } from './filter-of';
import { withHub } from './hub';
import { print } from './print';
import { type RangeOptions, rangeOf } from './range-of';
import { table } from './table';
import { wholeNumber } from './whole-number';
import { WrongUsage } from './wrong-usage';

interface MixOptions extends RangeOptions {
  outcome: string;
  by: MixChannel;
  brand?: string[];
  event?: string[];
  control?: string[];
  regions?: MixRegions;
  size?: string[];
  budget?: string;
  target?: string;
  bound?: string[];
  weeks: number;
  planFrom?: string;
  despiteReview?: boolean;
  currency?: string;
  locale: Asker['locale'];
  json?: boolean;
}

/** `brandhub mix --brand lumina --last 104WEEK`: what each channel brought, how far to trust it, and how a budget would be shared out. */
export function mixCommand(): Command {
  return new Command('mix')
    .description('what each channel brought by a model of weekly spend and outcome, with a review of the model')
    .option('--outcome <metric>', 'what is explained', 'revenue')
    .addOption(new Option('--by <what>', 'what a channel is').choices([...MIX_CHANNELS]).default('CHANNEL'))
    .option('--brand <keys...>', 'only these brands')
    .option('--event <events...>', 'days of something else, e.g. 618=2026-06-01..2026-06-20')
    .option('--control <metrics...>', 'metrics that move the outcome and are not bought, e.g. averageUnitPrice marketSales:BRAND=rival')
    .addOption(new Option('--regions <what>', 'fit over regions, with one response').choices([...MIX_REGIONS]))
    .option('--size <sizes...>', 'how large each region is, e.g. DE=84 AT=9; default by its mean outcome')
    .option('--budget <amount>', 'share out so much a week in place of what was spent')
    .option('--target <return>', 'spend as long as one more unit brings so much')
    .option(
      '--bound <bounds...>',
      'multiples of the mean that a channel may have, or in one week, e.g. paid_search=0.8..2 paid_search@2026-11-23=1..3',
    )
    .option('--weeks <count>', 'plan so many weeks', wholeNumber, 1)
    .option('--plan-from <day>', 'a day of the first week of the plan; default the week after the last')
    .option('--despite-review', 'propose a budget also by a model that is not to be used')
    .option('--from <day>', 'first day, with --to')
    .option('--to <day>', 'last day, with --from')
    .option('--last <range>', 'the last complete units', '104WEEK')
    .option('--currency <code>', 'ISO 4217; default the reporting currency')
    .addOption(new Option('--locale <locale>', 'language of labels').choices(['EN', 'ZH_HANS', 'ZH_HANT']).default('EN'))
    .option('--json', 'print JSON')
    .action(async (options: MixOptions) => {
      const question = {
        ...{ range: rangeOf(options), outcome: options.outcome, by: options.by, brands: options.brand ?? null },
        ...{ regions: options.regions ?? null, sizes: (options.size ?? []).map(sizeOf) },
        ...{
          events: (options.event ?? []).map(eventOf),
          controls: (options.control ?? []).map(controlOf),
          currency: options.currency ?? null,
        },
      };
      const wanted = {
        weekly: amountOf('--budget', options.budget),
        target: amountOf('--target', options.target),
        weeks: options.weeks,
        from: options.planFrom ?? null,
        bounds: (options.bound ?? []).map(boundOf),
        despiteReview: options.despiteReview ?? false,
      };
      await withHub(async (hub) => {
        const asker = { today: hub.today, locale: options.locale };
        const found = await hub.session((session) => answerMix(session, question, asker), { snapshot: true });
        show(found, await planBudget(found, wanted, asker), options);
      });
    });
}

function show(found: MixAnswer, budget: PlannedBudget | null, options: MixOptions): void {
  const { estimate: _, ...told } = found;
  print(
    { ...told, budget },
    options,
    [options.by, 'spend', 'brought', 'from', 'to', '% of all', 'return', 'next unit', 'carry-over'],
    found.rows.map((row) => [
      row.label,
      ...[row.spend, row.contribution, row.contributionRange.low, row.contributionRange.high].map((value) => Math.round(value)),
      (100 * row.share).toFixed(1),
      short(row.roas),
      short(row.marginalRoas),
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

function showCard({ checks, verdict, regions, controls }: MixAnswer): void {
  const write = (head: string, columns: string[], rows: (string | number | null)[][]) => {
    if (rows.length > 0) process.stdout.write(`\n${head}${table(columns, rows)}\n`);
  };
  write(
    `${verdict}\n`,
    ['outcome', 'check', 'value', 'review beyond', 'fail beyond', 'worst'],
    checks.map((check) => [check.outcome, check.text, short(check.value), check.reviewBeyond, check.failBeyond, check.label]),
  );
  write(
    '',
    ['region', 'size', 'outcome', 'spend', 'brought'],
    regions.map(({ label, size, outcome, spend, contribution }) => [label, short(size), ...[outcome, spend, contribution].map(Math.round)]),
  );
  write(
    '',
    ['control', 'a week, one deviation higher'],
    controls.map(({ name, effect }) => [name, Math.round(effect)]),
  );
}

function showBudget(budget: PlannedBudget): void {
  const shares = budget.channels.map((item) => [
    item.label,
    ...[item.now, item.spend, item.responseNow, item.response].map((value) => Math.round(value)),
    item.reason,
  ]);
  process.stdout.write(`\n${table(['a week', 'now', 'proposed', 'brings now', 'would bring', 'why'], shares)}\n`);
  if (budget.weeks.length > 1) showWeeks(budget);
}

/** What each channel is given by week; * is at a bound. */
function showWeeks({ weeks }: PlannedBudget): void {
  const rows = weeks.map(({ week, channels, spend, response }) => [
    week,
    ...channels.map((item) => `${Math.round(item.spend)}${item.bound ? '*' : ''}`),
    Math.round(spend),
    Math.round(response),
  ]);
  process.stdout.write(`\n${table(['week', ...weeks[0]!.channels.map(({ label }) => label), 'all', 'brings'], rows)}\n* at a bound\n`);
}

function eventOf(text: string): MixEvent {
  const match = /^([^=]+)=(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text);
  if (!match) throw new WrongUsage(`--event: "${text}" is not a name and days; expected e.g. 618=2026-06-01..2026-06-20`);
  return { name: match[1]!, from: match[2]!, to: match[3]! };
}

function controlOf(text: string): MixControlQuestion {
  const [metric = '', ...filters] = text.split(':');
  return { metric, where: filters.map(filterOf), name: text };
}

function sizeOf(text: string): RegionSize {
  const match = /^(.+)=(\d+(?:\.\d+)?)$/.exec(text);
  if (!match) throw new WrongUsage(`--size: "${text}" is not a region and a size; expected e.g. DE=84`);
  return { region: match[1]!, size: Number(match[2]) };
}

function boundOf(text: string): BudgetBound {
  const match = /^([^=]+?)(?:@(\d{4}-\d{2}-\d{2}))?=(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)$/.exec(text);
  if (!match)
    throw new WrongUsage(
      `--bound: "${text}" is not a channel, or a channel in a week, and multiples; expected e.g. paid_search=0.8..2 or paid_search@2026-11-23=1..3`,
    );
  return { channel: match[1]!, week: match[2] ?? null, low: Number(match[3]), high: Number(match[4]) };
}

function amountOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const amount = Number(text);
  if (!(amount >= 0)) throw new WrongUsage(`${option}: "${text}" is not an amount; expected a number from 0 on`);
  return amount;
}

function short(value: number | null): string {
  return value === null ? '' : Number(value.toPrecision(3)).toString();
}
