import { type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/**
 * Organic search on one day. `scope` is `property` for the totals that the search engine gives for the whole site, and
 * `query` for rows by query and page, which leave out rare (anonymised) queries and therefore add up to less.
 */
@Fact({ table: 'search_day', grain: 'one site on one day by scope, query, page, region and device' })
export class SearchDay {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') scope!: 'property' | 'query';
  @Key('text') query?: string;
  @Key('text') page?: string;
  @Key('text') region?: string;
  @Key('text') device?: string;
  @Measure('count') clicks?: Count | null;
  @Measure('count') impressions?: Count | null;
  /** The sum of position times impressions, so that a mean position stays weighted. */
  @Measure('amount') positionSum?: Micros | null;
}
