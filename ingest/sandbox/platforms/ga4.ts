import { type Answer, bearerOf, type Call, json, mounted, objectOf, type Platform } from '../platform';
import { GOOGLE_TOKEN } from '../secrets';
import type { Tokens } from '../tokens';
import { OWN_BRANDS, type OwnBrand, ownBrand } from '../world/brands';
import { SiteVisits, type VisitRow } from '../world/site-visits';

const NAME = 'ga4';
const LUMINA = '365220001';
/** The properties of the own brands' sites. */
const PROPERTIES: Record<string, OwnBrand> = {
  [LUMINA]: ownBrand('lumina'),
  '365220002': ownBrand('verdane'),
  '365220003': ownBrand('kumo'),
};

const GROUPS: Record<VisitRow['channel'], string> = {
  direct: 'Direct',
  organic_search: 'Organic Search',
  paid_search: 'Paid Search',
  paid_social: 'Paid Social',
  email: 'Email',
};
const DIMENSIONS: Record<string, (row: VisitRow, brand: OwnBrand) => string> = {
  date: ({ day }) => day.replaceAll('-', ''),
  sessionDefaultChannelGroup: ({ channel }) => GROUPS[channel],
  deviceCategory: ({ device }) => device,
  countryId: (_, { country }) => country,
};
const METRICS: Record<string, readonly [type: string, read: (row: VisitRow) => number, write?: (value: number) => string]> = {
  sessions: ['TYPE_INTEGER', ({ sessions }) => sessions],
  activeUsers: ['TYPE_INTEGER', ({ visitors }) => visitors],
  engagedSessions: ['TYPE_INTEGER', ({ engaged }) => engaged],
  screenPageViews: ['TYPE_INTEGER', ({ pageViews }) => pageViews],
  userEngagementDuration: ['TYPE_SECONDS', ({ seconds }) => seconds],
  purchaseRevenue: ['TYPE_CURRENCY', ({ revenueCents }) => revenueCents, (cents) => String(cents / 100)],
  ecommercePurchases: ['TYPE_INTEGER', ({ orders }) => orders],
  keyEvents: ['TYPE_FLOAT', ({ orders }) => orders],
};

interface Asked {
  readonly dateRanges?: readonly { startDate: string; endDate: string }[];
  readonly dimensions?: readonly { name: string }[];
  readonly metrics?: readonly { name: string }[];
  readonly limit?: string;
  readonly offset?: string;
  readonly returnPropertyQuota?: boolean;
}

/** Google Analytics' Data API: `properties/{id}:runReport` over the visits of a brand's site. Every value is text; a report without rows has no `rows`. */
class Ga4 implements Platform {
  readonly name = NAME;
  readonly paging = ['offset'];
  private visits: SiteVisits | undefined;

  constructor(private readonly tokens: Tokens) {}

  answer(call: Call): Answer {
    if (!this.tokens.accepts(NAME, bearerOf(call))) return this.expired();
    const [, id = ''] = /^\/v1beta\/properties\/(\d+):runReport$/.exec(call.path) ?? [];
    if (id === '' || call.method !== 'POST') return error(404, 'NOT_FOUND', 'Requested entity was not found.');
    const brand = PROPERTIES[id];
    if (!brand) {
      const told =
        'User does not have sufficient permissions for this property. To learn more about Property ID, see the developer documentation.';
      return error(403, 'PERMISSION_DENIED', told);
    }
    this.visits ??= new SiteVisits(call.world);
    return report(call, this.visits, brand);
  }

  throttled(): Answer {
    return error(
      429,
      'RESOURCE_EXHAUSTED',
      'Exhausted concurrent requests quota. Please wait for other requests of this property to complete.',
    );
  }

  failed(): Answer {
    return error(500, 'INTERNAL', 'Internal error encountered.');
  }

