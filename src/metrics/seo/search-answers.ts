import type { Session } from '../../database/session';
import { ask, isOneOf } from '../ask';
import { resolveRange } from '../period';
import type { Asker, MetricName, MetricRow, MetricValue, Range } from '../question';
import { type Cannibalisation, cannibalisations } from './cannibalisation';
import { type CtrCurve, countPositions, curvesOf } from './ctr-curve';
import { type Opportunity, type OpportunityRule, opportunities } from './opportunities';
import { type SearchRow, searchRows } from './search-rows';

/** Whose search, in which days, and as known when (now when absent). */
export interface SearchAsk {
  readonly brand: string;
  readonly range: Range;
  readonly asOf?: Date | undefined;
}

/** Clicks, impressions and position, each through the one door. */
export interface DoorNumbers {
  readonly clicks: MetricValue;
  readonly impressions: MetricValue;
  readonly position: MetricValue;
}

const SELECT = ['searchClicks', 'searchImpressions', 'searchPosition'];
const MOST = 20_000;

/** The click curves of a brand's site, queries for the brand apart from others where rules tell them. */
export async function ctrCurves(session: Session, question: SearchAsk, asker: Asker): Promise<CtrCurve[]> {
  const curves = curvesOf(countPositions(await rowsOf(session, question, asker)));
  return [...curves.values()].sort((a, b) => (a.segment < b.segment ? -1 : 1));
}

/** The queries that have most to win at a position, with their numbers from the door. */
export async function searchOpportunities(
  session: Session,
  question: SearchAsk & OpportunityRule,
  asker: Asker,
): Promise<(Omit<Opportunity, keyof DoorNumbers> & DoorNumbers)[]> {
  const found = opportunities(await rowsOf(session, question, asker), question);
  const shown = await numbersBy(
    session,
    question,
    ['QUERY'],
    found.map(({ query }) => query),
    asker,
  );
  return found.map((each) => ({ ...each, ...(shown.get(each.query) as DoorNumbers) }));
}

/** The queries for which pages stand in each other's way, with the numbers of each page from the door. */
export async function searchCannibalisations(
  session: Session,
  question: SearchAsk & { leastImpressions: number; first: number },
  asker: Asker,
): Promise<(Omit<Cannibalisation, 'pages'> & { pages: ({ page: string } & DoorNumbers)[] })[]> {
  const found = cannibalisations(await rowsOf(session, question, asker), question);
  const shown = await numbersBy(
    session,
    question,
    ['QUERY', 'PAGE'],
    found.map(({ query }) => query),
    asker,
  );
  return found.map(({ pages, ...each }) => ({
    ...each,
    pages: pages.map((page) => ({ page, ...(shown.get(`${each.query}\0${page}`) as DoorNumbers) })),
  }));
}

async function rowsOf(session: Session, { range, ...question }: SearchAsk, asker: Asker): Promise<SearchRow[]> {
  return searchRows(session, { ...question, range: resolveRange(range, asker.today) });
}

/** The numbers of some queries by their keys, joined by NUL. */
async function numbersBy(
  session: Session,
  { brand, range, asOf }: SearchAsk,
  by: readonly ('QUERY' | 'PAGE')[],
  queries: readonly string[],
  asker: Asker,
): Promise<Map<string, DoorNumbers>> {
  if (queries.length === 0) return new Map();
  const where = [isOneOf('BRAND', brand), isOneOf('QUERY', ...queries)];
  const { rows } = await ask(session, { select: SELECT, by, range, where, asOf, first: MOST }, asker);
  return new Map(rows.map((row) => [row.dimensions.map(({ key }) => key).join('\0'), numbersIn(row)]));
}

function numbersIn({ values }: MetricRow): DoorNumbers {
  const of = (name: MetricName) => values.find(({ metric }) => metric === name) as MetricValue;
  return { clicks: of('searchClicks'), impressions: of('searchImpressions'), position: of('searchPosition') };
}
