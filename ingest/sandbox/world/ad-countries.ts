import type { AdDayRow } from './ad-days';
import { partsOfRow } from './parts-of-row';

/** Where people were who saw an ad (`presence`), or what place they looked for. */
export interface AdPlace {
  /** ISO 3166-1 numeric. */
  readonly country: number;
  readonly presence: boolean;
}

/** A share of a row: what one place brought. */
export type PlaceRow = AdDayRow & { readonly place: AdPlace };

/** The places of each brand's market, with the part of the traffic that each has. */
const PLACES: Readonly<Record<string, readonly (AdPlace & { readonly share: number })[]>> = {
  lumina: [
    { country: 840, presence: true, share: 0.8 },
    { country: 124, presence: true, share: 0.15 },
    { country: 840, presence: false, share: 0.05 },
  ],
  verdane: [
    { country: 156, presence: true, share: 0.75 },
    { country: 344, presence: true, share: 0.25 },
  ],
  kumo: [
    { country: 276, presence: true, share: 0.7 },
    { country: 40, presence: true, share: 0.2 },
    { country: 756, presence: true, share: 0.1 },
  ],
};

/** A brand's row split by place; the parts add up to the row. */
export function byPlace(row: AdDayRow, brand: string): PlaceRow[] {
  const places = PLACES[brand] ?? [];
  const parts = partsOfRow(
    row,
    places.map(({ share }) => share),
  );
  return parts.map((part, i) => ({ ...part, place: places[i] as AdPlace }));
}
