import { addDays } from '../../../src/lib/day';
import { type Answer, bearerOf, type Call, json, objectOf, type Platform } from '../platform';
import { SECRETS } from '../secrets';
import { AD_ACCOUNTS, type AdAccount, campaignsIn, MANAGER_ID } from '../world/campaigns';
import { type Condition, type Gaql, meets, parseGaql } from './gaql';
import { GOOGLE_FIELDS, GOOGLE_RESOURCES, type GoogleRow } from './google-ads-fields';
import type { Tokens } from './tokens';

const NAME = 'google-ads';
/** Versions that are still answered; a retired one is 404 on every path. */
const VERSIONS = ['v23', 'v24', 'v25', 'v26'];
const PAGE_ROWS = 10_000;
const BATCH_ROWS = 1000;
const FAILURE = 'type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure';

type Json = Record<string, unknown>;

/** Google Ads over REST: `customers:listAccessibleCustomers`, `googleAds:searchStream` and `googleAds:search`. */
export function googleAds(tokens: Tokens): Platform {
  return {
    name: NAME,
    answer: (call) => route(call, tokens),
    throttled: (call, seconds) =>
      error(call, 429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).', {
        errorCode: { quotaError: 'RESOURCE_EXHAUSTED' },
        message: `Too many requests. Retry in ${seconds} seconds.`,
        details: {
          quotaErrorDetails: { rateScope: 'DEVELOPER', rateName: 'Number of operations for basic access', retryDelay: `${seconds}s` },
        },
      }),
    failed: (call) =>
      error(call, 500, 'INTERNAL', 'Internal error encountered.', {
        errorCode: { internalError: 'INTERNAL_ERROR' },
        message: 'An internal error has occurred.',
      }),
    expired,
  };
}

function expired(call: Call): Answer {
  return error(call, 401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials. Expected OAuth 2 access token.', {
    errorCode: { authenticationError: 'OAUTH_TOKEN_EXPIRED' },
    message: 'OAuth token in the header has expired.',
  });
}

function route(call: Call, tokens: Tokens): Answer {
  const [, version = '', rest = ''] = /^\/(v\d+)\/(.+)$/.exec(call.path) ?? [];
  if (!VERSIONS.includes(version))
    return {
      status: 404,
      headers: { 'content-type': 'text/html; charset=UTF-8' },
      body: '<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>',
    };
  if (!tokens.accepts(NAME, bearerOf(call))) return expired(call);
  if (call.headers['developer-token'] !== SECRETS.developerToken) {
    return error(call, 403, 'PERMISSION_DENIED', 'The caller does not have permission', {
      errorCode: { authorizationError: 'DEVELOPER_TOKEN_NOT_APPROVED' },
      message: 'The developer token is not valid for this account.',
    });
  }
  const accounts = AD_ACCOUNTS.filter((account) => account.platform === NAME);
  if (rest === 'customers:listAccessibleCustomers') {
    return json({ resourceNames: [MANAGER_ID, ...accounts.map((account) => account.id)].map((id) => `customers/${id}`) });
  }
  const [, id = '', verb = ''] = /^customers\/(\d+)\/googleAds:(searchStream|search)$/.exec(rest) ?? [];
  if (id === MANAGER_ID && verb !== '') return clients(accounts, verb);
  const account = accounts.find((candidate) => candidate.id === id);
  if (!account) {
    return error(call, 403, 'PERMISSION_DENIED', 'The caller does not have permission', {
      errorCode: { authorizationError: 'USER_PERMISSION_DENIED' },
      message: "User doesn't have permission to access customer.",
    });
  }
  return search(call, account, verb);
}

function search(call: Call, account: AdAccount, verb: string): Answer {
  const body = objectOf(call);
  const gaql = parseGaql(String(body.query ?? ''));
  const wrong = gaql ? unknownField(gaql) : 'query';
  if (!gaql || wrong) {
    return error(call, 400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.', {
      errorCode: { queryError: gaql ? 'UNRECOGNIZED_FIELD' : 'UNEXPECTED_INPUT' },
      message: gaql ? `Unrecognized field in the query: '${wrong}'.` : 'Error in query: unexpected input.',
    });
  }
  const all = rowsOf(call, account, gaql).map((row) => resultOf(row, gaql));
  const fieldMask = gaql.fields.map((field) => field.split('.').map(camel).join('.')).join(',');
  const spoil = (result: Json): Json => ({ ...result, metrics: { ...(result.metrics as Json), costMicros: '-1', clicks: 'many' } });
  if (verb === 'search') {
    const start = Number(Buffer.from(String(body.pageToken ?? ''), 'base64url').toString() || 0);
    const end = start + PAGE_ROWS;
    const nextPageToken = end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined;
    return json({ results: call.page(all.slice(start, end), spoil), nextPageToken, fieldMask });
  }
  const rows = call.page(all, spoil);
  const batches: Json[] = [];
  for (let start = 0; start < rows.length; start += BATCH_ROWS) {
    batches.push({ results: rows.slice(start, start + BATCH_ROWS), fieldMask, requestId: `sandbox-${start}` });
  }
  return json(batches.length === 0 ? [{ fieldMask, requestId: 'sandbox-0' }] : batches);
}

