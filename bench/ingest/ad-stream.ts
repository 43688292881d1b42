import { z } from 'zod';
import { AdDay } from '../../entities/facts/AdDay';
import { type PullContext, stream } from '../../ingest/connector';
import type { AnyStream } from '../../ingest/load-connectors';
import { countText } from '../../ingest/record/count-text';
import { dayText } from '../../ingest/record/day-text';
import { idText } from '../../ingest/record/id-text';
import { microsText } from '../../ingest/record/micros-text';

const shape = z.looseObject({
  date: dayText,
  campaign_id: idText,
  campaign_name: z.string(),
  ad_group: idText,
  ad: idText,
  device: z.string(),
  currency: z.string(),
  impressions: countText,
  clicks: countText,
  spend: microsText,
  conversions: microsText,
  revenue: microsText,
});

/** The bench's platform, told as a connector tells its own. */
export const adStream = stream({
  name: 'ads',
  into: AdDay,
  lookbackDays: 0,
  lagDays: 1,
  request: () => ({ url: 'bench:ads' }),
  records: (page) => (page.json() as { data: unknown[] }).data,
  shape,
  map: (record) => [
    {
      day: record.date,
      campaign: { key: `bench:${record.campaign_id}`, name: record.campaign_name, platform: 'bench', channel: 'paid_social' },
      adGroup: record.ad_group,
      ad: record.ad,
      device: record.device,
      region: '',
      currency: record.currency,
      impressions: record.impressions,
      clicks: record.clicks,
      spend: record.spend,
      conversionsClaimed: record.conversions,
      revenueClaimed: record.revenue,
    },
  ],
}) as unknown as AnyStream;

/** What the stream is told while it reads. */
export const adContext: PullContext<unknown> = {
  source: { key: 'bench', brand: null, timeZone: 'UTC', currency: 'CNY' },
  config: {},
  window: { from: '2025-01-01', to: '2025-12-31' },
  cursor: null,
  part: '',
  brands: [],
  today: '2026-01-01',
};
