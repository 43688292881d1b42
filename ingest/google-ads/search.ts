import { z } from 'zod';
import type { HttpRequest, Page, PullContext } from '../connector';
import { Fatal } from '../errors';
import type { GoogleAdsSettings } from './settings';

/** The fields that name a campaign and its day. */
export const CAMPAIGN = 'customer.currency_code, campaign.id, campaign.name, campaign.advertising_channel_type, segments.date';
/** The fields that every resource sums. */
export const SUMS = 'metrics.impressions, metrics.clicks, metrics.cost_micros';
/** What the platform claims for its ads. */
export const CONVERSIONS = 'metrics.conversions, metrics.conversions_value';
/** All of a campaign's day, by device. */
export const FIELDS = `${CAMPAIGN}, segments.device, ${SUMS}, ${CONVERSIONS}`;

/** The request for some fields FROM some resource over the window's days. */
export function search({ config, part, window }: PullContext<GoogleAdsSettings>, what: string, and = ''): HttpRequest {
  const query = `SELECT ${what} WHERE segments.date BETWEEN '${window.from}' AND '${window.to}'${and} ORDER BY segments.date`;
  return {
    method: 'POST',
    url: `${config.baseUrl}/${config.version}/customers/${part}/googleAds:searchStream`,
    headers: config.loginCustomerId === undefined ? {} : { 'login-customer-id': config.loginCustomerId },
    body: { query },
  };
}

/** The rows of an answer, which comes as an array of batches. */
export function recordsIn(page: Page): unknown[] {
  const batches = z.array(z.looseObject({ results: z.array(z.unknown()).default([]) })).safeParse(page.json());
  if (!batches.success) throw new Fatal(`google-ads: searchStream answered ${page.text().slice(0, 80)}; expected an array of batches`);
  return batches.data.flatMap((batch) => batch.results);
}
