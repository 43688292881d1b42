import { addDays, type Day, daysBetween, toEpoch } from '../../../src/lib/day';
import { COMPETITORS, type OwnBrand, ownBrand } from './brands';
import { type Dice, roll } from './dice';
import { crisisOn } from './season';
import { startOfDayIn } from './zone';

/** Someone's answers to a brand's monthly survey. Who does not know the brand is not asked about it: those answers are null. */
export interface Respondent {
  /** Grows with time; there are gaps. */
  readonly number: number;
  readonly startedAt: number;
  readonly at: number;
  readonly finished: boolean;
  readonly ageGroup: string;
  readonly weight: string;
  /** The brands that they know when named: the own one and its rivals. */
  readonly knows: readonly string[];
  readonly considers: boolean | null;
  readonly nps: number | null;
  readonly csat: number | null;
}

const A_MONTH = 40;
const FIRST_DATE = 3;
/** The share of people who know a brand, at the beginning of 2024 and how it grows a month. */
const KNOWN: Record<string, readonly [share: number, growth: number]> = {
  lumina: [0.29, 0.0024],
  verdane: [0.36, 0.0015],
  kumo: [0.27, 0.0018],
  brightly: [0.44, 0],
  solara: [0.35, 0.0005],
  petalix: [0.46, -0.0005],
  teaforest: [0.34, 0.0004],
};
/** The shares of promoters and of detractors on a plain day. */
const FANS: Record<string, readonly [promoters: number, detractors: number]> = {
  lumina: [0.55, 0.15],
  verdane: [0.5, 0.18],
  kumo: [0.58, 0.13],
};
const AGES = ['18-24', '25-34', '35-44', '45-54', '55+'];

/** The monthly survey of each own brand: forty people from the third to the twelfth of the month. */
export class Surveys {
  constructor(private readonly seed: number) {}

  /** Those who answered on a range of days of the brand's zone up to an instant, in the order in which they did. */
  *between(brandKey: string, from: Day, to: Day, now: number): Generator<Respondent> {
    const brand = ownBrand(brandKey);
    for (let month = `${from.slice(0, 7)}-01`; month <= to; month = `${addDays(month, 31).slice(0, 7)}-01`) {
      for (let place = 0; place < A_MONTH; place++) {
        const day = addDays(month, FIRST_DATE - 1 + Math.floor(place / 4));
        if (day < from || day > to) continue;
        const respondent = this.respondent(brand, day, place);
        if (respondent.at <= now) yield respondent;
      }
    }
  }

  private respondent(brand: OwnBrand, day: Day, place: number): Respondent {
    const dice = roll(this.seed, 'survey', brand.key, toEpoch(day), place);
    const startedAt = startOfDayIn(brand.timeZone, day) + (8 + 3 * (place % 4)) * 3_600_000 + dice.int(0, 3000) * 1000;
    const months = daysBetween('2024-01-01', day) / 30.44;
    const rivals = COMPETITORS.filter(({ trade }) => trade === brand.trade);
    const knows = [brand, ...rivals].map(({ key }) => key).filter((key) => dice.chance(knownShare(key, months)));
    const asked = knows.includes(brand.key);
    const gloom = gloomOn(brand.key, day);
    const opinion = { considers: dice.chance(0.46 * (1 - 0.6 * gloom)), nps: npsOf(brand.key, gloom, dice), csat: csatOf(gloom, dice) };
    return {
      number: monthNumber(day) * 100 + place,
      startedAt,
      at: startedAt + dice.int(95, 420) * 1000,
      finished: dice.chance(0.95),
      ageGroup: dice.pick(AGES),
      weight: (dice.int(60, 160) / 100).toFixed(2),
      knows,
      ...(asked ? opinion : { considers: null, nps: null, csat: null }),
    };
  }
}

/** Months since the beginning of 2020. */
function monthNumber(day: Day): number {
  return (Number(day.slice(0, 4)) - 2020) * 12 + Number(day.slice(5, 7));
}

function knownShare(brand: string, months: number): number {
  const [share, growth] = KNOWN[brand] ?? [0.3, 0];
  return share + growth * months;
}

/** How much of a crisis still weighs on what people say of a brand: 1 on its worst day, then less for weeks. */
function gloomOn(brand: string, day: Day): number {
  const weights = Array.from({ length: 45 }, (_, back) => (crisisOn(brand, addDays(day, -back))?.intensity ?? 0) * Math.exp(-back / 18));
  return Math.max(...weights);
}

function npsOf(brand: string, gloom: number, dice: Dice): number {
  const [promoters, detractors] = FANS[brand] ?? [0.4, 0.2];
  const up = promoters * (1 - 0.75 * gloom);
  const roll = dice.next();
  if (roll < up) return dice.int(9, 10);
  return roll < up + detractors + 0.5 * gloom ? dice.int(gloom > 0.3 ? 0 : 3, 6) : dice.int(7, 8);
}

function csatOf(gloom: number, dice: Dice): number {
  return dice.chance(0.78 * (1 - 0.6 * gloom)) ? dice.int(4, 5) : dice.int(gloom > 0.3 ? 1 : 2, 3);
}
