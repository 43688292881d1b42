import { addDays, type Day, daysOf, isDay } from '../../../src/lib/day';
import { personKey } from '../../../src/lib/person-key';
import { type Answer, type Call, json, mounted, type Platform } from '../platform';
import { ownBrand } from '../world/brands';
import { SiteVisits, type VisitRow } from '../world/site-visits';
import { Touches, type WorldTouch } from '../world/touches';

const NAME = 'matomo';
const TOKEN = 'sandbox-matomo-token-auth';
const SITE_ID = 3;
/** So long the visits log is kept. */
const LOG_DAYS = 180;
const BRAND = ownBrand('kumo');

/** What Matomo calls each way to the site; every visit with campaign parameters is one of `campaign`. */
const TYPES: Record<VisitRow['channel'], readonly [segment: string, label: string, number: string]> = {
  direct: ['direct', 'Direkte Zugriffe', '1'],
  organic_search: ['search', 'Suchmaschinen', '2'],
  paid_search: ['campaign', 'Kampagnen', '6'],
  paid_social: ['campaign', 'Kampagnen', '6'],
  email: ['campaign', 'Kampagnen', '6'],
};

/** A Matomo server with Kumo's site: `VisitsSummary.get` and `Referrers.getReferrerType` by day, and the log of visits. Errors come under status 200, in words. */
class Matomo implements Platform {
  readonly name = NAME;
  readonly paging = ['filter_offset'];
  private visits: SiteVisits | undefined;
  private touches: Touches | undefined;

  answer(call: Call): Answer {
    if (call.path !== '/index.php') return { status: 404, body: 'Not Found' };
    const form = new URLSearchParams(call.body);
    if (form.get('token_auth') !== TOKEN) return this.expired();
    if (form.get('idSite') !== String(SITE_ID))
      return refused(`You can't access this resource as it requires 'view' access for the website id = ${form.get('idSite')}.`);
    const [from = '', to = from] = (form.get('date') ?? '').split(',');
    const isLog = form.get('method') === 'Live.getLastVisitsDetails';
    if (form.get('period') !== (isLog ? 'range' : 'day') || !isDay(from) || !isDay(to))
      return refused(`The date '${form.get('date')}' is not a correct date string.`);
    if (isLog) return json(this.log(call, form, { from, to }));
    const report = REPORTS[form.get('method') ?? ''];
    if (!report) return refused(`The method '${form.get('method')}' does not exist or is not available in the module.`);
    this.visits ??= new SiteVisits(call.world);
    return json(report(call, byDay(call, this.visits, from, to)));
  }

  /** The newest visits first. Visitors whom the site does not know are not in the world's log. */
  private log(call: Call, form: URLSearchParams, { from, to }: { from: Day; to: Day }): Fields[] {
    const kept = addDays(call.today, -LOG_DAYS);
    this.touches ??= new Touches(call.world);
    const all = this.touches.between(BRAND.key, from < kept ? kept : from, to, call.today).reverse();
    const offset = Number(form.get('filter_offset') ?? 0);
    const page = all.slice(offset, offset + Number(form.get('filter_limit') ?? 10)).map(logged);
    return call.page(page, (visit) => ({ ...visit, serverTimestamp: 'n/a' }));
  }

  throttled(): Answer {
    return { status: 429, headers: { 'content-type': 'text/html' }, body: '<h1>429 Too Many Requests</h1>' };
  }

  failed(): Answer {
    return refused('Mysqli statement execute error : MySQL server has gone away');
  }

  expired(): Answer {
    return refused(
      'Unable to authenticate with the provided token. It is either invalid, expired or is required to be sent as a POST parameter.',
    );
  }
}

function refused(message: string): Answer {
  return json({ result: 'error', message });
}

function byDay(call: Call, visits: SiteVisits, from: Day, to: Day): Map<Day, VisitRow[]> {
  const first = [from, call.world.firstDay(call.today)].sort()[1] as string;
  const days = new Map<Day, VisitRow[]>([...daysOf({ from, to })].map((day) => [day, []]));
  for (const row of visits.between(BRAND.key, first, to, call.today)) if (row.sessions > 0) days.get(row.day)?.push(row);
  return days;
}

type Fields = Record<string, unknown>;

