import { numericToAlpha2 } from 'i18n-iso-countries';

/** Geo target constants of countries are their numbers in ISO 3166-1 and this. */
const COUNTRIES = 2000;

/** The two letters of the country (ISO 3166-1) that a geo target constant stands for; the constant itself where it is none. */
export function countryOf(criterionId: string): string {
  const numeric = Number(criterionId) - COUNTRIES;
  return (numeric > 0 && numeric < 1000 && numericToAlpha2(String(numeric).padStart(3, '0'))) || criterionId;
}
