import { factOf } from '../../entities/facts/fact';
import { addDays, type Day, daysBetween } from '../lib/day';
import type { Asked } from './asked';
import { type Cell, type Cells, leafValueOf, type Reading } from './cells';
import { compileRateless } from './compile';
import { dimensionName } from './dimension-catalog';
import { placeOf } from './dimensions';
import type { Leaf } from './leaf';
import { type Shares, shareOf, sharesKnown } from './maturity';
import type { Metric } from './metric';
import type { Asker, Dimension, MetricName, Warning } from './question';
import { MAX_GROUPS, type Scan, scopeOf } from './scan';
import { missingDimensions, mixedDimensions } from './scans-of';
import type { Feed } from './snapshot';
import { cutsPeriod } from './spans';
import { say } from './warning-text';

const LOW_BASE = 30;
/** Rows that nothing pulls any more and that end so long before a range are history, and not late for it. */
const HISTORY_DAYS = 92;

/** The metrics of a question, by name. */
export type Selected = ReadonlyMap<MetricName, Metric>;

/** Everything the asker should know before trusting the numbers of the `shown` cells; `known` are the sources that feed them, and perhaps others. */
export async function warningsOf(
  reading: Reading,
  asked: Asked,
  asker: Asker,
  selected: Selected,
  shown: readonly Cells[],
  known: readonly Feed[],
): Promise<Warning[]> {
  const cells = shown.flatMap(({ all }) => all);
  const scans = shown.flatMap((each) => each.scans);
  const facts = [...new Set(scans.map(({ fact }) => factOf(fact).table))];
  const feeds = known.filter(({ fact }) => facts.includes(fact));
  const asking = feeds.filter((feed) => feedsQuestion(feed, asked));
  const young = asking.filter(({ lookbackDays }) => lookbackDays > 0 && daysBetween(asked.range.to, asker.today) <= lookbackDays);
  const shares = young.length === 0 ? new Map<string, number>() : await sharesKnown(reading.session, facts, asked.range, asker.today);
  return [
    ...periodWarnings(asked, asker),
    ...feedWarnings(asking, asked, asker),
    ...youthWarnings(young, shares, selected, asker),
    ...zoneWarnings(asking, asker),
    ...[...selected].flatMap(([name, metric]) => silence(name, metric, asked, asker, feeds)),
    ...[...selected].flatMap(([name, metric]) => metricWarnings(name, metric, asked, asker, cells)),
    ...(await rateWarnings(reading, scans, cells, asker)),
    ...scanWarnings(shown, asker),
    ...unmappedWarnings(asked, shown, asker),
  ];
}

function periodWarnings(asked: Asked, { today, locale }: Asker): Warning[] {
  const { range } = asked;
  const yesterday = addDays(today, -1);
  return [
    ...(cutsPeriod(asked) ? [warning('PARTIAL_PERIOD', say('cutPeriod', locale, range.from, range.to))] : []),
    ...(range.to > yesterday ? [warning('PARTIAL_PERIOD', say('unfinished', locale, yesterday))] : []),
  ];
}

function feedsQuestion(feed: Feed, { where }: Asked): boolean {
  const admits = (dimension: Dimension, key: string | null) =>
    key === null ||
    where.every(
      (filter) => filter.dimension !== dimension || filter.op === 'CONTAINS' || filter.values.includes(key) === (filter.op === 'IN'),
    );
  return admits('SOURCE', feed.key) && admits('BRAND', feed.brand);
}

function feedWarnings(feeds: readonly Feed[], { range }: Asked, { today, locale }: Asker): Warning[] {
  const yesterday = addDays(today, -1);
  const due = range.to < yesterday ? range.to : yesterday;
  const sources = [...new Map(feeds.map((feed) => [feed.key, feed])).values()];
  return [
    ...sources
      .filter(({ freshTo, pulled }) => freshTo !== null && freshTo < due && (pulled || freshTo >= addDays(range.from, -HISTORY_DAYS)))
      .map(({ name, freshTo }) => warning('STALE', say('stale', locale, name, freshTo as Day))),
  ];
}

/** How far the numbers of young days are from what they will be: by metric and source where that was learnt, else once for the source. */
function youthWarnings(young: readonly Feed[], shares: Shares, selected: Selected, { locale }: Asker): Warning[] {
  const learnt = young.flatMap((feed) =>
    [...selected].flatMap(([name, metric]) => {
      const share = shareOf(metric, feed, shares);
      if (share === null || share === 1) return [];
      const percent = (share * 100).toFixed(share > 0.9 && share < 1.1 ? 1 : 0);
      return [warning('IMMATURE', say('partKnown', locale, labelIn(metric, locale), feed.name, percent), name)];
    }),
  );
  const unlearnt = young.filter((feed) =>
    [...selected.values()].some((metric) => speaksOf(metric, feed) && shareOf(metric, feed, shares) === null),
  );
  const sources = [...new Map(unlearnt.map((feed) => [feed.key, feed])).values()];
  return [...sources.map(({ name, lookbackDays }) => warning('IMMATURE', say('immature', locale, name, String(lookbackDays)))), ...learnt];
}

