import { z } from 'zod';
import { countText } from '../record/count-text';
import { dayText } from '../record/day-text';
import { idText } from '../record/id-text';
import { microsText } from '../record/micros-text';

// Numbers that are zero are left out of the answer (proto3 JSON), so an absent metric that was asked for is 0.
const metrics = z
  .looseObject({
    impressions: countText.default(0n),
    clicks: countText.default(0n),
    costMicros: countText.default(0n),
    conversions: microsText.default(0n),
    conversionsValue: microsText.default(0n),
  })
  .prefault({});

/** A day of a campaign on one device. */
export const campaignDay = z.looseObject({
  customer: z.looseObject({ currencyCode: z.string() }),
  campaign: z.looseObject({ id: idText, name: z.string(), advertisingChannelType: z.string() }),
  segments: z.looseObject({ date: dayText, device: z.string() }),
  metrics,
});
/** A day of an ad on one device. */
export const adDay = campaignDay.extend({
  adGroup: z.looseObject({ id: idText }),
  adGroupAd: z.looseObject({ ad: z.looseObject({ id: idText }) }),
});

/** A day of a whole customer, or of a campaign on all devices. */
export const levelDay = z.looseObject({
  customer: z.looseObject({ currencyCode: z.string() }),
  campaign: z.looseObject({ id: idText, name: z.string(), advertisingChannelType: z.string() }).optional(),
  segments: z.looseObject({ date: dayText }),
  metrics,
});
/** A day of a keyword in an ad group. */
export const keywordDay = splitDay({
  adGroup: z.looseObject({ id: idText }),
  adGroupCriterion: z.looseObject({ keyword: z.looseObject({ text: z.string(), matchType: z.string() }) }),
});
/** A day of what people searched for. */
export const termDay = splitDay({
  adGroup: z.looseObject({ id: idText }),
  searchTermView: z.looseObject({ searchTerm: z.string() }),
  segments: z.looseObject({ date: dayText, searchTermMatchType: z.string().default('') }),
});
/** A day of a campaign in a country where people were, or which they looked for. */
export const placeDay = splitDay({ geographicView: z.looseObject({ countryCriterionId: idText, locationType: z.string().default('') }) });
/** A day of one kind of conversion. */
export const actionDay = splitDay({ segments: z.looseObject({ date: dayText, conversionActionName: z.string() }) });

/** A day of a campaign, with what a split adds to it. */
function splitDay<S extends z.ZodRawShape>(more: S) {
  return z.looseObject({
    customer: campaignDay.shape.customer,
    campaign: campaignDay.shape.campaign,
    segments: levelDay.shape.segments,
    metrics,
    ...more,
  });
}
