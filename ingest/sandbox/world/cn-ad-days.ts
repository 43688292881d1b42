import { type Day, daysOf, toEpoch } from '../../../src/lib/day';
import { type CnAccount, type CnAd, type CnCampaign, cnCampaignsOn } from './cn-campaigns';
import { roll } from './dice';
import { ageAt, conversionShare } from './maturity';
import { demandOn, salesKept } from './season';

/** One ad on one day of its account's zone, as served on a given day. Money in hundredths of the brand's currency. */
export interface CnAdDay {
  readonly day: Day;
  readonly campaign: CnCampaign;
  readonly ad: CnAd;
  readonly numbers: CnNumbers;
}

/** What an ad did, or a part of it. */
export interface CnNumbers {
  readonly impressions: number;
  readonly clicks: number;
  readonly costCents: number;
  readonly conversions: number;
  readonly revenueCents: number;
}

/** The days after which each platform no longer credits conversions to a day, and the mean worth of one in hundredths. */
const CREDIT = {
  'tiktok-ads': { days: 28, basketCents: 10500 },
  'ocean-engine': { days: 14, basketCents: 28900 },
  xiaohongshu: { days: 30, basketCents: 31900 },
} as const;

/** Makes the advertising of these platforms; pure in the seed, the day asked about and the day of asking. */
export class CnAdDays {
  constructor(private readonly seed: number) {}

  /** The rows of an account from one day to another, in order of day, campaign and ad; none for days after `servedOn`. */
  *between(account: CnAccount, from: Day, to: Day, servedOn: Day): Generator<CnAdDay> {
    for (const day of daysOf({ from, to: to < servedOn ? to : servedOn })) {
      for (const campaign of cnCampaignsOn(account, day)) {
        for (const ad of campaign.ads) yield { day, campaign, ad, numbers: this.numbers(campaign, ad, day, servedOn) };
      }
    }
  }

  private numbers(campaign: CnCampaign, ad: CnAd, day: Day, servedOn: Day): CnNumbers {
    const { platform, brand } = campaign.account;
    const { days, basketCents } = CREDIT[platform];
    const dice = roll(this.seed, 'cn-ad', ad.id, toEpoch(day));
    const impressions = Math.round(campaign.impressions * ad.share * demandOn(brand.key, day) * dice.around(0.12));
    const clicks = Math.min(impressions, dice.count(impressions * campaign.ctr));
    const costCents = Math.round(clicks * campaign.cpc * 100 * dice.around(0.06));
    const final = dice.count(clicks * campaign.cvr * salesKept(brand.key, day));
    const basket = basketCents * dice.around(0.15);
    // A platform's last conversion comes on its last day of credit, however long that is.
    const conversions = Math.floor(final * conversionShare((ageAt(day, servedOn) * 28) / Math.min(28, days)));
    return { impressions, clicks, costCents, conversions, revenueCents: Math.round(conversions * basket) };
  }
}

/** Numbers cut in parts by share: the last part takes what rounding left when the shares add up to one. */
export function parts(numbers: CnNumbers, shares: readonly number[]): CnNumbers[] {
  const cut = (amount: number) => {
    let before = 0;
    let sum = 0;
    return shares.map((share) => {
      sum += share;
      const until = Math.round(amount * sum);
      const part = until - before;
      before = until;
      return part;
    });
  };
  const [impressions, clicks, costs, conversions, revenues] = [
    cut(numbers.impressions),
    cut(numbers.clicks),
    cut(numbers.costCents),
    cut(numbers.conversions),
    cut(numbers.revenueCents),
  ];
  return shares.map((_, place) => ({
    impressions: impressions[place]!,
    clicks: clicks[place]!,
    costCents: costs[place]!,
    conversions: conversions[place]!,
    revenueCents: revenues[place]!,
  }));
}

/** The sum of numbers. */
export function summed(all: readonly CnNumbers[]): CnNumbers {
  const sum = (name: keyof CnNumbers) => all.reduce((total, numbers) => total + numbers[name], 0);
  return {
    impressions: sum('impressions'),
    clicks: sum('clicks'),
    costCents: sum('costCents'),
    conversions: sum('conversions'),
    revenueCents: sum('revenueCents'),
  };
}
