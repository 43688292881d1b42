import { AdDay } from '../../entities/facts/AdDay';
import { columnOf, type FactClass } from '../../entities/facts/fact';
import { Mention } from '../../entities/facts/Mention';
import { OrderLine } from '../../entities/facts/OrderLine';
import { SearchDay } from '../../entities/facts/SearchDay';
import { WebDay } from '../../entities/facts/WebDay';

/** A table of sums of a fact by day, week or month and some of its columns, where an unknown text is ''; `rows` counts the fact's rows. */
export interface Rollup {
  readonly fact: FactClass;
  /** Named `rollup.<table>`. */
  readonly table: string;
  /** What is summed to one row; its `day` is the first of it. */
  readonly unit: 'DAY' | 'WEEK' | 'MONTH';
  /** The SQL columns that are kept apart, after workspace and day: the fact's own, or its campaign's (see {@link holdsOfCampaign}). */
  readonly by: readonly string[];
  /** The fact's SQL columns that are summed. */
  readonly sums: readonly string[];
  /** Only the rows with this text in this column. */
  readonly only?: { readonly column: string; readonly is: string };
  /** The rollup that it is added up from, instead of the facts: for weeks and months the one of the same columns by day. */
  readonly finer?: Rollup;
  /** Of weeks and months: each row also holds the rows of `finer` that it is added up from, as arrays: `days`, and `<column>_by_day` of `rows` and each sum. */
  readonly holdsDays?: true;
  /** The rollup out of whose arrays its rows are read, where that is less work. */
  readonly readFrom?: Rollup;
}

const AD_DAY_CAMPAIGN = rollup(
  AdDay,
  'ad_day_campaign',
  ['campaign_id', 'source_id', 'currency'],
  ['impressions', 'clicks', 'spend', 'conversionsClaimed', 'revenueClaimed'],
);

const AD_DAY_BRAND: Rollup = {
  ...AD_DAY_CAMPAIGN,
  table: 'ad_day_brand',
  by: ['brand_id', 'channel', 'platform', 'source_id', 'currency'],
  finer: AD_DAY_CAMPAIGN,
};

const AD_WEEK_CAMPAIGN: Rollup = { ...byUnit('WEEK', AD_DAY_CAMPAIGN, 'ad_week_campaign'), holdsDays: true };

/** Days of few campaigns of many: those of a week lie together, where by day all campaigns between them have to be passed over on each. */
const DAYS_OF_CAMPAIGNS: Rollup = { ...AD_DAY_CAMPAIGN, readFrom: AD_WEEK_CAMPAIGN };

/** The rollups of all facts; for each fact the smallest first. */
export const ROLLUPS: readonly Rollup[] = [
  byUnit('MONTH', AD_DAY_BRAND, 'ad_month_brand'),
  AD_DAY_BRAND,
  AD_WEEK_CAMPAIGN,
  AD_DAY_CAMPAIGN,
  rollup(Mention, 'mention_day', ['brand_id', 'source_id', 'platform', 'channel', 'language', 'sentiment'], ['engagements', 'views']),
  rollup(
    SearchDay,
    'search_day_property',
    ['brand_id', 'source_id', 'scope', 'region', 'device'],
    ['clicks', 'impressions', 'positionSum'],
    {
      column: 'scope',
      is: 'property',
    },
  ),
  rollup(
    OrderLine,
    'order_day',
    ['brand_id', 'source_id', 'segment', 'product', 'region', 'channel', 'currency'],
    ['quantity', 'gross', 'refunded', 'revenue'],
  ),
  rollup(
    WebDay,
    'web_day_channel',
    ['brand_id', 'source_id', 'channel', 'region', 'device', 'currency'],
    ['sessions', 'conversions', 'pageViews', 'bounces', 'visitSeconds', 'revenue'],
  ),
];

/** How a rollup is best read for few campaigns of many; null where that is as for all. */
export function forFew(rollup: Rollup): Rollup | null {
  return rollup === AD_DAY_CAMPAIGN ? DAYS_OF_CAMPAIGNS : null;
}

/** The column of a rollup that holds another one of its days, in their order. */
export function ofDays(column: string): string {
  return `${column}_by_day`;
}

/**
 * Whether the column is one of the campaigns of the rollup's rows, and the rows hold it themselves: what is kept apart here and not in a finer rollup. It follows
 * what the campaigns become.
 */
export function holdsOfCampaign(rollup: Rollup | null, column: string | undefined): boolean {
  if (column === undefined || !rollup?.finer || !rollup.by.includes(column)) return false;
  return !rollup.finer.by.includes(column) || holdsOfCampaign(rollup.finer, column);
}

function byUnit(unit: Rollup['unit'], days: Rollup, table: string): Rollup {
  return { ...days, table, unit, finer: days };
}

function rollup<F extends object>(
  fact: FactClass<F>,
  table: string,
  by: string[],
  sums: Extract<keyof F, string>[],
  only?: Rollup['only'],
): Rollup {
  return { fact, table, unit: 'DAY', by, sums: sums.map((property) => columnOf(fact, property).column), ...(only ? { only } : {}) };
}
