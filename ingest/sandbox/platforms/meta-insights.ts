import { decimalFromMicros } from '../../../src/lib/money';
import type { AdDayRow } from '../world/ad-days';
import type { AdAccount } from '../world/campaigns';

/** The levels at which insights can be asked for, with what identifies a row at each. */
export const LEVELS: Readonly<Record<string, (row: AdDayRow) => string>> = {
  ad: (row) => row.ad.id,
  adset: (row) => row.ad.groupId,
  campaign: (row) => row.campaign.id,
  account: () => '',
};

/** The sums behind one insights row; `row` is any of the summed rows. */
export interface Insight {
  readonly row: AdDayRow;
  readonly account: AdAccount;
  readonly since: string;
  readonly until: string;
  impressions: number;
  clicks: number;
  costMicros: bigint;
  conversionsMicros: bigint;
  revenueMicros: bigint;
}

type Value = string | readonly Record<string, string>[] | undefined;

/** The part of purchases that each attribution window sees; without a window a purchase counts after any. */
const WINDOWS: Readonly<Record<string, number>> = { '1d_click': 0.7, '7d_click': 0.9, '28d_click': 1, '1d_view': 0.1 };

/** Every insights field that the sandbox answers. Numbers are text; what is undefined is left out, as lists without content are. */
export const META_FIELDS: Readonly<Record<string, (insight: Insight, windows: readonly string[]) => Value>> = {
  account_id: ({ account }) => account.id.slice('act_'.length),
  account_name: ({ account }) => account.name,
  account_currency: ({ account }) => account.brand.currency,
  campaign_id: ({ row }) => row.campaign.id,
  campaign_name: ({ row }) => row.campaign.name,
  objective: ({ row }) => row.campaign.kind.objective,
  adset_id: ({ row }) => row.ad.groupId,
  adset_name: ({ row }) => row.ad.groupName,
  ad_id: ({ row }) => row.ad.id,
  ad_name: ({ row }) => row.ad.name,
  date_start: ({ since }) => since,
  date_stop: ({ until }) => until,
  impressions: ({ impressions }) => String(impressions),
  clicks: ({ clicks }) => String(clicks),
  inline_link_clicks: ({ clicks }) => (clicks === 0 ? undefined : String(Math.round(clicks * 0.8))),
  reach: ({ impressions }) => String(Math.round(impressions * 0.83)),
  frequency: ({ impressions }) => quotient(impressions, Math.round(impressions * 0.83)),
  spend: ({ costMicros }) => decimalFromMicros(costMicros),
  ctr: ({ clicks, impressions }) => quotient(100 * clicks, impressions),
  cpc: ({ costMicros, clicks }) => quotient(Number(costMicros) / 1e6, clicks),
  cpm: ({ costMicros, impressions }) => quotient(Number(costMicros) / 1e3, impressions),
  actions,
  action_values: actionValues,
};

function actions({ clicks, conversionsMicros }: Insight, windows: readonly string[]): Value {
  const purchases = Number(conversionsMicros / 1_000_000n);
  return listed([
    ...(clicks > 0 ? [action('link_click', Math.round(clicks * 0.8), windows, String)] : []),
    ...(purchases > 0 ? ['purchase', 'omni_purchase'].map((type) => action(type, purchases, windows, String)) : []),
  ]);
}

function actionValues({ revenueMicros }: Insight, windows: readonly string[]): Value {
  if (revenueMicros === 0n) return undefined;
  const cents = Number(revenueMicros / 10_000n);
  return ['purchase', 'omni_purchase'].map((type) => action(type, cents, windows, (amount) => decimalFromMicros(BigInt(amount) * 10_000n)));
}

function action(type: string, amount: number, windows: readonly string[], write: (amount: number) => string): Record<string, string> {
  const seen = windows.flatMap((window) => (WINDOWS[window] === undefined ? [] : [[window, write(Math.round(amount * WINDOWS[window]))]]));
  return { action_type: type, value: write(amount), ...Object.fromEntries(seen) };
}

function listed(list: readonly Record<string, string>[]): Value {
  return list.length === 0 ? undefined : list;
}

function quotient(dividend: number, divisor: number): string | undefined {
  return divisor === 0 ? undefined : String(Number((dividend / divisor).toFixed(6)));
}
