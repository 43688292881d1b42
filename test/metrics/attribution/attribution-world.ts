import { AdDay } from '../../../entities/facts/AdDay';
import { FxDay } from '../../../entities/facts/FxDay';
import { LiftTest } from '../../../entities/facts/LiftTest';
import { OrderLine } from '../../../entities/facts/OrderLine';
import { Touch } from '../../../entities/facts/Touch';
import { personKey } from '../../../src/lib/person-key';
import { type FactRow, MetricWorld } from '../metric-world';

const M = 1_000_000n;
const at = (text: string) => `2026-${text}:00Z`;

/** A shop's worth of touches and orders in March 2026, small enough to count by hand. */
export interface AttributionWorld {
  readonly world: MetricWorld;
  readonly acme: number;
  readonly shop: number;
  readonly site: number;
  /** The rows of the order of `ann` on the 10th. */
  readonly annsOrder: readonly bigint[];
}

/**
 * ann: social 03-01, generic search 03-08, e-mail 03-10 09:00, order o1 at 10:00 (60 €, then o2 at 11:00 without another touch).
 * bob: social 02-01 (too early), direct 03-12 08:00, order o3 at 09:00 ($ 108 at 1.08). cas: search 03-05, nothing since.
 * dee: e-mail 03-20 before an order of another brand; guest: o5, nobody knows whose. eve: social 03-28, order o6 on 04-02.
 */
export async function attributionWorld(): Promise<AttributionWorld> {
  const world = await MetricWorld.open();
  const [acme, zen] = [await world.brand('acme'), await world.brand('zen')];
  const [shop, site, tests] = [await world.source('shop'), await world.source('site'), await world.source('tests')];
  const search = await world.campaign('g:1', acme, 'paid_search', 'google_ads');
  const social = await world.campaign('m:1', acme, 'paid_social', 'meta');
  const touch = (person: string, when: string, channel: string, campaignName: string | null = null, brand = acme): FactRow => ({
    ...{ day: `2026-${when.slice(0, 5)}`, source: site, brand, channel, campaignName, interaction: 'visit', at: at(when) },
    ...{ person: personKey(person), touch: `${person} ${when}` },
  });
  const order = (orderId: string, when: string, customer: string | null, euros: bigint, brand = acme, currency = 'EUR'): FactRow => ({
    ...{ day: `2026-${when.slice(0, 5)}`, source: shop, brand, orderId, line: '1', customer, currency, placedAt: at(when) },
    revenue: euros * M,
  });
  await world.load(FxDay, [
    { day: '2026-03-01', source: shop, currency: 'USD', perEuro: 1_080_000n },
    { day: '2026-03-10', source: shop, currency: 'USD', perEuro: 1_080_000n },
  ]);
  await world.load(Touch, [
    touch('ann', '03-01T08:00', 'social', 'm:1'),
    touch('ann', '03-08T08:00', 'paid_search', 'Campaign g:1'),
    touch('ann', '03-10T09:00', 'email', 'spring letter'),
    touch('bob', '02-01T08:00', 'social', 'm:1'),
    touch('bob', '03-12T08:00', 'direct'),
    touch('cas', '03-05T08:00', 'paid_search', 'Campaign g:1'),
    touch('dee', '03-20T08:00', 'email'),
    touch('eve', '03-28T08:00', 'social', 'm:1'),
  ]);
  const annsOrder = await world.load(OrderLine, [
    order('o1', '03-10T10:00', 'ann', 40n),
    { ...order('o1', '03-10T10:00', 'ann', 20n), line: '2' },
  ]);
  await world.load(OrderLine, [
    order('o2', '03-10T11:00', 'ann', 30n),
    order('o3', '03-12T09:00', 'BOB ', 108n, acme, 'USD'),
    order('o4', '03-21T09:00', 'dee', 10n, zen),
    order('o5', '03-22T09:00', null, 5n),
    order('o6', '04-02T09:00', 'eve', 70n),
  ]);
  const ads = (day: string, campaign: number, spend: bigint, claimed: bigint): FactRow => ({
    ...{
      day,
      source: site,
      campaign,
      currency: 'EUR',
      spend: spend * M,
      conversionsClaimed: claimed * M,
      revenueClaimed: 50n * claimed * M,
    },
  });
  await world.load(AdDay, [ads('2026-03-05', search, 30n, 2n), ads('2026-03-06', social, 10n, 3n)]);
  await world.load(LiftTest, [
    {
      ...{
        day: '2026-03-20',
        source: tests,
        brand: acme,
        test: 'geo-1',
        channel: 'paid_social',
        platform: 'meta',
        startsOn: '2026-03-01',
        currency: 'EUR',
      },
      ...{ conversionsIncremental: 1_500_000n, conversionsError: 500_000n, revenueIncremental: 75n * M, spendTested: 10n * M },
    },
  ]);
  return { world, acme, shop, site, annsOrder };
}
