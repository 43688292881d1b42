import { dayIn } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, type Platform } from '../platform';
import { ownBrand } from '../world/brands';
import { type Newsletter, Newsletters } from '../world/newsletters';

const NAME = 'mailchimp';
const KEY = '0123456789abcdef0123456789abcdef-us21';

/** Mailchimp's Marketing API: `/3.0/reports`, newest sending first, for the company's one account. */
class Mailchimp implements Platform {
  readonly name = NAME;
  readonly paging = ['offset'];
  private newsletters: Newsletters | undefined;

  answer(call: Call): Answer {
    const [, pair = ''] = /^Basic (.+)$/.exec(call.headers.authorization ?? '') ?? [];
    if (
      Buffer.from(pair, 'base64')
        .toString()
        .replace(/^[^:]*:/, '') !== KEY
    )
      return this.expired();
    if (call.path !== '/3.0/reports') return problem(404, 'Resource Not Found', 'The requested resource could not be found.');
    this.newsletters ??= new Newsletters(call.world);
    const since = Date.parse(call.query.get('since_send_time') ?? '1970-01-01T00:00:00Z');
    const before = Date.parse(call.query.get('before_send_time') ?? '9999-01-01T00:00:00Z');
    const count = Number(call.query.get('count') ?? 10);
    const offset = Number(call.query.get('offset') ?? 0);
    if (Number.isNaN(since) || Number.isNaN(before) || !(count >= 1 && count <= 1000))
      return problem(400, 'Invalid Resource', 'The resource submitted could not be validated.');
    const first = [call.world.firstDay(call.today), dayIn('UTC', new Date(since))].sort()[1] as string;
    const found = [...this.newsletters.between(first, call.today, call.today)]
      .filter(({ sentAt }) => sentAt > since && sentAt < before && sentAt <= call.now)
      .reverse();
    const reports = call.page(found.slice(offset, offset + count).map(written), (report) => ({
      ...report,
      emails_sent: 'many',
      send_time: 'soon',
    }));
    return json({ reports, total_items: found.length });
  }

  throttled(): Answer {
    return problem(429, 'Too Many Requests', 'You have exceeded the limit of 10 simultaneous connections.');
  }

  failed(): Answer {
    return problem(500, 'Internal Server Error', 'An unexpected internal error has occurred. Please contact Support for more information.');
  }

  expired(): Answer {
    return problem(401, 'API Key Invalid', "Your API key may be invalid, or you've attempted to access the wrong datacenter.");
  }
}

function problem(status: number, title: string, detail: string): Answer {
  const type = 'https://mailchimp.com/developer/marketing/docs/errors/';
  return json({ type, title, status, detail, instance: '7d1f0f3e-sandbox' }, status, {
    'content-type': 'application/problem+json; charset=utf-8',
  });
}

function written(letter: Newsletter): Record<string, unknown> {
  const { list, sent, hardBounces, softBounces, opens, machineOpens, clicks } = letter;
  const delivered = sent - hardBounces - softBounces;
  return {
    id: letter.id,
    campaign_title: letter.title,
    type: 'regular',
    list_id: list.id,
    list_is_active: true,
    list_name: list.name,
    subject_line: letter.subject,
    preview_text: '',
    emails_sent: sent,
    abuse_reports: letter.complaints,
    unsubscribed: letter.unsubscribed,
    send_time: new Date(letter.sentAt).toISOString().replace('.000Z', '+00:00'),
    bounces: { hard_bounces: hardBounces, soft_bounces: softBounces, syntax_errors: 0 },
    forwards: { forwards_count: 0, forwards_opens: 0 },
    opens: {
      opens_total: Math.round(opens * 1.3),
      proxy_excluded_opens: Math.round((opens - machineOpens) * 1.3),
      unique_opens: opens,
      proxy_excluded_unique_opens: opens - machineOpens,
      open_rate: opens / delivered,
      proxy_excluded_open_rate: (opens - machineOpens) / delivered,
      last_open: '',
    },
    clicks: {
      clicks_total: Math.round(clicks * 1.4),
      unique_clicks: clicks,
      unique_subscriber_clicks: clicks,
      click_rate: clicks / delivered,
    },
    industry_stats: { type: 'Retail', open_rate: 0.172, bounce_rate: 0.006, click_rate: 0.02 },
    list_stats: { sub_rate: 12, unsub_rate: 4, open_rate: 27.6, click_rate: 3.4 },
    ecommerce: {
      total_orders: letter.orders,
      total_spent: letter.revenueCents / 100,
      total_revenue: letter.revenueCents / 100,
      currency_code: list.brand.currency,
    },
    delivery_status: { enabled: false },
  };
}

/** One account for both brands that send newsletters; the list says whose a sending is. */
export default mounted({
  sources: [
    {
      key: NAME,
      name: 'Newsletters',
      connector: NAME,
      mount: `/${NAME}`,
      config: {
        pageSize: 300,
        brandRules: [ownBrand('lumina'), ownBrand('kumo')].map(({ key, names }) => ({ match: names.en, brand: key })),
      },
      secrets: { apiKey: KEY },
      timeZone: 'UTC',
    },
  ],
  open: () => new Mailchimp(),
});
