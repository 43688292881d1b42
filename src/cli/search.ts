import { Command } from 'commander';
import type { Session } from '../database/session';
import { addDays } from '../lib/day';
import { rankHistory } from '../metrics/seo/rank-history';
import { ctrCurves, searchCannibalisations, searchOpportunities } from '../metrics/seo/search-answers';
import { searchChanges } from '../metrics/seo/search-changes';
import { searchCoverage } from '../metrics/seo/search-coverage';
import { assertBrand } from './assert-brand';
import { type Hub, withHub } from './hub';
import { print } from './print';
import type { Cell } from './table';
import { wholeNumber } from './whole-number';

interface SearchOptions {
  days: number;
  first: number;
  target: number;
  json?: boolean;
}

/** Search data come days late: the newest days are not asked about. */
const LAG_DAYS = 3;

/** `brandhub search curve|opportunities|cannibalisation|changes|rank|coverage <brand>`: what organic search brings, and what it could. */
export function searchCommand(): Command {
  const search = new Command('search').description(
    'organic search of a brand: click curve, opportunities, cannibalisation, changes, ranks, coverage',
  );
  const child = (usage: string, description: string) =>
    search
      .command(usage)
      .description(description)
      .option('--days <n>', 'of the last days that search is told of', wholeNumber, 28)
      .option('--json', 'print JSON');
  const first = ['--first <n>', 'how many', wholeNumber, 20] as const;
  child('curve <brand>', 'how often results are clicked by position').action(curve);
  child('opportunities <brand>', 'the queries that would bring most at a better position')
    .option('--target <n>', 'the position to reach', wholeNumber, 3)
    .option(...first)
    .action(gains);
  child('cannibalisation <brand>', 'the queries for which pages stand in each other’s way')
    .option(...first)
    .action(torn);
  child('changes <brand>', 'the queries that won or lost most clicks against the days before')
    .option(...first)
    .action(changes);
  child('rank <brand> <query>', 'where a query stood, day by day').action(rank);
  child('coverage <brand>', 'how much of search has a named query').action(coverage);
  return search;
}

/** Runs a question about the last days in one snapshot, and prints what `rowsOf` makes of its answer. */
async function shown<T>(
  brand: string,
  options: SearchOptions,
  header: string[],
  work: (session: Session, range: { from: string; to: string }, hub: Hub) => Promise<readonly T[]>,
  rowOf: (found: T) => Cell[] | Cell[][],
): Promise<void> {
  await withHub(async (hub) => {
    const to = addDays(hub.today, -LAG_DAYS - 1);
    const range = { from: addDays(to, 1 - options.days), to };
    const found = await hub.session(
      async (session) => {
        await assertBrand(session, brand);
        return work(session, range, hub);
      },
      { snapshot: true },
    );
    const rows = found.flatMap((each): Cell[][] => {
      const cells = rowOf(each);
      return Array.isArray(cells[0]) ? (cells as Cell[][]) : [cells as Cell[]];
    });
    print(found, options, header, rows);
  });
}

const askerOf = (hub: Hub) => ({ today: hub.today, locale: 'EN' as const });
const rounded = (value: number | null | undefined, places = 1) => (value == null ? '' : Number(value.toFixed(places)));

function curve(brand: string, options: SearchOptions): Promise<void> {
  return shown(
    brand,
    options,
    ['queries', 'position', 'seen', 'curve', 'impressions', 'rows'],
    (session, range, hub) => ctrCurves(session, { brand, range }, askerOf(hub)),
    ({ segment, points }) =>
      points.map((each) => [segment, each.position, rounded(each.observed, 4), rounded(each.fitted, 4), each.impressions, each.n]),
  );
}

function gains(brand: string, options: SearchOptions): Promise<void> {
  const rule = { target: options.target, leastImpressions: 50, first: options.first };
  return shown(
    brand,
    options,
    ['query', 'position', 'clicks', 'expected', 'gain', 'low', 'high'],
    (session, range, hub) => searchOpportunities(session, { brand, range, ...rule }, askerOf(hub)),
    ({ query, position, clicks, expected, gain, interval }) => {
      return [
        query,
        rounded(position.value),
        clicks.value,
        ...[expected, gain, interval?.low, interval?.high].map((each) => rounded(each)),
      ];
    },
  );
}

function torn(brand: string, options: SearchOptions): Promise<void> {
  return shown(
    brand,
    options,
    ['query', 'score', 'evenness', 'concentration', 'flips', 'ctr ratio', 'correlation', 'pages'],
    (session, range, hub) => searchCannibalisations(session, { brand, range, leastImpressions: 50, first: options.first }, askerOf(hub)),
    ({ query, score, evenness, concentration, flips, ctrRatio, correlation, pages }) => {
      const signs = [rounded(evenness, 2), rounded(concentration, 2), flips, rounded(ctrRatio, 2), rounded(correlation, 2)];
      return [query, score, ...signs, pages.map(({ page }) => page).join(' ')];
    },
  );
}

function changes(brand: string, options: SearchOptions): Promise<void> {
  return shown(
    brand,
    options,
    ['query', 'before', 'after', 'change', 'impressions', 'position', 'click rate'],
    (session, after, hub) => {
      const before = { from: addDays(after.from, -options.days), to: addDays(after.from, -1) };
      return searchChanges(session, { brand, before, after, first: options.first }, askerOf(hub));
    },
    ({ query, before, after, change, impressionEffect, positionEffect, ctrEffect }) => {
      const effects = [impressionEffect, positionEffect, ctrEffect].map((each) => rounded(each));
      return [query, before.clicks?.value ?? '', after.clicks?.value ?? '', change, ...effects];
    },
  );
}

function rank(brand: string, query: string, options: SearchOptions): Promise<void> {
  return shown(
    brand,
    options,
    ['day', 'position', 'page'],
    (session, range, hub) => rankHistory(session, { brand, query, range }, askerOf(hub)),
    ({ day, best }) => [day, rounded(best?.position.value), best?.page ?? '(not found)'],
  );
}

function coverage(brand: string, options: SearchOptions): Promise<void> {
  return shown(
    brand,
    options,
    ['day', 'clicks', 'anonymous', 'share', 'named rows', 'may be cut off'],
    (session, range, hub) => searchCoverage(session, { brand, range }, askerOf(hub)),
    ({ day, clicks, clicksAnonymous, anonymousRate, namedRows, possiblyRowCapped }) => {
      return [day, clicks.value, clicksAnonymous.value, rounded(anonymousRate.value, 3), namedRows, possiblyRowCapped ? 'yes' : 'no'];
    },
  );
}