function unknownField(gaql: Gaql): string | undefined {
  const allowed = GOOGLE_RESOURCES[gaql.from];
  if (!allowed) return gaql.from;
  const used = [...gaql.fields, ...gaql.where.map((condition) => condition.field), ...gaql.orderBy.map((order) => order.field)];
  return used.find((field) => !GOOGLE_FIELDS[field] || ![...allowed, 'segments', 'metrics'].includes(field.split('.')[0] as string));
}

/** The rows of a query: an entity's days summed to the fields that were selected, or the bare entities when no day or number was. */
function rowsOf(call: Call, account: AdAccount, gaql: Gaql): GoogleRow[] {
  const facts = gaql.fields.some((field) => /^(segments|metrics)\./.test(field));
  const passes = (row: GoogleRow, sum: boolean) =>
    gaql.where.every((condition) => GOOGLE_FIELDS[condition.field]!.sum !== sum || meets(comparable(condition, row), condition));
  const key = (row: GoogleRow) =>
    [...gaql.fields, `${gaql.from}.resource_name`]
      .filter((field) => !GOOGLE_FIELDS[field]!.sum)
      .map((field) => GOOGLE_FIELDS[field]!.read(row))
      .join('\n');
  const groups = new Map<string, GoogleRow>();
  for (const row of facts ? factRows(call, account, gaql) : entityRows(call, account)) {
    if (!passes(row, false)) continue;
    const group = groups.get(key(row));
    if (group) add(group, row);
    else groups.set(key(row), row);
  }
  const rows = [...groups.values()].filter((row) => passes(row, true));
  for (const { field, descending } of gaql.orderBy.toReversed()) {
    const read = GOOGLE_FIELDS[field]!.read;
    const order = (a: GoogleRow, b: GoogleRow) => (read(a) < read(b) ? -1 : read(a) > read(b) ? 1 : 0);
    rows.sort((a, b) => (descending ? order(b, a) : order(a, b)));
  }
  return gaql.limit === null ? rows : rows.slice(0, gaql.limit);
}

function* factRows(call: Call, account: AdAccount, gaql: Gaql): Generator<GoogleRow> {
  const days = gaql.where.filter((condition) => condition.field === 'segments.date');
  const first = call.world.firstDay(call.today);
  const from = days
    .flatMap(({ operator, values }) => (['=', '>=', '>', 'BETWEEN'].includes(operator) ? [values[0] as string] : []))
    .concat(first)
    .sort()
    .at(-1) as string;
  const to = days
    .flatMap(({ operator, values }) => (['=', '<=', '<', 'BETWEEN'].includes(operator) ? [values.at(-1) as string] : []))
    .concat(call.today)
    .sort()[0] as string;
  for (const row of call.world.adDays({ platform: NAME, account: account.id, from, to, servedOn: call.today })) yield { ...row, account };
}

function* entityRows(call: Call, account: AdAccount): Generator<GoogleRow> {
  const years = new Set([call.world.firstDay(call.today), addDays(call.today, -365), call.today].map((day) => day.slice(0, 4)));
  const none = { day: '', device: '', impressions: 0, clicks: 0, costMicros: 0n, conversionsMicros: 0n, revenueMicros: 0n };
  for (const year of years) {
    for (const campaign of campaignsIn(account, year)) for (const ad of campaign.ads) yield { account, campaign, ad, ...none };
  }
}

function add(sum: GoogleRow, row: GoogleRow): void {
  sum.impressions += row.impressions;
  sum.clicks += row.clicks;
  sum.costMicros += row.costMicros;
  sum.conversionsMicros += row.conversionsMicros;
  sum.revenueMicros += row.revenueMicros;
}

function comparable(condition: Condition, row: GoogleRow): string | number {
  const field = GOOGLE_FIELDS[condition.field]!;
  return field.sum ? Number(field.read(row)) : field.read(row);
}

/** A row as JSON: nested, lowerCamelCase, each resource named, defaults left out. */
function resultOf(row: GoogleRow, gaql: Gaql): Json {
  const result: Json = {};
  const resources = new Set([gaql.from, ...gaql.fields.map((field) => field.split('.').slice(0, -1).join('.'))]);
  const names = [...resources].map((resource) => `${resource}.resource_name`).filter((field) => GOOGLE_FIELDS[field]);
  for (const field of [...names, ...gaql.fields]) {
    const value = GOOGLE_FIELDS[field]!.read(row);
    if (value === '' || value === 0) continue;
    const path = field.split('.').map(camel);
    const last = path.pop() as string;
    let place = result;
    for (const step of path) {
      place[step] ??= {};
      place = place[step] as Json;
    }
    place[last] = value;
  }
  return result;
}

function clients(accounts: readonly AdAccount[], verb: string): Answer {
  const results = accounts.map((account) => ({
    customerClient: {
      resourceName: `customers/${MANAGER_ID}/customerClients/${account.id}`,
      clientCustomer: `customers/${account.id}`,
      level: '1',
      timeZone: account.brand.timeZone,
      currencyCode: account.brand.currency,
      descriptiveName: account.name,
      id: account.id,
      status: 'ENABLED',
    },
  }));
  return json(verb === 'search' ? { results } : [{ results, requestId: 'sandbox-0' }]);
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** An error as the platform words it; the stream wraps it in an array. */
function error(call: Call, code: number, status: string, message: string, detail: Json): Answer {
  const body = { error: { code, message, status, details: [{ '@type': FAILURE, errors: [detail] }] } };
  return json(call.path.endsWith(':searchStream') ? [body] : body, code);
}
