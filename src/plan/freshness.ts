import { factOf } from '../../entities/facts/fact';
import type { Goal } from '../../entities/plan/Goal';
import type { Session } from '../database/session';
import { addDays, type Day } from '../lib/day';
import type { Asker } from '../metrics/question';
import { metricOf } from '../metrics/registry';

/** So many days the platforms may take to answer for a day in full. */
const PULLED_GRACE_DAYS = 3;
/** A level that people bring in files (a survey's waves) holds for about a quarter. */
const LEVEL_GRACE_DAYS = 92;

/** How far the data behind a goal reach. */
export interface Freshness {
  /** The last day that all of its sources have answered for; null when a source that feeds it has not, or there is none. */
  readonly freshTo: Day | null;
  /** The last day to evaluate by: the freshest complete one if that is recent enough, yesterday otherwise. */
  readonly through: Day;
}

/** A source that has given rows of a fact. */
interface Feed {
  readonly fact: string;
  readonly source: string;
  readonly brand: string | null;
  /** On a schedule, so that it can be late. */
  readonly pulled: boolean;
  readonly freshTo: Day | null;
}

const FEEDS = `
  SELECT d.fact, s.key AS source, b.key AS brand, s.enabled AND s.schedule <> '' AS pulled,
    CASE WHEN s.enabled AND s.schedule <> '' THEN s.fresh_to ELSE coalesce(s.fresh_to, max(d.day)) END AS "freshTo"
  FROM rollup.source_day d
  JOIN hub.source s ON s.workspace_id = d.workspace_id AND s.id = d.source_id
  LEFT JOIN hub.brand b ON b.workspace_id = s.workspace_id AND b.id = s.brand_id
  WHERE d.workspace_id = $1
  GROUP BY d.fact, s.workspace_id, s.id, b.key`;

/** How far the data of each goal reach, in the goals' order; one statement. */
export async function readFreshness(session: Session, goals: readonly Goal[], asker: Asker): Promise<Freshness[]> {
  const feeds = await session.query<Feed>(FEEDS, [session.workspaceId]);
  return goals.map((goal) => freshnessOf(goal, feeds, asker));
}

function freshnessOf(goal: Goal, feeds: readonly Feed[], { today }: Asker): Freshness {
  const facts = [...new Set(metricOf(goal.metric).leaves.map(({ fact }) => factOf(fact).table))];
  const perFact = facts.map((fact) =>
    reach(
      goal,
      feeds.filter((feed) => feed.fact === fact && feedsGoal(feed, goal)),
    ),
  );
  const yesterday = addDays(today, -1);
  const days = perFact.map(({ freshTo }) => freshTo);
  const freshTo = days.includes(null) ? null : ((days as Day[]).sort()[0] ?? null);
  const grace = Math.min(...perFact.map((each) => each.grace));
  const recent = freshTo !== null && freshTo < yesterday && freshTo >= addDays(yesterday, -grace);
  return { freshTo, through: recent ? freshTo : yesterday };
}

/** Sources on a schedule all have to have answered; without any, the newest of what people brought counts. */
function reach(goal: Goal, feeds: readonly Feed[]): { freshTo: Day | null; grace: number } {
  const pulled = feeds.filter((feed) => feed.pulled);
  const days = (pulled.length > 0 ? pulled : feeds).map(({ freshTo }) => freshTo);
  const known = days.filter((day) => day !== null).sort();
  if (pulled.length > 0) return { freshTo: known.length < days.length ? null : known[0]!, grace: PULLED_GRACE_DAYS };
  return { freshTo: known.at(-1) ?? null, grace: goal.aggregation === 'SUM' ? PULLED_GRACE_DAYS : LEVEL_GRACE_DAYS };
}

function feedsGoal(feed: Feed, { filters }: Goal): boolean {
  return filters.every(({ dimension, values }) => {
    if (dimension === 'SOURCE') return values.includes(feed.source);
    return dimension !== 'BRAND' || feed.brand === null || values.includes(feed.brand);
  });
}
