import { z } from 'zod';
import { baseUrl } from '../record/base-url';
import { brandRules } from '../record/brand-rules';

const customerId = z
  .string()
  .transform((text) => text.replaceAll('-', ''))
  .pipe(z.string().regex(/^\d+$/, 'expected the digits of a customer id'));

/** What a source of Google Ads is told: whose accounts, through whom, and which campaigns are about which brand. */
export const googleAdsSettings = z.object({
  baseUrl: baseUrl('https://googleads.googleapis.com'),
  tokenUrl: baseUrl('https://oauth2.googleapis.com/token'),
  version: z
    .string()
    .regex(/^v\d+$/)
    .default('v26'),
  customerIds: z.array(customerId).min(1),
  /** The manager account that gives access, when there is one. */
  loginCustomerId: customerId.optional(),
  brandRules,
});
/** {@link googleAdsSettings} as they are read. */
export type GoogleAdsSettings = z.infer<typeof googleAdsSettings>;
