import { Command, Option } from 'commander';
import { savedQuestion } from '../../resolvers/metrics/saved-question';
import { answer } from '../metrics/answer';
import { type Alignment, type Answer, DIMENSIONS, type Fill, type MetricRow, type Question } from '../metrics/question';
import { goalTargets } from '../plan/goal-target-reader';
import { dimensionOf } from './dimension-of';
import { filterOf } from './filter-of';
import { withHub } from './hub';
import { extrasOf } from './metric-extras';
import { print } from './print';
import { rangeOf } from './range-of';
import { savedVersion } from './saved-version';
import type { Cell } from './table';
import { wholeNumber } from './whole-number';
import { WrongUsage } from './wrong-usage';

interface MetricOptions {
  by?: string[];
  grain?: 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';
  from?: string;
  to?: string;
  last: string;
  where?: string[];
  compare?: NonNullable<Question['compare']>;
  compareFrom?: string;
  compareTo?: string;
  currency?: string;
  asOf?: string;
  order?: string;
  first: number;
  locale: 'EN' | 'ZH_HANS' | 'ZH_HANT';
  totals?: boolean;
  align?: Alignment;
  having?: string[];
  top?: string;
  window?: string;
  fill?: Fill;
  weeks?: string;
  nowcast?: boolean;
  anomalies?: boolean;
  saved?: string;
  json?: boolean;
}

/** `brandhub metric spend roasClaimed --by CHANNEL --grain MONTH`: asks the one door that every number comes through. */
export function metricCommand(): Command {
  return new Command('metric')
    .description('ask for metrics, e.g. brandhub metric spend roasClaimed --by CHANNEL --grain MONTH --last 3MONTH')
    .argument('[names...]', 'metric names, as in the catalogue')
    .option('--saved <key>', 'ask a saved query instead, also an earlier version of it: key@2')
    .option('--by <dimensions...>', `break down by ${DIMENSIONS.join(', ')}`)
    .addOption(new Option('--grain <grain>', 'one row a').choices(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']))
    .option('--from <day>', 'first day, with --to')
    .option('--to <day>', 'last day, with --from')
    .option('--last <range>', 'the last complete units, e.g. 30DAY, 3MONTH', '30DAY')
    .option('--where <filters...>', 'e.g. BRAND=lumina,kumo or CHANNEL!=paid_social or CAMPAIGN~summer')
    .addOption(new Option('--compare <to>', 'compare with').choices(['PREVIOUS_PERIOD', 'PREVIOUS_YEAR', 'CUSTOM', 'TARGET']))
    .option('--compare-from <day>', 'with --compare CUSTOM: its first day')
    .option('--compare-to <day>', 'with --compare CUSTOM: its last day')
    .addOption(new Option('--align <way>', 'with --compare PREVIOUS_YEAR').choices(['DATE', 'WEEKDAY', 'ISO_WEEK', 'LUNAR_NEW_YEAR']))
    .option('--having <bounds...>', 'only rows such as spend>=100')
    .option('--top <top>', 'the values with the most, and all others, e.g. CAMPAIGN:5:spend')
    .option('--window <window>', 'MOVING:7, TODATE:YEAR or CUMULATIVE')
    .addOption(new Option('--fill <fill>', 'rows for periods without data').choices(['NONE', 'NULL', 'ZERO']))
    .option('--weeks <calendar>', 'periods of whole weeks, e.g. 4-4-5:2026-02-01')
    .option('--anomalies', 'with --grain DAY or WEEK: add how unusual each number is')
    .option('--nowcast', 'add what young numbers are likely to be in the end')
    .option('--currency <code>', 'ISO 4217; default the reporting currency')
    .option('--as-of <instant>', 'as it was known then (ISO 8601)')
    .option('--order <metric>', 'the highest first of this metric, one of those asked for')
    .option('--first <n>', 'how many rows', wholeNumber, 100)
    .option('--totals', 'add the totals')
    .addOption(new Option('--locale <locale>', 'language of labels').choices(['EN', 'ZH_HANS', 'ZH_HANT']).default('EN'))
    .option('--json', 'print JSON')
    .action(async (names: string[], options: MetricOptions) => {
      const here = askedHere(names, options);
      await withHub(async (hub) => {
        const asker = { today: hub.today, locale: options.locale };
        await hub.session(
          async (session) => {
            const question = here ?? savedQuestion(await savedVersion(session, options.saved as string));
            show(await answer(session, question, asker, { targets: goalTargets }), question, options);
          },
          { snapshot: true },
        );
      });
    });
}

/** The question of the options, or null where they name a saved one: wrong usage is told before any database is opened. */
function askedHere(names: string[], options: MetricOptions): Question | null {
  if (options.saved === undefined) {
    if (names.length === 0) throw new WrongUsage("missing required argument 'names': expected metric names, or --saved with a key");
    return questionOf(names, options);
  }
  if (names.length > 0) throw new WrongUsage(`--saved: "${options.saved}" says what is asked; expected no metric names beside it`);
  return null;
}

function questionOf(select: string[], options: MetricOptions): Question {
  return {
    select,
    by: (options.by ?? []).map(dimensionOf),
    range: rangeOf(options),
    where: (options.where ?? []).map(filterOf),
    fx: 'DAY_RATE',
    orderBy: options.order ? [{ metric: options.order, descending: true }] : [],
    totals: options.totals ?? false,
    first: options.first,
    ...extrasOf(options),
    ...(options.grain ? { grain: options.grain } : {}),
    ...comparisonOf(options),
    ...(options.currency ? { currency: options.currency } : {}),
    ...(options.asOf ? { asOf: instantOf(options.asOf) } : {}),
  };
}

function comparisonOf({ compare, compareFrom: from, compareTo: to }: MetricOptions): Pick<Question, 'compare' | 'compareRange'> {
  if (compare === 'CUSTOM' && from && to) return { compare, compareRange: { from, to } };
  if (compare === 'CUSTOM' || from || to)
    throw new WrongUsage(
      '--compare: CUSTOM, --compare-from and --compare-to go together; expected e.g. --compare CUSTOM --compare-from 2026-06-01 --compare-to 2026-06-20',
    );
  return compare ? { compare } : {};
}

function instantOf(text: string): Date {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()))
    throw new WrongUsage(`--as-of: "${text}" is not an ISO 8601 instant; expected e.g. 2026-11-23T08:00:00Z`);
  return instant;
}