function speaksOf(metric: Metric, { fact }: Feed): boolean {
  return metric.leaves.some((leaf) => factOf(leaf.fact).table === fact);
}

function zoneWarnings(feeds: readonly Feed[], { locale }: Asker): Warning[] {
  const zones = [...new Set(feeds.filter(({ present }) => present).map(({ timeZone }) => timeZone))].sort();
  return zones.length > 1 ? [warning('MIXED_TIMEZONE', say('zones', locale, zones.join(', ')))] : [];
}

/** A number that is missing because nothing has ever brought what it is made of. */
function silence(name: MetricName, metric: Metric, asked: Asked, { locale }: Asker, feeds: readonly Feed[]): Warning[] {
  const fed = new Set(feeds.map(({ fact }) => fact));
  const silent = metric.leaves.some((leaf) => missingDimensions(leaf, asked).length === 0 && !fed.has(factOf(leaf.fact).table));
  return silent ? [warning('STALE', say('noSource', locale, labelIn(metric, locale)), name)] : [];
}

function labelIn(metric: Metric, locale: Asker['locale']): string {
  return metric.about.label[({ EN: 'en', ZH_HANS: 'zhHans', ZH_HANT: 'zhHant' } as const)[locale]];
}

function metricWarnings(name: MetricName, metric: Metric, asked: Asked, { locale }: Asker, cells: readonly Cell[]): Warning[] {
  const label = labelIn(metric, locale);
  const missing = [...new Set(metric.leaves.flatMap((leaf) => missingDimensions(leaf, asked)))];
  const mixed = [...new Set(metric.leaves.flatMap((leaf) => mixedDimensions(leaf, asked)))];
  const natives = metric.leaves.filter(({ aggregate }) => aggregate === 'native');
  const overlaps = natives.some((leaf) => cells.some((cell) => leafValueOf(leaf, cell).rows > 1));
  const bases = metric.base ? cells.map((cell) => leafValueOf(metric.base as Leaf, cell).value?.toNumber() ?? LOW_BASE) : [];
  const low = bases.some((n) => n < LOW_BASE);
  return [
    ...missing.map((dimension) => warning('NON_ADDITIVE', say('cannotBreakDown', locale, label, dimensionName(dimension, locale)), name)),
    ...mixed.map((dimension) => warning('NON_ADDITIVE', say('cannotMix', locale, label, dimensionName(dimension, locale)), name)),
    ...(overlaps ? [warning('NON_ADDITIVE', say('cannotAdd', locale, label), name)] : []),
    ...(metric.modelled ? [warning('MODELLED', say('modelled', locale, label, metric.modelled), name)] : []),
    ...(low ? [warning('LOW_BASE', say('lowBase', locale, label, String(LOW_BASE)), name)] : []),
  ];
}

/** Names the currencies and days that lack a rate; asks the database only when a cell lacks one. */
async function rateWarnings(reading: Reading, scans: readonly Scan[], cells: readonly Cell[], { locale }: Asker): Promise<Warning[]> {
  const lacking = scans.filter((scan) => scan.leaves.some((leaf) => cells.some((cell) => leafValueOf(leaf, cell).rateMissing)));
  const sentences = new Set<string>();
  for (const scan of lacking) {
    const { sql, parameters } = compileRateless(scan);
    for (const { currency, first, last, days } of await reading.session.query<MissingRate>(sql, parameters)) {
      const when = first === last ? first : `${first} – ${last} (${days})`;
      sentences.add(say('noRate', locale, currency, when, scan.currency));
    }
  }
  return [...sentences].map((sentence) => warning('FX_MISSING', sentence));
}

interface MissingRate {
  currency: string;
  first: Day;
  last: Day;
  days: bigint;
}

function scanWarnings(shown: readonly Cells[], { locale }: Asker): Warning[] {
  const byQuery = shown.some(({ scans }) => scans.some((scan) => scopeOf(scan) === 'query' && !scan.leaves[0]?.scope));
  return [
    ...(byQuery ? [warning('TRUNCATED', say('rareQueries', locale))] : []),
    ...(shown.some(({ truncated }) => truncated) ? [warning('TRUNCATED', say('tooManyGroups', locale, String(MAX_GROUPS)))] : []),
  ];
}

/** Rows that no rule gives a value. */
function unmappedWarnings({ by }: Asked, shown: readonly Cells[], { locale }: Asker): Warning[] {
  const isUnmapped = (dimension: Dimension) =>
    shown.some(({ scans, all }) => {
      const mapped = scans.some(({ fact }) => placeOf(fact, dimension)?.mapped);
      return mapped && all.some(({ keys }) => keys[by.indexOf(dimension)] === '');
    });
  return by.filter(isUnmapped).map((dimension) => warning('UNMAPPED', say('unmapped', locale, dimensionName(dimension, locale))));
}

function warning(code: Warning['code'], message: string, metric: MetricName | null = null): Warning {
  return { code, message, metric };
}
