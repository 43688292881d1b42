import { addMonths } from '../../../src/lib/day';
import { type Answer, bearerOf, type Call, json, mounted, type Platform } from '../platform';
import { SECRETS } from '../secrets';
import { AD_ACCOUNTS, type AdAccount, campaignsIn } from '../world/campaigns';
import { type Insight, LEVELS, META_FIELDS } from './meta-insights';

const NAME = 'meta-ads';

interface Report {
  readonly id: string;
  readonly account: AdAccount;
  readonly query: URLSearchParams;
  polls: number;
}

/**
 * Meta's Marketing API: `/me/adaccounts`, an account and its campaigns, and insights, both at once and as a report that is
 * asked for, polled and then fetched. A report's percentage reads 100 before its status says that it is done.
 */
class MetaAds implements Platform {
  readonly name = NAME;
  readonly paging = ['after'];
  private readonly reports = new Map<string, Report>();

  answer(call: Call): Answer {
    const [, path = ''] = /^\/v\d+\.\d+\/(.+)$/.exec(call.path) ?? [];
    if (path === '') return graphError(400, { message: 'Unknown path components', type: 'OAuthException', code: 2500 });
    const token = call.query.get('access_token') ?? bearerOf(call);
    if (token !== SECRETS.metaToken) return this.expired();
    if (path === 'me/adaccounts') return json({ data: accounts().map(described) });
    const [id = '', edge = ''] = path.split('/');
    const report = this.reports.get(id);
    if (report) return edge === 'insights' ? insights(call, report.account, merged(report.query, call.query)) : polled(report);
    const account = accounts().find((candidate) => candidate.id === id);
    if (!account)
      return graphError(400, {
        message: `Unsupported get request. Object with ID '${id}' does not exist`,
        type: 'GraphMethodException',
        code: 100,
        error_subcode: 33,
      });
    if (edge === '') return json(described(account));
    if (edge === 'campaigns') return json({ data: call.page(campaigns(call, account), (campaign) => ({ ...campaign, id: '' })) });
    return call.method === 'POST' ? this.ordered(call, account) : insights(call, account, call.query);
  }

  throttled(call: Call, seconds: number): Answer {
    const usage = {
      type: 'ads_insights',
      call_count: 100,
      total_cputime: 100,
      total_time: 100,
      estimated_time_to_regain_access: Math.floor(seconds / 60),
    };
    const account = /act_(\d+)/.exec(call.path)?.[1] ?? '0';
    const body = {
      message: '(#80000) There have been too many calls from this ad-account. Wait a bit and try again.',
      type: 'OAuthException',
      code: 80000,
      error_subcode: 2446079,
    };
    return graphError(400, body, { 'x-business-use-case-usage': JSON.stringify({ [account]: [usage] }) });
  }

  failed(): Answer {
    return graphError(500, { message: '(#2) Service temporarily unavailable', type: 'OAuthException', is_transient: true, code: 2 });
  }

  expired(): Answer {
    return graphError(400, {
      message: 'Error validating access token: Session has expired.',
      type: 'OAuthException',
      code: 190,
      error_subcode: 463,
    });
  }

  private ordered(call: Call, account: AdAccount): Answer {
    const id = `60239201490${String(this.reports.size + 10).padStart(6, '0')}`;
    this.reports.set(id, { id, account, query: merged(new URLSearchParams(call.body), call.query), polls: 0 });
    return json({ report_run_id: id });
  }
}

function graphError(status: number, error: Record<string, unknown>, headers: Record<string, string> = {}): Answer {
  return json({ error: { ...error, fbtrace_id: 'AbSandboxTrace' } }, status, headers);
}

function accounts(): readonly AdAccount[] {
  return AD_ACCOUNTS.filter((account) => account.platform === NAME);
}

function described(account: AdAccount): Record<string, unknown> {
  const { currency, timeZone } = account.brand;
  return {
    id: account.id,
    account_id: account.id.slice('act_'.length),
    name: account.name,
    currency,
    timezone_name: timeZone,
    account_status: 1,
  };
}

function campaigns(call: Call, account: AdAccount): Record<string, string>[] {
  const years = [...new Set([call.world.firstDay(call.today), call.today].map((day) => day.slice(0, 4)))];
  const found = new Map(years.flatMap((year) => campaignsIn(account, year)).map((campaign) => [campaign.id, campaign]));
  return [...found.values()].map(({ id, name, kind }) => ({ id, name, objective: kind.objective, status: 'ACTIVE' }));
}

function polled(report: Report): Answer {
  report.polls++;
  const status = ['Job Started', 'Job Running'][report.polls - 1] ?? 'Job Completed';
  return json({
    id: report.id,
    account_id: report.account.id.slice('act_'.length),
    async_status: status,
    async_percent_completion: report.polls === 1 ? 0 : 100,
  });
}