/** A visit of the log. The site tells its visitors apart by the SHA-256 of what the shop calls its customers. */
function logged({ id, at, person, channel, campaign }: WorldTouch): Fields {
  const [type, label] = TYPES[channel];
  const isPaid = channel === 'paid_search' || channel === 'paid_social';
  const source = { paid_search: 'google', paid_social: 'facebook', email: 'newsletter' }[channel as string];
  const key = personKey(person);
  return {
    idSite: String(SITE_ID),
    idVisit: String(id),
    visitIp: '0.0.0.0',
    visitorId: key.slice(0, 16),
    userId: key,
    visitorType: 'returning',
    serverTimestamp: Math.floor(at / 1000),
    referrerType: type,
    referrerTypeName: label,
    referrerName: campaign?.name ?? null,
    campaignId: null,
    campaignName: campaign?.name ?? (type === 'campaign' ? 'newsletter' : null),
    campaignSource: source ?? null,
    campaignMedium: isPaid ? (channel === 'paid_search' ? 'cpc' : 'paid_social') : channel === 'email' ? 'email' : null,
  };
}

const REPORTS: Record<string, (call: Call, days: Map<Day, VisitRow[]>) => Fields> = {
  'VisitsSummary.get': (call, days) =>
    dated(call, days, (rows) => (rows.length === 0 ? [] : [{ ...summed(rows), nb_actions_per_visit: 3.1 }]), true),
  'Referrers.getReferrerType': (call, days) =>
    dated(call, days, (rows) =>
      [...Map.groupBy(rows, ({ channel }) => TYPES[channel].join('|'))].map(([type, own]) => {
        const [segment, label, number] = type.split('|');
        return {
          label,
          ...summed(own),
          goals: { 'idgoal=ecommerceOrder': { nb_conversions: own.reduce((sum, { orders }) => sum + orders, 0), revenue: revenueOf(own) } },
          segment: `referrerType==${segment}`,
          referrer_type: number,
          idsubdatatable: Number(number) + 1,
        };
      }),
    ),
};

/** The records by day, after they have been one page; a day without any is an empty list. */
function dated(call: Call, days: Map<Day, VisitRow[]>, records: (rows: VisitRow[]) => Fields[], single = false): Fields {
  const all = [...days].flatMap(([day, rows]) => records(rows).map((record) => ({ day, record })));
  const paged = call.page(all, ({ day, record }) => ({ day, record: { ...record, nb_visits: 'n/a' } }));
  const kept = Map.groupBy(paged, ({ day }) => day);
  const written = [...days.keys()].map((day): [Day, unknown] => {
    const found = (kept.get(day) ?? []).map(({ record }) => record);
    return [day, single ? (found[0] ?? []) : found];
  });
  return Object.fromEntries(written);
}

function summed(rows: readonly VisitRow[]): Fields {
  const sum = (read: (row: VisitRow) => number) => rows.reduce((total, row) => total + read(row), 0);
  const orders = sum((row) => row.orders);
  return {
    nb_uniq_visitors: sum((row) => row.visitors),
    nb_users: '0',
    // Counts come as text and as numbers, and what is zero may be false.
    nb_visits: String(sum((row) => row.sessions)),
    nb_actions: sum((row) => row.pageViews),
    nb_visits_converted: orders === 0 ? false : orders,
    bounce_count: sum((row) => row.sessions - row.engaged),
    sum_visit_length: String(sum((row) => row.seconds)),
    max_actions: 17,
    bounce_rate: '44%',
  };
}

function revenueOf(rows: readonly VisitRow[]): string {
  return (rows.reduce((sum, { revenueCents }) => sum + revenueCents, 0) / 100).toFixed(2);
}

const SOURCE = {
  mount: `/${NAME}`,
  config: { siteId: SITE_ID },
  secrets: { tokenAuth: TOKEN },
  brand: BRAND.key,
  timeZone: BRAND.timeZone,
  currency: BRAND.currency,
};

/** Kumo's site, and the visits to it one by one. */
export default mounted({
  sources: [
    { ...SOURCE, key: `${NAME}-${BRAND.key}`, name: `${BRAND.names.en} site`, connector: NAME },
    { ...SOURCE, key: `${NAME}-visits-${BRAND.key}`, name: `${BRAND.names.en} visits`, connector: 'matomo-visits' },
  ],
  open: () => new Matomo(),
});
