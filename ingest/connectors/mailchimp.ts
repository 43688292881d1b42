import { z } from 'zod';
import { EmailSend } from '../../entities/facts/EmailSend';
import { dayIn } from '../../src/lib/day';
import { connector, type HttpRequest, type Page, type PullContext, type SecretOf, stream } from '../connector';
import { BadRecord, Fatal, Retriable, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { brandFor, brandRules } from '../record/brand-rules';
import { countText } from '../record/count-text';
import { idText } from '../record/id-text';
import { instantsOf } from '../record/instants-of';
import { jsonOrNull } from '../record/json-or-null';
import { microsText } from '../record/micros-text';
import { withHeaders } from '../record/signed-request';

const HOST = 'api.mailchimp.com';

const config = z.object({
  /** The data centre is put before the host when a request is signed: the key names it. */
  baseUrl: baseUrl(`https://${HOST}`),
  pageSize: z.int().min(1).max(1000).default(500),
  /** By the name of the audience. */
  brandRules,
});
type Config = z.infer<typeof config>;

const report = z.looseObject({
  id: idText,
  campaign_title: z.string().default(''),
  list_name: z.string().default(''),
  subject_line: z.string().nullish(),
  emails_sent: countText,
  abuse_reports: countText,
  unsubscribed: countText,
  send_time: z.iso.datetime({ offset: true }),
  bounces: z.looseObject({ hard_bounces: countText, soft_bounces: countText }),
  opens: z.looseObject({ unique_opens: countText, proxy_excluded_unique_opens: countText.optional() }),
  clicks: z.looseObject({ unique_subscriber_clicks: countText }),
  ecommerce: z.looseObject({ total_orders: countText, total_revenue: microsText, currency_code: z.string().optional() }).optional(),
});

/**
 * Mailchimp's reports, one a sending, read again for thirty days while opens, clicks and orders come in. Opens are people, each once, without those
 * of Apple's mail proxy where Mailchimp tells; clicks are people too. Rates are not taken: they follow from the counts.
 */
export default connector({
  name: 'mailchimp',
  label: 'Mailchimp',
  schedule: '10 */4 * * *',
  auth: { kind: 'signed', sign: signed },
  secrets: ['apiKey'],
  rateLimit: { requests: 5, perSeconds: 1 },
  historyDays: 730,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'reports',
      into: EmailSend,
      lookbackDays: 30,
      lagDays: 0,
      request: ({ config, window, source }: PullContext<Config>) => {
        const { from, until } = instantsOf(window, source.timeZone);
        const query = new URLSearchParams({
          count: String(config.pageSize),
          offset: '0',
          // "After" and "before" leave out the instants themselves.
          since_send_time: new Date(from.getTime() - 1000).toISOString(),
          before_send_time: until.toISOString(),
          exclude_fields: 'reports._links,reports.timeseries,_links',
        });
        return { url: `${config.baseUrl}/3.0/reports?${query}` };
      },
      next: nextReports,
      classify,
      records: (page) => envelope(page).reports,
      shape: report,
      map: (record, { source, config }) => {
        const brand = brandFor(record.list_name, config.brandRules, source.brand);
        if (brand === null) throw new BadRecord('the audience belongs to no brand: add a rule for its name', 'list_name', record.list_name);
        const { bounces, opens, clicks, ecommerce } = record;
        return [
          {
            day: dayIn(source.timeZone, new Date(record.send_time)),
            brand,
            send: record.id,
            subject: record.subject_line || record.campaign_title || null,
            audience: record.list_name || null,
            currency: ecommerce?.currency_code || source.currency,
            sent: record.emails_sent,
            bounced: bounces.hard_bounces + bounces.soft_bounces,
            opens: opens.proxy_excluded_unique_opens ?? opens.unique_opens,
            clicks: clicks.unique_subscriber_clicks,
            unsubscribed: record.unsubscribed,
            complaints: record.abuse_reports,
            orders: ecommerce?.total_orders ?? null,
            revenue: ecommerce?.total_revenue ?? null,
          },
        ];
      },
    }),
  ],
});

/** HTTP Basic with any name, at the data centre that the key ends in (`…-us21`). */
function signed(request: HttpRequest, secret: SecretOf): HttpRequest {
  const key = secret('apiKey');
  const url = new URL(request.url);
  if (url.hostname === HOST) {
    const center = /-([a-z]+\d+)$/.exec(key)?.[1];
    if (center === undefined) throw new Fatal('mailchimp: the key names no data centre; expected it to end as in "-us21"');
    url.hostname = `${center}.${HOST}`;
  }
  return withHeaders({ ...request, url: url.toString() }, { authorization: `Basic ${Buffer.from(`brandhub:${key}`).toString('base64')}` });
}

function envelope(page: Page) {
  const parsed = z.looseObject({ reports: z.array(z.unknown()), total_items: z.int() }).safeParse(page.json());
  if (!parsed.success) throw new Fatal(`mailchimp: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"reports": […]}`);
  return parsed.data;
}

function nextReports(page: Page): HttpRequest | null {
  const { reports, total_items: total } = envelope(page);
  const url = new URL(page.request.url);
  const offset = Number(url.searchParams.get('offset')) + reports.length;
  if (reports.length === 0 || offset >= total) return null;
  url.searchParams.set('offset', String(offset));
  return { url: url.toString() };
}

const problem = z.looseObject({ title: z.string(), status: z.int().min(400), detail: z.string().default('') });

function classify(page: Page): void {
  const parsed = problem.safeParse(jsonOrNull(page));
  if (!parsed.success) return;
  const { title, status, detail } = parsed.data;
  const told = `mailchimp: ${status} ${title}: ${detail}`;
  if (status === 429 || status >= 500) throw new Retriable(told);
  if (status === 401) throw new Unauthorized(told);
  throw new Fatal(told);
}
