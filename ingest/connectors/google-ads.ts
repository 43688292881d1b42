import { AdDay } from '../../entities/facts/AdDay';
import { AdLevelDay } from '../../entities/facts/AdLevelDay';
import { AdSplitDay } from '../../entities/facts/AdSplitDay';
import { connector, type PullContext, stream } from '../connector';
import { classify } from '../google-ads/classify-answer';
import { countryOf } from '../google-ads/country-of';
import { actionDay, adDay, campaignDay, keywordDay, levelDay, placeDay, termDay } from '../google-ads/records';
import { campaignOf, levelOf, rowOf, splitOf } from '../google-ads/rows';
import { CAMPAIGN, CONVERSIONS, FIELDS, recordsIn, SUMS, search } from '../google-ads/search';
import { type GoogleAdsSettings, googleAdsSettings } from '../google-ads/settings';

/** Splits and levels are for looking closer and for checking: as much of them as anyone looks at closely. */
const CLOSE_DAYS = 92;
const WINDOW = {
  lookbackDays: 30,
  lagDays: 1,
  windowDays: 31,
  parts: (settings: GoogleAdsSettings) => settings.customerIds,
  classify,
  records: recordsIn,
};
const CLOSE = { ...WINDOW, historyDays: CLOSE_DAYS };

/**
 * Google Ads by ad, day and device through `googleAds:searchStream`, one request a customer and window.
 * Cost is in millionths of the customer's currency, days are in the customer's zone.
 */
export default connector({
  name: 'google-ads',
  label: 'Google Ads',
  schedule: '15 */4 * * *',
  auth: { kind: 'oauth2', tokenPath: '/token', headers: { 'developer-token': 'developerToken' } },
  secrets: ['clientId', 'clientSecret', 'refreshToken', 'developerToken'],
  rateLimit: { requests: 5, perSeconds: 1, countedBy: 'part' },
  historyDays: 730,
  timeZone: 'America/Los_Angeles',
  config: googleAdsSettings,
  streams: [
    stream({
      name: 'ads',
      into: AdDay,
      ...WINDOW,
      request: (context: PullContext<GoogleAdsSettings>) => search(context, `${FIELDS}, ad_group.id, ad_group_ad.ad.id FROM ad_group_ad`),
      shape: adDay,
      map: (record, context) => [{ ...rowOf(record, context), adGroup: record.adGroup.id, ad: record.adGroupAd.ad.id }],
    }),
    // Performance Max has no ads of its own: what it costs is only told by campaign.
    stream({
      name: 'performance-max',
      into: AdDay,
      ...WINDOW,
      request: (context: PullContext<GoogleAdsSettings>) =>
        search(context, `${FIELDS} FROM campaign`, " AND campaign.advertising_channel_type = 'PERFORMANCE_MAX'"),
      shape: campaignDay,
      map: (record, context) =>
        record.campaign.advertisingChannelType === 'PERFORMANCE_MAX' ? [{ ...rowOf(record, context), adGroup: '', ad: '' }] : [],
    }),
    stream({
      name: 'keywords',
      into: AdSplitDay,
      ...CLOSE,
      request: (context: PullContext<GoogleAdsSettings>) =>
        search(
          context,
          `${CAMPAIGN}, ad_group.id, ad_group_criterion.keyword.text, ad_group_criterion.keyword.match_type, ${SUMS}, ${CONVERSIONS} FROM keyword_view`,
        ),
      shape: keywordDay,
      map: (record, context) => {
        const { text, matchType } = record.adGroupCriterion.keyword;
        return [
          {
            ...splitOf(record, context),
            adGroup: record.adGroup.id,
            split: 'keyword' as const,
            value: text,
            matchType: matchType.toLowerCase(),
          },
        ];
      },
    }),
    stream({
      name: 'search-terms',
      into: AdSplitDay,
      ...CLOSE,
      request: (context: PullContext<GoogleAdsSettings>) =>
        search(
          context,
          `${CAMPAIGN}, ad_group.id, search_term_view.search_term, segments.search_term_match_type, ${SUMS}, ${CONVERSIONS} FROM search_term_view`,
        ),
      shape: termDay,
      map: (record, context) => {
        const { searchTermMatchType: matchType } = record.segments;
        const { searchTerm: value } = record.searchTermView;
        return [
          {
            ...splitOf(record, context),
            adGroup: record.adGroup.id,
            split: 'search_term' as const,
            value,
            matchType: matchType.toLowerCase(),
          },
        ];
      },
    }),
    stream({
      name: 'countries',
      into: AdSplitDay,
      ...CLOSE,
      request: (context: PullContext<GoogleAdsSettings>) =>
        search(
          context,
          `${CAMPAIGN}, geographic_view.country_criterion_id, geographic_view.location_type, ${SUMS}, ${CONVERSIONS} FROM geographic_view`,
        ),
      shape: placeDay,
      map: (record, context) => {
        const { countryCriterionId, locationType: matchType } = record.geographicView;
        const value = countryOf(countryCriterionId);
        return [{ ...splitOf(record, context), split: 'region' as const, value, matchType: matchType.toLowerCase() }];
      },
    }),
    stream({
      name: 'conversion-actions',
      into: AdSplitDay,
      ...CLOSE,
      // Cost and clicks belong to no one action, and the platform refuses to select them together.
      request: (context: PullContext<GoogleAdsSettings>) =>
        search(context, `${CAMPAIGN}, segments.conversion_action_name, ${CONVERSIONS} FROM campaign`),
      shape: actionDay,
      map: (record, context) => [
        {
          ...splitOf(record, context),
          split: 'conversion_action' as const,
          value: record.segments.conversionActionName,
          impressions: null,
          clicks: null,
          spend: null,
        },
      ],
    }),
    stream({
      name: 'campaign-totals',
      into: AdLevelDay,
      ...CLOSE,
      request: (context: PullContext<GoogleAdsSettings>) => search(context, `${CAMPAIGN}, ${SUMS} FROM campaign`),
      shape: levelDay.required({ campaign: true }),
      map: (record, context) => [
        { ...levelOf(record, context), level: 'campaign' as const, campaign: campaignOf(record.campaign, context) },
      ],
    }),
    stream({
      name: 'account-totals',
      into: AdLevelDay,
      ...CLOSE,
      request: (context: PullContext<GoogleAdsSettings>) => search(context, `customer.currency_code, segments.date, ${SUMS} FROM customer`),
      shape: levelDay,
      map: (record, context) => [{ ...levelOf(record, context), level: 'account' as const, campaign: null }],
    }),
  ],
});