  expired(): Answer {
    return error(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials. Expected OAuth 2 access token.');
  }
}

function error(code: number, status: string, message: string): Answer {
  return json({ error: { code, message, status } }, code);
}

function report(call: Call, visits: SiteVisits, brand: OwnBrand): Answer {
  const asked = objectOf(call) as Asked;
  const dimensions = (asked.dimensions ?? []).map(({ name }) => name);
  const metrics = (asked.metrics ?? []).map(({ name }) => name);
  const unknown = dimensions.find((name) => !DIMENSIONS[name]) ?? metrics.find((name) => !METRICS[name]);
  const [range] = asked.dateRanges ?? [];
  const limit = Number(asked.limit ?? 10_000);
  if (unknown || !range || metrics.length === 0 || !(limit >= 1 && limit <= 250_000))
    return error(400, 'INVALID_ARGUMENT', `Field ${unknown} is not a valid dimension or metric, or the range or the limit is missing.`);
  const from = [range.startDate, call.world.firstDay(call.today)].sort()[1] as string;
  const all = grouped(visits.between(brand.key, from, range.endDate, call.today), brand, dimensions, metrics);
  const offset = Number(asked.offset ?? 0);
  const rows = call.page(all.slice(offset, offset + limit), (row) => ({
    ...row,
    metricValues: [{ value: '-5' }, ...row.metricValues.slice(1)],
  }));
  return json({
    dimensionHeaders: dimensions.map((name) => ({ name })),
    metricHeaders: metrics.map((name) => ({ name, type: METRICS[name]?.[0] })),
    ...(rows.length > 0 ? { rows } : {}),
    rowCount: all.length,
    metadata: { currencyCode: brand.currency, timeZone: brand.timeZone },
    ...(asked.returnPropertyQuota ? { propertyQuota: QUOTA } : {}),
    kind: 'analyticsData#runReport',
  });
}

const QUOTA = {
  tokensPerDay: { consumed: 12, remaining: 199_988 },
  tokensPerHour: { consumed: 12, remaining: 39_988 },
  concurrentRequests: { remaining: 10 },
  serverErrorsPerProjectPerHour: { remaining: 10 },
  potentiallyThresholdedRequestsPerHour: { remaining: 120 },
  tokensPerProjectPerHour: { consumed: 12, remaining: 13_988 },
};

interface ApiRow {
  readonly dimensionValues: readonly { value: string }[];
  readonly metricValues: readonly { value: string }[];
}

/** The rows summed by the dimensions, in the order of the days. */
function grouped(rows: Iterable<VisitRow>, brand: OwnBrand, dimensions: readonly string[], metrics: readonly string[]): ApiRow[] {
  const groups = new Map<string, { keys: string[]; sums: number[] }>();
  for (const row of rows) {
    const keys = dimensions.map((name) => DIMENSIONS[name]!(row, brand));
    const group = groups.get(keys.join('\n')) ?? { keys, sums: metrics.map(() => 0) };
    group.sums = group.sums.map((sum, place) => sum + METRICS[metrics[place] as string]![1](row));
    groups.set(keys.join('\n'), group);
  }
  return [...groups.values()].map(({ keys, sums }) => ({
    dimensionValues: keys.map((value) => ({ value })),
    metricValues: sums.map((sum, place) => ({ value: (METRICS[metrics[place] as string]![2] ?? String)(sum) })),
  }));
}

/** Lumina's site; the others have properties and no source here. */
export default mounted({
  sources: OWN_BRANDS.filter((brand) => brand === PROPERTIES[LUMINA]).map((brand) => ({
    key: `${NAME}-${brand.key}`,
    name: `${brand.names.en} site`,
    connector: NAME,
    mount: `/${NAME}`,
    config: { propertyId: LUMINA, byCountry: false },
    ...GOOGLE_TOKEN,
    brand: brand.key,
    timeZone: brand.timeZone,
    currency: brand.currency,
  })),
  open: (tokens) => new Ga4(tokens),
});
