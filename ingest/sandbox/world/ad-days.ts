import { type Day, daysOf, toEpoch } from '../../../src/lib/day';
import { type Ad, type AdAccount, type Campaign, campaignsIn, runsOn } from './campaigns';
import { roll } from './dice';
import { ageAt, conversionShare, spendShare } from './maturity';
import { demandOn, salesKept } from './season';

/**
 * One ad on one device (Meta: on all, `device` is `''`) on one day of the account's zone, as served on a given day.
 * Money in millionths of the brand's currency; conversions in millionths, whole on Meta, hundredths on Google.
 */
export interface AdDayRow {
  readonly day: Day;
  readonly campaign: Campaign;
  readonly ad: Ad;
  readonly device: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly costMicros: bigint;
  readonly conversionsMicros: bigint;
  readonly revenueMicros: bigint;
}

/** The mean value of a purchase, in hundredths of the brand's currency. */
const BASKET_CENTS: Record<string, number> = { lumina: 10500, verdane: 39800, kumo: 4300 };

/** Makes and remembers the advertising of the world. */
export class AdDays {
  private readonly days = new Map<string, readonly AdDayRow[]>();

  constructor(private readonly seed: number) {}

  /** The rows of an account from one day to another, in order of day, campaign, ad and device; none for days after `servedOn`. */
  *between(account: AdAccount, from: Day, to: Day, servedOn: Day): Generator<AdDayRow> {
    for (const day of daysOf({ from, to: to < servedOn ? to : servedOn })) yield* this.on(account, day, servedOn);
  }

  private on(account: AdAccount, day: Day, servedOn: Day): readonly AdDayRow[] {
    const age = ageAt(day, servedOn);
    const key = `${account.id}/${day}/${age}`;
    const known = this.days.get(key);
    if (known) return known;
    const running = campaignsIn(account, day.slice(0, 4)).filter((campaign) => runsOn(campaign, day));
    const rows = running.flatMap((campaign) =>
      campaign.ads.flatMap((ad) => ad.devices.map(([device, share]) => this.row(campaign, ad, device, share, day, age))),
    );
    this.days.set(
      key,
      rows.filter((row) => row.impressions > 0),
    );
    return this.days.get(key) as readonly AdDayRow[];
  }

  private row(campaign: Campaign, ad: Ad, device: string, share: number, day: Day, age: number): AdDayRow {
    const { kind, account } = campaign;
    const { key: brand, priceLevel } = account.brand;
    const dice = roll(this.seed, 'ad', ad.id, device, toEpoch(day));
    const impressions = Math.round(kind.impressions * share * demandOn(brand, day) * dice.around(0.12));
    const clicks = Math.min(impressions, dice.count(impressions * kind.ctr));
    const costCents = Math.round(clicks * kind.cpc * priceLevel * 100 * dice.around(0.06));
    const expected = clicks * kind.cvr * salesKept(brand, day);
    // Google shares one purchase among ads, so its counts have decimals; Meta counts whole purchases.
    const unit = account.platform === 'google-ads' ? 100 : 1;
    const purchases = dice.count(expected);
    const final = unit === 1 ? purchases : Math.round(purchases * dice.around(0.12) * unit);
    const served = Math.floor(final * conversionShare(age));
    const basket = (BASKET_CENTS[brand] as number) * dice.around(0.15);
    const late = account.platform === 'meta-ads' && dice.chance(0.4) ? 0.004 : 0;
    return {
      day,
      campaign,
      ad,
      device,
      impressions,
      clicks,
      costMicros: BigInt(Math.round(costCents * spendShare(age, late))) * 10_000n,
      conversionsMicros: BigInt(served * (1_000_000 / unit)),
      revenueMicros: BigInt(Math.round((served * basket) / unit)) * 10_000n,
    };
  }
}
