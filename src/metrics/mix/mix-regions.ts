import type { Session } from '../../database/session';
import { BadQuestion } from '../BadQuestion';
import type { Asker } from '../question';
import type { AskedMix } from './mix-question';
import type { MixSaid } from './mix-text';
import { type ReadSeries, readSeries, together, type WeeklySeries } from './weekly-series';

/** A region of a model, or the whole: by how much it is divided to be comparable with others. */
export interface MixRegion {
  readonly key: string;
  readonly label: string;
  readonly size: number;
  readonly outcome: readonly number[];
}

/** The whole as one region. */
export function wholeOf({ series }: ReadSeries, weeks: number): MixRegion[] {
  return [{ key: '', label: '', size: 1, outcome: together(series, weeks) }];
}

/**
 * The regions with an outcome in at least half of the weeks from `start` on. Sizes are those that are asked with, else the mean weekly outcome, by which a
 * region that sells twice as much counts as twice as large. What is left out is said with its share of the outcome.
 */
export function regionsOf({ series }: ReadSeries, { sizes }: AskedMix, start: number): { regions: MixRegion[]; said: MixSaid[] } {
  const sum = ({ values }: WeeklySeries) => values.slice(start).reduce((total, value) => total + value, 0);
  const whole = series.reduce((total, each) => total + sum(each), 0);
  const isOften = ({ values }: WeeklySeries) => 2 * values.slice(start).filter((value) => value > 0).length >= values.length - start;
  const isRegion = (each: WeeklySeries) => each.dimensions[0]!.key !== '' && isOften(each) && sum(each) > 0;
  const regions = series.filter(isRegion).map((each): MixRegion => {
    const { key, label } = each.dimensions[0]!;
    return { key, label, size: sizes.get(key) ?? sum(each) / (each.values.length - start), outcome: each.values };
  });
  const strange = [...sizes.keys()].find((key) => !regions.some((region) => region.key === key));
  const missing = sizes.size > 0 ? regions.find(({ key }) => !sizes.has(key)) : undefined;
  if (strange !== undefined || missing)
    throw new BadQuestion(
      'sizes',
      strange ?? missing!.key,
      `a size of each region of the model: ${regions.map(({ key }) => key).join(', ')}`,
    );
  const left = series.filter((each) => !isRegion(each));
  const share = whole === 0 ? 0 : left.reduce((total, each) => total + sum(each), 0) / whole;
  const names = left.map(({ dimensions }) => dimensions[0]!.label || '–').sort();
  return {
    regions: regions.sort((a, b) => (a.key < b.key ? -1 : 1)),
    said: left.length === 0 ? [] : [['regionsLeftOut', names.slice(0, 10).join(', '), (100 * share).toFixed(1)]],
  };
}

/** By channel, region and week what was spent. */
export interface RegionSpend {
  readonly channels: readonly { readonly key: string; readonly label: string; readonly byRegion: readonly (readonly number[])[] }[];
  readonly said: readonly MixSaid[];
}

/**
 * Spend by region: what ads tell with their region stays there. What they tell without one is shared out as the platform splits it by region in that week,
 * else as it does over all weeks, else by the regions' sizes; which of these is said. What goes to regions that are not in the model is left out.
 */
export async function regionSpend(
  session: Session,
  asked: AskedMix,
  { spends, regions }: { spends: ReadSeries; regions: readonly MixRegion[] },
  asker: Asker,
): Promise<RegionSpend> {
  // Splits are of the platform's own regions, which no rule makes markets of.
  const where = [{ dimension: 'SPLIT' as const, op: 'IN' as const, values: ['region'] }];
  const splits =
    asked.regions === 'REGION'
      ? (await readSeries(session, asked, { metric: 'splitSpend', by: [asked.by, 'SPLIT_VALUE'], where }, asker)).series
      : [];
  const said: MixSaid[] = [];
  const channels = [...Map.groupBy(spends.series, ({ dimensions }) => dimensions[0]!.key)].map(([key, own]) => {
    const { label } = own[0]!.dimensions[0]!;
    const told = (region: string) => own.find(({ dimensions }) => dimensions[1]!.key === region)?.values;
    const untold = told('');
    const split = splits.filter(({ dimensions }) => dimensions[0]!.key === key);
    if (untold?.some((value) => value > 0)) said.push([split.length > 0 ? 'sharedBySplit' : 'sharedBySize', label]);
    const shareOf = sharesOf(split, regions);
    const byRegion = regions.map((region, at) => {
      const itself = told(region.key);
      return own[0]!.values.map((_, week) => Math.max(0, (itself?.[week] ?? 0) + (untold?.[week] ?? 0) * shareOf(at, week)));
    });
    return { key, label, byRegion };
  });
  return { channels, said };
}

/** Which part of a week's spend a region has. */
function sharesOf(split: readonly WeeklySeries[], regions: readonly MixRegion[]): (region: number, week: number) => number {
  const size = regions.reduce((sum, region) => sum + region.size, 0);
  if (split.length === 0) return (region) => regions[region]!.size / size;
  const byWeek = together(split, split[0]!.values.length);
  const all = byWeek.reduce((sum, value) => sum + value, 0);
  const own = regions.map(({ key }) => split.find(({ dimensions }) => dimensions[1]!.key === key)?.values ?? byWeek.map(() => 0));
  const overall = own.map((values) => values.reduce((sum, value) => sum + value, 0) / all);
  return (region, week) => (byWeek[week]! > 0 ? own[region]![week]! / byWeek[week]! : overall[region]!);
}