function merged(first: URLSearchParams, second: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...first, ...second]);
}

function insights(call: Call, account: AdAccount, query: URLSearchParams): Answer {
  const fields = (query.get('fields') ?? 'account_id,impressions,spend').split(',').map((field) => field.trim());
  const unknown = fields.find((field) => !META_FIELDS[field]);
  if (unknown) return invalid(`(#100) ${unknown} is not valid for fields param.`);
  const { since, until } = parsed<{ since?: string; until?: string }>(query.get('time_range')) ?? {};
  const level = query.get('level') ?? 'account';
  if (!since || !until || !LEVELS[level]) return invalid('(#100) Invalid parameter');
  if (since < addMonths(call.today, -37))
    return graphError(400, {
      message: '(#3018) The start date of the time range cannot be beyond 37 months from the current date',
      type: 'OAuthException',
      code: 3018,
    });
  const windows = parsed<string[]>(query.get('action_attribution_windows')) ?? [];
  const all = summed(call, account, level, since, until, query.get('time_increment') === '1');
  const limit = Number(query.get('limit') ?? 25);
  const start = Number(Buffer.from(query.get('after') ?? '', 'base64url').toString() || 0);
  const written = all.slice(start, start + limit).map((insight) => writtenRow(insight, fields, windows));
  const data = call.page(written, (row) => ({ ...row, spend: '-3.10', impressions: 'n/a' }));
  return json({ data, ...(data.length > 0 ? { paging: paging(call, start, limit, all.length) } : {}) }, 200, usage(account));
}

function invalid(message: string): Answer {
  return graphError(400, { message, type: 'OAuthException', code: 100 });
}

function parsed<T>(text: string | null): T | null {
  try {
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

function summed(call: Call, account: AdAccount, level: string, since: string, until: string, daily: boolean): Insight[] {
  const from = [since, call.world.firstDay(call.today)].sort()[1] as string;
  const groups = new Map<string, Insight>();
  for (const row of call.world.adDays({ platform: NAME, account: account.id, from, to: until, servedOn: call.today })) {
    const key = `${daily ? row.day : ''}/${LEVELS[level]!(row)}`;
    const group = groups.get(key);
    if (!group) {
      const { impressions, clicks, costMicros, conversionsMicros, revenueMicros } = row;
      const [first, last] = daily ? [row.day, row.day] : [since, until];
      groups.set(key, { row, account, since: first, until: last, impressions, clicks, costMicros, conversionsMicros, revenueMicros });
      continue;
    }
    group.impressions += row.impressions;
    group.clicks += row.clicks;
    group.costMicros += row.costMicros;
    group.conversionsMicros += row.conversionsMicros;
    group.revenueMicros += row.revenueMicros;
  }
  return [...groups.values()];
}

function writtenRow(insight: Insight, fields: readonly string[], windows: readonly string[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const field of [...fields, 'date_start', 'date_stop']) {
    const value = META_FIELDS[field]!(insight, windows);
    if (value !== undefined) row[field] = value;
  }
  return row;
}

function paging(call: Call, start: number, limit: number, total: number): Record<string, unknown> {
  const cursor = (offset: number) => Buffer.from(String(offset)).toString('base64url');
  const cursors = { before: cursor(start), after: cursor(Math.min(total, start + limit)) };
  if (start + limit >= total) return { cursors };
  const next = new URLSearchParams(call.query);
  next.set('after', cursors.after);
  return { cursors, next: `${call.base}${call.path}?${next}` };
}

function usage(account: AdAccount): Record<string, string> {
  const id = account.id.slice('act_'.length);
  const row = { type: 'ads_insights', call_count: 4, total_cputime: 3, total_time: 5, estimated_time_to_regain_access: 0 };
  return {
    'x-business-use-case-usage': JSON.stringify({ [id]: [row] }),
    'x-app-usage': JSON.stringify({ call_count: 4, total_time: 5, total_cputime: 3 }),
    'x-fb-ads-insights-throttle': JSON.stringify({ app_id_util_pct: 1.5, acc_id_util_pct: 0.8, ads_api_access_tier: 'standard_access' }),
  };
}

/** The accounts of the own brands. */
export default mounted({
  sources: AD_ACCOUNTS.filter(({ platform }) => platform === NAME).map(({ id, name, brand }) => ({
    key: `${NAME}-${brand.key}`,
    name,
    connector: NAME,
    mount: `/${NAME}`,
    config: { accountIds: [id] },
    secrets: { accessToken: SECRETS.metaToken },
    brand: brand.key,
    timeZone: brand.timeZone,
    currency: brand.currency,
  })),
  open: () => new MetaAds(),
});
