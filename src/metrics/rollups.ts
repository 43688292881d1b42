import { AdDay } from '../../entities/facts/AdDay';
import { columnOf, type FactClass } from '../../entities/facts/fact';
import { Mention } from '../../entities/facts/Mention';
import { OrderLine } from '../../entities/facts/OrderLine';
import { SearchDay } from '../../entities/facts/SearchDay';
import { WebDay } from '../../entities/facts/WebDay';

/** A table of sums of a fact by day and some of its columns, where an unknown text is ''; `rows` counts the fact's rows. */
export interface Rollup {
  readonly fact: FactClass;
  /** Named `rollup.<table>`. */
  readonly table: string;
  /** The fact's SQL columns that are kept apart, after workspace and day. */
  readonly by: readonly string[];
  /** The fact's SQL columns that are summed. */
  readonly sums: readonly string[];
  /** Only the rows with this text in this column. */
  readonly only?: { readonly column: string; readonly is: string };
}

/** The rollups of all facts; for each fact the smallest first. */
export const ROLLUPS: readonly Rollup[] = [
  rollup(
    AdDay,
    'ad_day_campaign',
    ['campaign_id', 'source_id', 'currency'],
    ['impressions', 'clicks', 'spend', 'conversionsClaimed', 'revenueClaimed'],
  ),
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

function rollup<F extends object>(
  fact: FactClass<F>,
  table: string,
  by: string[],
  sums: Extract<keyof F, string>[],
  only?: Rollup['only'],
): Rollup {
  return { fact, table, by, sums: sums.map((property) => columnOf(fact, property).column), ...(only ? { only } : {}) };
}
