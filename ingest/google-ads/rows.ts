import type { z } from 'zod';
import type { AdDay } from '../../entities/facts/AdDay';
import type { CampaignRef } from '../../entities/facts/fact';
import type { PullContext } from '../connector';
import { brandFor } from '../record/brand-rules';
import { deviceName } from '../record/device-name';
import type { campaignDay, levelDay } from './records';
import type { GoogleAdsSettings } from './settings';

const CHANNELS: Record<string, string> = {
  SEARCH: 'paid_search',
  SHOPPING: 'paid_shopping',
  VIDEO: 'paid_video',
  DISPLAY: 'paid_display',
  DEMAND_GEN: 'paid_display',
  PERFORMANCE_MAX: 'paid_performance_max',
  MULTI_CHANNEL: 'paid_app',
  HOTEL: 'paid_travel',
  TRAVEL: 'paid_travel',
};

type Totals = z.infer<typeof levelDay>;
type CampaignTotals = Totals & { campaign: NonNullable<Totals['campaign']> };

/** The campaign of a record, and the brand that its name tells. */
export function campaignOf(campaign: CampaignTotals['campaign'], { source, config }: PullContext<GoogleAdsSettings>): CampaignRef {
  return {
    key: `google-ads:${campaign.id}`,
    name: campaign.name,
    platform: 'google-ads',
    channel: CHANNELS[campaign.advertisingChannelType] ?? 'paid_other',
    brand: brandFor(campaign.name, config.brandRules, source.brand),
  };
}

/** What a day of a customer, or of a campaign, says of money at any level. */
export function levelOf({ customer, segments, metrics }: Totals, { part }: PullContext<GoogleAdsSettings>) {
  const { impressions, clicks, costMicros: spend } = metrics;
  return { day: segments.date, account: part, currency: customer.currencyCode, impressions, clicks, spend };
}

/** What a split of a campaign's day says, before what it is split by. */
export function splitOf(record: CampaignTotals, context: PullContext<GoogleAdsSettings>) {
  const { conversions: conversionsClaimed, conversionsValue: revenueClaimed } = record.metrics;
  return {
    ...levelOf(record, context),
    campaign: campaignOf(record.campaign, context),
    adGroup: '',
    ad: '',
    matchType: '',
    conversionsClaimed,
    revenueClaimed,
  };
}

/** A day of a campaign on one device, before its ad is named. */
export function rowOf(record: z.infer<typeof campaignDay>, context: PullContext<GoogleAdsSettings>): AdDay {
  const { conversions: conversionsClaimed, conversionsValue: revenueClaimed } = record.metrics;
  const campaign = campaignOf(record.campaign, context);
  return {
    ...levelOf(record, context),
    campaign,
    device: deviceName(record.segments.device),
    region: '',
    creative: null,
    conversionsClaimed,
    revenueClaimed,
  };
}
