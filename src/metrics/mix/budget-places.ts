import type { Day } from '../../lib/day';
import type { Allocation } from '../../stats/mix/optimise-budget';
import type { PlanChannel } from '../../stats/mix/plan-weeks';
import type { MixAnswer, MixChannelRow, MixRegionRow } from './answer-mix';
import type { boundsOf } from './budget-bounds';

/** Something that a budget can be spent on: a channel, or a channel in a region. */
export interface BudgetPlace {
  readonly channel: MixChannelRow;
  readonly region: MixRegionRow | null;
  readonly plan: PlanChannel;
}

/** The places of a mix: a channel in each of the regions that are named, or as a whole. In a region it works as everywhere, by what was spent there. */
export function placesOf(
  { estimate, rows, regions, weeks: told }: MixAnswer,
  named: readonly MixRegionRow[],
  weeks: readonly Day[],
  multiplesOf: ReturnType<typeof boundsOf>,
): BudgetPlace[] {
  return rows.flatMap((channel) => {
    const { response } = estimate!.channels.find(({ name }) => name === channel.key)!;
    return (named.length > 0 ? named : [null]).map((region): BudgetPlace => {
      const spend = region ? region.channels.find(({ key }) => key === channel.key)!.spend : channel.spend;
      const now = spend / told.length;
      const own = region ? { ...response, spent: now, panels: [response.panels[regions.indexOf(region)]!] } : response;
      const bounds = weeks.map((week) => {
        const { low, high } = multiplesOf(channel.key, region?.key ?? '', week);
        return { low: low * now, high: high * now };
      });
      return { channel, region, plan: { name: channel.key, response: own, now, bounds } };
    });
  });
}

/** Several places as one: what they add up to, the most that the next unit brings in any that may still have one, and a bound where all stand at it. */
export function together(items: readonly Allocation[]): Allocation {
  const sum = (read: (item: Allocation) => number) => items.reduce((total, item) => total + read(item), 0);
  const open = items.filter(({ bound }) => bound !== 'HIGH');
  const [first] = items as readonly [Allocation, ...Allocation[]];
  return {
    ...{ name: first.name, now: sum(({ now }) => now), spend: sum(({ spend }) => spend) },
    ...{ responseNow: sum(({ responseNow }) => responseNow), response: sum(({ response }) => response) },
    marginal: Math.max(...(open.length > 0 ? open : items).map(({ marginal }) => marginal)),
    bound: items.every(({ bound }) => bound === first.bound) ? first.bound : null,
  };
}
