import { type FactClass, factOf } from '../../entities/facts/fact';
import { DIMENSIONS, type Dimension } from './question';

/** A table whose rows have a stable key and a name. */
export type Linked = 'brand' | 'campaign' | 'source';

/**
 * Where a fact holds a dimension. `column` is a column of the fact, or of its campaign when `via` says so; `to` names the table that
 * an id links to; a `constant` is the same for every row of the fact.
 */
export interface DimensionPlace {
  readonly column?: string;
  readonly via?: 'campaign';
  readonly to?: Linked;
  readonly constant?: string;
  /** The text there is a name that the workspace's rules map. */
  readonly mapped?: true;
  /** The roster says what the text there belongs to: whose an account is, of which collaboration a post or livestream. */
  readonly roster?: 'person' | 'collaboration';
}

const CONSTANTS: Readonly<Record<string, Partial<Record<Dimension, string>>>> = {
  SearchDay: { CHANNEL: 'organic_search', PLATFORM: 'google' },
  SocialDay: { CHANNEL: 'organic_social' },
  EmailSend: { CHANNEL: 'email' },
  CreatorPost: { CHANNEL: 'creator', INITIATIVE: 'creator' },
  LiveSession: { CHANNEL: 'livestream', INITIATIVE: 'livestream' },
  LiveProduct: { CHANNEL: 'livestream', INITIATIVE: 'livestream' },
};

/** The dimensions whose values are made by the workspace's rules, each of the names of another one. */
export const MAPPED: Partial<Record<Dimension, Dimension>> = {
  CATEGORY: 'PRODUCT',
  MARKET: 'REGION',
  INITIATIVE: 'CAMPAIGN',
  QUERY_TYPE: 'QUERY',
  PAGE_TYPE: 'PAGE',
};

/** Whether search has to be read by query and page, and not for the whole site, to tell the dimension. */
export function isDetail(dimension: Dimension): boolean {
  return ['QUERY', 'PAGE'].includes(MAPPED[dimension] ?? dimension);
}

const OF_CAMPAIGN: Partial<Record<Dimension, DimensionPlace>> = {
  BRAND: { column: 'brand_id', via: 'campaign', to: 'brand' },
  CHANNEL: { column: 'channel', via: 'campaign' },
  PLATFORM: { column: 'platform', via: 'campaign' },
};

/** Where a property is not called as its dimension is: `kind` is what sort of content, `metric` the outcome of an experiment. */
const PROPERTIES: Partial<Record<Dimension, string>> = {
  AD_GROUP: 'adGroup',
  FORMAT: 'kind',
  OUTCOME: 'metric',
  SPLIT_VALUE: 'value',
  MATCH_TYPE: 'matchType',
  LIVESTREAM: 'session',
  JUDGED_BY: 'sentimentBy',
  QUERY_VERSION: 'queryVersion',
  // A creator, whom the roster knows; the `person` of a touch is a customer.
  PERSON: '',
};

/** Facts that hold a thing by its id, and its name beside it: rules are about names. */
const NAMED_BY: Readonly<Record<string, Partial<Record<Dimension, string>>>> = { LiveProduct: { PRODUCT: 'title' } };

/** What the roster of creators knows content by, beside its platform and account. */
const CONTENT: Readonly<Record<string, string>> = { CreatorPost: 'post', LiveSession: 'session' };

/** Where the fact holds the dimension, or null when it does not have it. Follows from the fact's declared columns. */
export function placeOf(fact: FactClass, dimension: Dimension): DimensionPlace | null {
  const table = factOf(fact);
  if (dimension === 'SOURCE') return { column: 'source_id', to: 'source' };
  const own = table.columns.find(
    ({ property, role }) => role !== 'measure' && property === (PROPERTIES[dimension] ?? dimension.toLowerCase()),
  );
  if (own) return { column: own.column, ...(own.kind === 'brand' || own.kind === 'campaign' ? { to: own.kind } : {}) };
  const constant = CONSTANTS[table.name]?.[dimension];
  if (constant !== undefined) return { constant };
  const rostered = rosterPlace(fact, dimension);
  if (rostered) return rostered;
  const named = MAPPED[dimension];
  if (named) return mappedPlace(fact, named);
  return table.columns.some(({ kind }) => kind === 'campaign') ? (OF_CAMPAIGN[dimension] ?? null) : null;
}

/** Where the account or the content is that the roster knows. */
function rosterPlace(fact: FactClass, dimension: Dimension): DimensionPlace | null {
  const { name, columns } = factOf(fact);
  const content = CONTENT[name];
  if (dimension === 'COLLABORATION' && content) return { column: content, roster: 'collaboration' };
  const hasAccount = ['platform', 'creator'].every((each) => columns.some(({ property }) => property === each));
  return dimension === 'PERSON' && hasAccount ? { column: 'creator', roster: 'person' } : null;
}

/** Where the names are that a mapped dimension is made of: of what is linked, its name. */
function mappedPlace(fact: FactClass, named: Dimension): DimensionPlace | null {
  const place = placeOf(fact, named);
  if (!place) return null;
  const title = NAMED_BY[factOf(fact).name]?.[named];
  if (title) return { column: title, mapped: true };
  return place.to === 'campaign' ? { column: 'name', via: 'campaign', mapped: true } : { ...place, mapped: true };
}

/** The dimensions that a fact can be broken down by. */
export function dimensionsOf(fact: FactClass): Dimension[] {
  return DIMENSIONS.filter((dimension) => placeOf(fact, dimension) !== null);
}
