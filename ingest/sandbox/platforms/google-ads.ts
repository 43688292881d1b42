import { type Answer, bearerOf, type Call, json, mounted, objectOf, type Platform } from '../platform';
import { GOOGLE_TOKEN, SECRETS } from '../secrets';
import type { Tokens } from '../tokens';
import { AD_ACCOUNTS, type AdAccount, MANAGER_ID } from '../world/campaigns';
import { type Gaql, parseGaql } from './gaql';
import { GOOGLE_FIELDS, GOOGLE_RESOURCES } from './google-ads-fields';
import { fieldMaskOf, resultOf, rowsOf } from './google-ads-rows';

const NAME = 'google-ads';
/** Versions that are still answered; a retired one is 404 on every path. */
const VERSIONS = ['v23', 'v24', 'v25', 'v26'];
const PAGE_ROWS = 10_000;
const BATCH_ROWS = 1000;
const FAILURE = 'type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure';

type Json = Record<string, unknown>;

/** Google Ads over REST: `customers:listAccessibleCustomers`, `googleAds:searchStream` and `googleAds:search`. */
function googleAds(tokens: Tokens): Platform {
  return {
    name: NAME,
    paging: ['pageToken'],
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
  const fieldMask = fieldMaskOf(gaql);
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

/** An error as the platform words it; the stream wraps it in an array. */
function error(call: Call, code: number, status: string, message: string, detail: Json): Answer {
  const body = { error: { code, message, status, details: [{ '@type': FAILURE, errors: [detail] }] } };
  return json(call.path.endsWith(':searchStream') ? [body] : body, code);
}

/** The accounts of the own brands. */
export default mounted({
  sources: AD_ACCOUNTS.filter(({ platform }) => platform === NAME).map(({ id, name, brand }) => ({
    key: `${NAME}-${brand.key}`,
    name,
    connector: NAME,
    mount: `/${NAME}`,
    config: { customerIds: [id], loginCustomerId: MANAGER_ID },
    addresses: GOOGLE_TOKEN.addresses,
    secrets: { ...GOOGLE_TOKEN.secrets, developerToken: SECRETS.developerToken },
    brand: brand.key,
    timeZone: brand.timeZone,
    currency: brand.currency,
  })),
  open: googleAds,
});