function show(found: Answer, question: Question, options: MetricOptions): void {
  const rows = found.totals ? [...found.rows, found.totals] : found.rows;
  const first = rows[0];
  const { compare, nowcast, anomalies } = question;
  const compared = compare === 'TARGET' ? ['target', '%', 'pace'] : compare ? ['before', '%'] : [];
  const names = first?.values.flatMap((value) => [
    value.metric,
    ...(nowcast ? ['in the end'] : []),
    ...(anomalies ? ['expected', 'unusual'] : []),
    ...compared,
  ]);
  const header = [
    ...(question.grain ? ['period'] : []),
    ...(first?.dimensions.map((each) => each.dimension) ?? question.by),
    ...(names ?? []),
  ];
  print(
    found,
    options,
    header,
    rows.map((row, index) => cellsOf(row, question, index === found.rows.length)),
  );
  if (options.json) return;
  if (found.rows.length === 0) process.stderr.write('There are no rows for this question.\n');
  if (found.pageInfo.hasNextPage) process.stderr.write(`These are the first ${found.rows.length} rows; --first shows more.\n`);
  for (const warning of found.warnings) process.stderr.write(`${warning.code}: ${warning.message}\n`);
  process.stderr.write(`${found.currency}, as of ${found.asOf.toISOString()}, version ${found.dataVersion}\n`);
}

function cellsOf(row: MetricRow, question: Question, isTotal: boolean): Cell[] {
  const { by, grain } = question;
  const place: Cell[] = isTotal ? ['total', ...by.map(() => '')].slice(0, by.length + (grain ? 1 : 0)) : [];
  const labels = isTotal ? place : [...(grain ? [row.period] : []), ...row.dimensions.map((each) => each.label)];
  return [...labels, ...row.values.flatMap((value) => valueCells(value, question))];
}

function valueCells(value: MetricRow['values'][number], { compare, nowcast, anomalies }: Question): Cell[] {
  const shown = (number: number | null) => (number === null ? '' : Number(number.toPrecision(10)).toString());
  const now = [shown(value.value), ...(nowcast ? [shown(value.nowcast)] : []), ...(anomalies ? anomalyCells(value) : [])];
  if (!compare) return now;
  const other = compare === 'TARGET' ? value.target : value.previous;
  const part = compare === 'TARGET' ? value.attainment && 100 * value.attainment : value.changePercent;
  const pace = compare === 'TARGET' ? [shown(value.pacing?.index ?? null)] : [];
  return [...now, shown(other), part === null ? '' : part.toFixed(1), ...pace];
}

/** What was expected, and how far off a number is that is worth a word; or why that cannot be said. */
function anomalyCells({ anomaly }: MetricRow['values'][number]): Cell[] {
  if (!anomaly) return ['', ''];
  const { expected, direction, score, reason } = anomaly;
  const told = direction && score !== null ? `${direction} ${score.toFixed(1)}` : (reason ?? '');
  return [expected === null ? '' : Number(expected.toPrecision(10)).toString(), told];
}
