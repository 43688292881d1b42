import { z } from 'zod';
import { AdDay } from '../../entities/facts/AdDay';
import { stream } from '../../ingest/connector';
import type { AnyConnector, AnyStream } from '../../ingest/load-connectors';
import type { PullSource } from '../../ingest/pull-source';
import { countText } from '../../ingest/record/count-text';
import { dayText } from '../../ingest/record/day-text';
import { idText } from '../../ingest/record/id-text';
import { microsText } from '../../ingest/record/micros-text';

const ADDRESS = 'http://bench.example/ads';

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
  request: () => ({ url: `${ADDRESS}?page=0` }),
  next: (page) => {
    const { next } = page.json() as { next: number | null };
    return next === null ? null : { url: `${ADDRESS}?page=${next}` };
  },
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

/** A source of the platform, as a pull takes it. */
export function adSource(id: number): PullSource {
  const connector = { name: 'bench', streams: [adStream], historyDays: 1 } as unknown as AnyConnector;
  const facing = { key: 'bench', brand: null, timeZone: 'UTC', currency: 'CNY' };
  return { id, key: 'bench', connector, config: {}, secrets: {}, privateHosts: [], facing, brands: [], ends: new Map() };
}
