import type { AdPlace } from '../world/ad-countries';
import type { Ad, AdAccount, Campaign } from '../world/campaigns';
import type { Keyword } from '../world/keywords';

/** What a Google Ads result row is made from: an entity, on a day and device when these are asked for, and its sums. */
export interface GoogleRow {
  readonly account: AdAccount;
  readonly campaign: Campaign;
  readonly ad: Ad;
  readonly day: string;
  readonly device: string;
  /** Of search campaigns, where the query is from keywords or search terms. */
  readonly keyword?: Keyword;
  readonly term?: string;
  /** Where the query is from places. */
  readonly place?: AdPlace;
  impressions: number;
  clicks: number;
  costMicros: bigint;
  conversionsMicros: bigint;
  revenueMicros: bigint;
}

/** A field of the query language: `sum` fields are measures, the others split rows. Values are as on the wire; '' and 0 are left out there. */
export interface GoogleField {
  readonly sum: boolean;
  read(row: GoogleRow): string | number;
}

const customer = (row: GoogleRow) => `customers/${row.account.id}`;
const attribute = (read: GoogleField['read']): GoogleField => ({ sum: false, read });
const measure = (read: GoogleField['read']): GoogleField => ({ sum: true, read });
/** 64-bit integers are text in JSON, and a zero is left out like every default. */
const int64 = (value: number | bigint) => (BigInt(value) === 0n ? '' : String(value));

/** The geo target constant of a country is its number in ISO 3166-1 and two thousand. */
function criterionOf({ place }: GoogleRow): string {
  return place ? String(2000 + place.country) : '';
}

function locationOf({ place }: GoogleRow): string {
  return place ? (place.presence ? 'LOCATION_OF_PRESENCE' : 'AREA_OF_INTEREST') : '';
}

/** Every field that the sandbox answers, by its name in the query language. */
export const GOOGLE_FIELDS: Readonly<Record<string, GoogleField>> = {
  'customer.resource_name': attribute(customer),
  'customer.id': attribute((row) => row.account.id),
  'customer.descriptive_name': attribute((row) => row.account.name),
  'customer.currency_code': attribute((row) => row.account.brand.currency),
  'customer.time_zone': attribute((row) => row.account.brand.timeZone),
  'customer.manager': attribute(() => ''),
  'campaign.resource_name': attribute((row) => `${customer(row)}/campaigns/${row.campaign.id}`),
  'campaign.id': attribute((row) => row.campaign.id),
  'campaign.name': attribute((row) => row.campaign.name),
  'campaign.status': attribute(() => 'ENABLED'),
  'campaign.advertising_channel_type': attribute((row) => row.campaign.kind.channel),
  'campaign.start_date': attribute((row) => row.campaign.from ?? '2022-01-01'),
  'campaign.end_date': attribute((row) => row.campaign.to ?? '2037-12-30'),
  'ad_group.resource_name': attribute((row) => `${customer(row)}/adGroups/${row.ad.groupId}`),
  'ad_group.id': attribute((row) => row.ad.groupId),
  'ad_group.name': attribute((row) => row.ad.groupName),
  'ad_group.status': attribute(() => 'ENABLED'),
  'ad_group.campaign': attribute((row) => `${customer(row)}/campaigns/${row.campaign.id}`),
  'ad_group_ad.resource_name': attribute((row) => `${customer(row)}/adGroupAds/${row.ad.groupId}~${row.ad.id}`),
  'ad_group_ad.status': attribute(() => 'ENABLED'),
  'ad_group_ad.ad.resource_name': attribute((row) => `${customer(row)}/ads/${row.ad.id}`),
  'ad_group_ad.ad.id': attribute((row) => row.ad.id),
  'ad_group_ad.ad.name': attribute((row) => row.ad.name),
  'ad_group_criterion.resource_name': attribute((row) => `${customer(row)}/adGroupCriteria/${row.ad.groupId}~${row.keyword?.id ?? ''}`),
  'ad_group_criterion.keyword.text': attribute((row) => row.keyword?.text ?? ''),
  'ad_group_criterion.keyword.match_type': attribute((row) => row.keyword?.matchType ?? ''),
  'keyword_view.resource_name': attribute((row) => `${customer(row)}/keywordViews/${row.ad.groupId}~${row.keyword?.id ?? ''}`),
  'search_term_view.resource_name': attribute(
    (row) => `${customer(row)}/searchTermViews/${row.campaign.id}~${row.ad.groupId}~${row.term ?? ''}`,
  ),
  'search_term_view.search_term': attribute((row) => row.term ?? ''),
  'geographic_view.resource_name': attribute((row) => `${customer(row)}/geographicViews/${criterionOf(row)}~${locationOf(row)}`),
  'geographic_view.country_criterion_id': attribute(criterionOf),
  'geographic_view.location_type': attribute(locationOf),
  'segments.search_term_match_type': attribute((row) => (row.term === row.keyword?.text ? 'EXACT' : 'NEAR_PHRASE')),
  'segments.conversion_action_name': attribute((row) => (row.conversionsMicros === 0n ? '' : 'Purchase')),
  'segments.date': attribute((row) => row.day),
  'segments.device': attribute((row) => row.device),
  'metrics.cost_micros': measure((row) => int64(row.costMicros)),
  'metrics.impressions': measure((row) => int64(row.impressions)),
  'metrics.clicks': measure((row) => int64(row.clicks)),
  'metrics.conversions': measure((row) => Number(row.conversionsMicros) / 1e6),
  'metrics.conversions_value': measure((row) => Number(row.revenueMicros) / 1e6),
  'metrics.ctr': measure((row) => (row.impressions === 0 ? 0 : row.clicks / row.impressions)),
  'metrics.average_cpc': measure((row) => (row.clicks === 0 ? 0 : Number(row.costMicros) / row.clicks)),
};

/** The resources that a query can be FROM, each with the resources whose fields it may select. */
export const GOOGLE_RESOURCES: Readonly<Record<string, readonly string[]>> = {
  customer: ['customer'],
  campaign: ['customer', 'campaign'],
  ad_group: ['customer', 'campaign', 'ad_group'],
  ad_group_ad: ['customer', 'campaign', 'ad_group', 'ad_group_ad'],
  keyword_view: ['customer', 'campaign', 'ad_group', 'ad_group_criterion', 'keyword_view'],
  geographic_view: ['customer', 'campaign', 'geographic_view'],
  search_term_view: ['customer', 'campaign', 'ad_group', 'search_term_view'],
};
