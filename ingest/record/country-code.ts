import { alpha3ToAlpha2 } from 'i18n-iso-countries';

/** What Google calls where it does not know the country. */
const UNKNOWN = 'ZZZ';

/** The two letters of a country (ISO 3166-1) by its three, in capitals; '' where the source does not know it. Other texts stay as they are. */
export function countryCode(alpha3: string): string {
  const code = alpha3.toUpperCase();
  return code === UNKNOWN ? '' : (alpha3ToAlpha2(code) ?? alpha3);
}
