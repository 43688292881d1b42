import { addDays, type Day, toEpoch } from '../../../src/lib/day';
import { OWN_BRANDS, type OwnBrand } from './brands';
import { roll } from './dice';
import { demandOn } from './season';

/** A video of a brand's own channel; `day` is its UTC day, `views` those that it will have in the end. */
export interface Upload {
  readonly brand: OwnBrand;
  readonly day: Day;
  readonly at: number;
  readonly title: string;
  readonly views: number;
}

const TITLES = ['How {p} is made', 'Three ways to use {p}', '{p}: your questions answered', 'Behind the scenes: {p}', '{p} in 60 seconds'];

/** The videos of a brand's channel in an inclusive range of UTC days, newest first: about three a month. */
export function* uploadsOf(seed: number, brand: OwnBrand, from: Day, to: Day): Generator<Upload> {
  for (let day = to; day >= from; day = addDays(day, -1)) {
    const dice = roll(seed, 'uploads', brand.key, toEpoch(day));
    if (!dice.chance(0.1)) continue;
    const at = Date.parse(`${day}T00:00:00Z`) + dice.int(8 * 3600, 18 * 3600) * 1000;
    const title = dice.pick(TITLES).replace('{p}', dice.pick(brand.products).title);
    yield { brand, day, at, title, views: Math.round(dice.int(900, 9000) * demandOn(brand.key, day)) };
  }
}

/** The share of its final views that a video has so many milliseconds after it came out: half of them in the first eight days. */
export function viewShare(ageMs: number): number {
  return ageMs <= 0 ? 0 : Math.min(1, 1 - 2 ** (-ageMs / (8 * 86_400_000)));
}

/** The subscribers of a brand's channel at the end of a day: some more every day, the more the livelier the market. */
export function subscribersOf(brand: OwnBrand, day: Day): number {
  const place = OWN_BRANDS.indexOf(brand);
  return Math.round((toEpoch(day) - toEpoch('2022-01-01')) * (14 + 9 * place) + 400 * demandOn(brand.key, day));
}
