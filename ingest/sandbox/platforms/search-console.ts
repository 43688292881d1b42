import { addDays, isDay } from '../../../src/lib/day';
import { type Answer, bearerOf, type Call, json, mounted, objectOf, type Platform } from '../platform';
import { GOOGLE_TOKEN } from '../secrets';
import type { Tokens } from '../tokens';
import { OWN_BRANDS, type OwnBrand } from '../world/brands';
import { SEARCH_LAG, type SearchRow, SITES } from '../world/searches';

const NAME = 'search-console';
const KEYS: Readonly<Record<string, (row: SearchRow) => string | null>> = {
  date: (row) => row.day,
  query: (row) => row.query,
  page: (row) => row.page,
  country: (row) => row.country,
  device: (row) => row.device,
};

interface ApiRow {
  keys?: string[];
  clicks: number;
  impressions: number;
  ctr: number;
  position: number;
}

/** Google Search Console: the list of sites and `searchAnalytics/query`. Only web searches exist; older days are kept longer than Google keeps them. */
function searchConsole(tokens: Tokens): Platform {
  return {
    name: NAME,
    answer: (call) => route(call, tokens),
    throttled: () =>
      error(
        429,
        'rateLimitExceeded',
        'Search Analytics QPS quota exceeded. Learn about usage limits and see how your project can reduce quota usage.',
      ),
    failed: () => error(500, 'backendError', 'Internal error encountered.'),
    expired,
  };
}

function expired(): Answer {
  return error(
    401,
    'authError',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
  );
}

function error(code: number, reason: string, message: string): Answer {
  return json({ error: { code, message, errors: [{ message, domain: code === 429 ? 'usageLimits' : 'global', reason }] } }, code);
}

function route(call: Call, tokens: Tokens): Answer {
  if (!tokens.accepts(NAME, bearerOf(call))) return expired();
  if (call.path === '/webmasters/v3/sites') return json({ siteEntry: SITES.map((siteUrl) => ({ siteUrl, permissionLevel: 'siteOwner' })) });
  const [, encoded = ''] = /^\/webmasters\/v3\/sites\/([^/]+)\/searchAnalytics\/query$/.exec(call.path) ?? [];
  if (encoded === '' || call.method !== 'POST') return error(404, 'notFound', 'Not Found');
  const brand = OWN_BRANDS.find((candidate) => candidate.site === decodeURIComponent(encoded));
  if (!brand) return error(403, 'forbidden', `User does not have sufficient permission for site '${decodeURIComponent(encoded)}'.`);
  return query(call, brand);
}

function query(call: Call, brand: OwnBrand): Answer {
  const body = objectOf(call);
  const { startDate, endDate } = body as { startDate: string; endDate: string };
  const dimensions = (body.dimensions ?? []) as string[];
  const rowLimit = Number(body.rowLimit ?? 1000);
  const startRow = Number(body.startRow ?? 0);
  const unknown = dimensions.find((dimension) => !KEYS[dimension]);
  if (unknown) return error(400, 'invalidParameter', `Invalid value at 'dimensions': ${unknown}`);
  if (!isDay(String(startDate)) || !isDay(String(endDate)))
    return error(400, 'invalidParameter', `'${startDate}' or '${endDate}' is not a valid date.`);
  if (!(rowLimit >= 1 && rowLimit <= 25_000)) return error(400, 'invalidParameter', 'rowLimit must be between 1 and 25000.');
  const state = body.dataState === 'all' ? 'all' : 'final';
  const web = ['web', undefined].includes((body.type ?? body.searchType) as string | undefined);
  const from = [startDate, call.world.firstDay(call.today)].sort()[1] as string;
  const rows = web ? grouped(call.world.searchRows({ brand: brand.key, from, to: endDate, servedOn: call.today, state }), dimensions) : [];
  const page = call.page(rows.slice(startRow, startRow + rowLimit), (row) => ({ ...row, clicks: -5, position: 0 }));
  const incomplete = state === 'all' ? { metadata: { first_incomplete_date: addDays(call.today, 1 - SEARCH_LAG) } } : {};
  const responseAggregationType = dimensions.includes('page') || body.aggregationType === 'byPage' ? 'byPage' : 'byProperty';
  return json({ ...(page.length > 0 ? { rows: page } : {}), responseAggregationType, ...incomplete });
}

/** Rows summed by the dimensions, most clicks first. Asking for queries leaves the withheld ones out. */
function grouped(rows: Iterable<SearchRow>, dimensions: readonly string[]): ApiRow[] {
  const readers = dimensions.map((dimension) => KEYS[dimension]!);
  const groups = new Map<string, { keys: string[]; clicks: number; impressions: number; positionSum: number }>();
  for (const row of rows) {
    const keys = readers.map((read) => read(row));
    if (keys.includes(null)) continue;
    const name = keys.join('\n');
    const group = groups.get(name) ?? { keys: keys as string[], clicks: 0, impressions: 0, positionSum: 0 };
    group.clicks += row.clicks;
    group.impressions += row.impressions;
    group.positionSum += row.positionSum;
    groups.set(name, group);
  }
  const sorted = [...groups.entries()].sort(([a, x], [b, y]) => y.clicks - x.clicks || (a < b ? -1 : 1));
  return sorted.map(([, { keys, clicks, impressions, positionSum }]) => ({
    ...(dimensions.length > 0 ? { keys } : {}),
    clicks,
    impressions,
    ctr: clicks / impressions,
    position: positionSum / impressions,
  }));
}

/** The sites of the own brands. */
export default mounted({
  sources: OWN_BRANDS.map((brand) => ({
    key: `${NAME}-${brand.key}`,
    name: `${brand.names.en} search`,
    connector: NAME,
    mount: `/${NAME}`,
    config: { sites: [brand.site] },
    ...GOOGLE_TOKEN,
    brand: brand.key,
    timeZone: 'America/Los_Angeles',
  })),
  open: searchConsole,
});
