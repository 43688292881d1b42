import { z } from 'zod';
import { WebDay } from '../../entities/facts/WebDay';
import { connector, type Page, type PullContext, stream } from '../connector';
import { BadRecord, Fatal } from '../errors';
import { CHANNELS } from '../matomo/referrer-channels';
import { refuseMatomo } from '../matomo/refuse-matomo';
import { countText } from '../record/count-text';
import { dayText } from '../record/day-text';
import { microsText } from '../record/micros-text';
import { serverUrl } from '../record/server-url';

const config = z.object({
  /** The address of the Matomo server, without `index.php`. */
  baseUrl: serverUrl,
  siteId: z.int().min(1),
  /** `channels`: visits by what brought them; `totals`: one row a day, for a site that keeps no referrers. */
  report: z.enum(['channels', 'totals']).default('channels'),
});
type Config = z.infer<typeof config>;

const METHODS = { channels: 'Referrers.getReferrerType', totals: 'VisitsSummary.get' };

// Counts come as numbers, as text, and as false for 0.
const count = z.union([z.literal(false).transform(() => 0n), countText], 'expected a whole number of at least 0');
const order = z.looseObject({ revenue: microsText.optional() });

const visits = z.looseObject({
  date: dayText,
  /** `referrerType==search`: the one word for a channel that is not written in the user's language. */
  segment: z
    .string()
    .regex(/^referrerType==\w+$/, 'expected referrerType==…')
    .optional(),
  nb_visits: count,
  nb_uniq_visitors: count.optional(),
  nb_visits_converted: count,
  bounce_count: count,
  sum_visit_length: count,
  goals: z.union([z.array(z.never()), z.record(z.string(), order)]).optional(),
});

/**
 * Matomo's visits by day and by what brought them: `direct`, `organic_search`, `organic_social`, `referral`, `ai_assistant`, and `campaign` for
 * everything with campaign parameters, paid or not. Days are in the site's zone; archives may be made anew for three days. A conversion is a visit
 * that reached a goal or an order. Matomo counts actions, not page views, so those stay unknown.
 */
export default connector({
  name: 'matomo',
  label: 'Matomo',
  schedule: '45 */6 * * *',
  auth: { kind: 'form', field: 'token_auth', secret: 'tokenAuth' },
  secrets: ['tokenAuth'],
  rateLimit: { requests: 2, perSeconds: 1 },
  historyDays: 730,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'visits',
      into: WebDay,
      lookbackDays: 3,
      lagDays: 1,
      windowDays: 92,
      request: ({ config, window }: PullContext<Config>) => ({
        method: 'POST',
        url: `${config.baseUrl}/index.php`,
        body: new URLSearchParams({
          module: 'API',
          method: METHODS[config.report],
          idSite: String(config.siteId),
          period: 'day',
          date: `${window.from},${window.to}`,
          format: 'JSON',
          format_metrics: '0',
          filter_limit: '-1',
        }).toString(),
      }),
      classify: refuseMatomo,
      records: recordsIn,
      shape: visits,
      map: (record, { source, config }) => {
        if (source.brand === null) throw new BadRecord('the site belongs to no brand: give the source a brand', 'brand', source.key);
        const [, type = ''] = record.segment?.split('==') ?? [];
        if (config.report === 'channels' && type === '') throw new BadRecord('segment: expected what brought the visits', 'segment');
        return [
          {
            day: record.date,
            brand: source.brand,
            channel: CHANNELS[type] ?? type,
            page: '',
            region: '',
            device: '',
            currency: source.currency,
            sessions: record.nb_visits,
            users: record.nb_uniq_visitors ?? null,
            conversions: record.nb_visits_converted,
            bounces: record.bounce_count,
            visitSeconds: record.sum_visit_length,
            revenue: revenueOf(record.goals),
          },
        ];
      },
    }),
  ],
});

function revenueOf(goals: z.infer<typeof visits>['goals']): bigint | null {
  return goals === undefined || Array.isArray(goals) ? null : (goals['idgoal=ecommerceOrder']?.revenue ?? null);
}

/** The answer is an object by date; of a day without visits it holds an empty list, of a report of totals one object. */
function recordsIn(page: Page): unknown[] {
  const body = page.json();
  if (typeof body !== 'object' || body === null || (Array.isArray(body) && body.length > 0))
    throw new Fatal(`matomo: ${page.request.url} answered ${page.text().slice(0, 80)}; expected an object of days`);
  return Object.entries(body).flatMap(([date, rows]) => [rows].flat().map((row) => ({ ...(row as object), date })));
}
