import { z } from 'zod';
import { Touch } from '../../entities/facts/Touch';
import { dayIn } from '../../src/lib/day';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { Fatal } from '../errors';
import { CHANNELS } from '../matomo/referrer-channels';
import { refuseMatomo } from '../matomo/refuse-matomo';
import { channelOfVisit } from '../record/channel-of-visit';
import { idText } from '../record/id-text';
import { owningBrand } from '../record/owning-brand';
import { serverUrl } from '../record/server-url';
import { unixSeconds } from '../record/unix-seconds';

const config = z.object({
  /** The address of the Matomo server, without `index.php`. */
  baseUrl: serverUrl,
  siteId: z.int().min(1),
  pageSize: z.int().min(1).max(10_000).default(1000),
});
type Config = z.infer<typeof config>;

const text = z.string().nullish();

const visit = z.looseObject({
  idVisit: idText,
  userId: z.string().min(1),
  serverTimestamp: unixSeconds.refine((at) => at !== null, 'expected when the visit was'),
  referrerType: z.string(),
  /** What the address of the visit told of its campaign (MarketingCampaignsReporting). */
  campaignId: text,
  campaignName: text,
  campaignSource: text,
  campaignMedium: text,
});
type Visit = z.infer<typeof visit>;

/**
 * The visits of Matomo's visits log whose visitor is known to the site (User ID), one a touch. A User ID that is not a SHA-256 already is kept as its
 * SHA-256. It has to be what the shop calls its customer, or its SHA-256, for visits to meet orders. Other visitors are not asked for. The channel is
 * that of the campaign parameters, else of the referrer. Matomo keeps the log for half a year unless it is told otherwise.
 */
export default connector({
  name: 'matomo-visits',
  label: 'Matomo visits',
  schedule: '50 */6 * * *',
  auth: { kind: 'form', field: 'token_auth', secret: 'tokenAuth' },
  secrets: ['tokenAuth'],
  rateLimit: { requests: 2, perSeconds: 1 },
  historyDays: 180,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'visits',
      into: Touch,
      lookbackDays: 1,
      lagDays: 1,
      windowDays: 31,
      request: (context: PullContext<Config>) => asked(context, 0),
      next: (page, context: PullContext<Config>) => {
        const { offset } = z.object({ offset: z.int() }).parse(page.request.state);
        return visitsIn(page).length < context.config.pageSize ? null : asked(context, offset + context.config.pageSize);
      },
      classify: refuseMatomo,
      records: visitsIn,
      shape: visit,
      map: (record, { source }) => [
        {
          day: dayIn(source.timeZone, record.serverTimestamp as Date),
          brand: owningBrand(source, 'site'),
          person: record.userId,
          touch: record.idVisit,
          at: record.serverTimestamp,
          channel: channelOf(record),
          interaction: 'visit',
          campaignName: record.campaignId || record.campaignName || null,
        },
      ],
    }),
  ],
});

function asked({ config, window }: PullContext<Config>, offset: number): HttpRequest {
  return {
    method: 'POST',
    url: `${config.baseUrl}/index.php`,
    body: new URLSearchParams({
      module: 'API',
      method: 'Live.getLastVisitsDetails',
      idSite: String(config.siteId),
      period: 'range',
      date: `${window.from},${window.to}`,
      format: 'JSON',
      segment: 'userId!=',
      doNotFetchActions: '1',
      filter_limit: String(config.pageSize),
      filter_offset: String(offset),
    }).toString(),
    state: { offset },
  };
}

function channelOf({ referrerType, campaignSource, campaignMedium }: Visit): string {
  if (referrerType === 'campaign') return channelOfVisit(campaignSource, campaignMedium);
  return CHANNELS[referrerType] ?? referrerType;
}

function visitsIn(page: Page): unknown[] {
  const body = page.json();
  if (!Array.isArray(body)) throw new Fatal(`matomo: ${page.request.url} answered ${page.text().slice(0, 80)}; expected a list of visits`);
  return body;
}
