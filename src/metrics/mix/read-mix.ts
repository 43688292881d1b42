import type { Session } from '../../database/session';
import { type Day, toEpoch } from '../../lib/day';
import type { MixInput } from '../../stats/mix/mix-input';
import { placeOf } from '../dimensions';
import type { Asker, Warning } from '../question';
import { metricOf } from '../registry';
import { holidaysOf } from './mix-holidays';
import { liftTests } from './mix-lift-tests';
import type { AskedMix, MixControl } from './mix-question';
import { type MixRegion, type RegionSpend, regionSpend, regionsOf, wholeOf } from './mix-regions';
import type { MixSaid } from './mix-text';
import { type ReadSeries, readSeries, together, weeksOf } from './weekly-series';

/** The weeks that a model is made of, with what was left out of them. */
export interface ReadMix {
  readonly input: MixInput;
  /** By channel of the input. */
  readonly keys: readonly string[];
  readonly labels: readonly string[];
  /** By panel of the input; one of the whole has neither key nor label. */
  readonly regions: readonly Pick<MixRegion, 'key' | 'label' | 'size'>[];
  readonly firstDay: Day;
  readonly said: readonly MixSaid[];
  readonly warnings: readonly Warning[];
  readonly currency: string;
  readonly asOf: Date;
  readonly dataVersion: string;
}

/** A channel that was bought in fewer weeks tells too little. */
const FEWEST_WEEKS = 8;

/** Reads spend and outcome by week through the registry. Leading weeks without an outcome, and channels that were seldom bought, are left out and said. */
export async function readMix(session: Session, asked: AskedMix, asker: Asker): Promise<ReadMix> {
  const byRegion = asked.regions ? [asked.regions] : [];
  const spends = await readSeries(session, asked, { metric: 'spend', by: [asked.by, ...byRegion] }, asker);
  const outcomes = await readSeries(session, asked, { metric: asked.outcome, by: byRegion }, asker);
  const weeks = weeksOf(asked);
  const { start, said: late } = startOfOutcome(asked, together(outcomes.series, weeks.length), weeks);
  const { regions, said } = asked.regions ? regionsOf(outcomes, asked, start) : { regions: wholeOf(outcomes, weeks.length), said: [] };
  const spent = asked.regions ? await regionSpend(session, asked, { spends, regions }, asker) : wholeSpend(spends);
  const { often, seldom } = boughtOften(spent, start);
  const controls = await readControls(session, asked, regions, asker);
  const kept = weeks.slice(start);
  const panels = regions.map(({ key, size, outcome }, at) => {
    const spend = often.map((channel) => channel.byRegion[at]!.slice(start));
    return {
      name: key || 'all',
      size,
      outcome: outcome.slice(start),
      media: spend,
      spend,
      controls: controls.map((of) => of[at]!.slice(start)),
    };
  });
  const keys = often.map(({ key }) => key);
  const holidays = holidaysOf(asked, kept, asked.regions ? regions.map(({ key }) => key) : null, asker);
  const media = keys.map((_, channel) => kept.map((_, week) => panels.reduce((sum, { spend }) => sum + spend[channel]![week]!, 0)));
  const { currency } = spends.answer;
  const lifts = await liftTests(session, asked, currency, { keys, kept, media });
  return {
    input: {
      weeks: kept.map(toEpoch),
      channels: keys,
      controls: asked.controls.map(({ name }) => name),
      panels,
      holidays,
      liftTests: lifts.tests,
    },
    ...{ keys, labels: often.map(({ label }) => label), regions, firstDay: kept[0] ?? asked.range.from, currency },
    said: [...late, ...said, ...spent.said, ...seldom, ...lifts.said],
    warnings: [...spends.answer.warnings, ...outcomes.answer.warnings],
    ...{ asOf: outcomes.answer.asOf, dataVersion: outcomes.answer.dataVersion },
  };
}

function startOfOutcome({ range }: AskedMix, outcome: readonly number[], weeks: readonly Day[]): { start: number; said: MixSaid[] } {
  const first = outcome.findIndex((value) => value !== 0);
  if (first <= 0) return { start: first < 0 ? weeks.length : 0, said: [] };
  return { start: first, said: weeks[first] === range.from ? [] : [['lateStart', weeks[first]!]] };
}

function wholeSpend({ series }: ReadSeries): RegionSpend {
  const channels = series.map(({ dimensions: [channel], values }) => ({
    ...{ key: channel!.key, label: channel!.label, byRegion: [values.map((value) => Math.max(0, value))] },
  }));
  return { channels, said: [] };
}

function boughtOften({ channels }: RegionSpend, start: number) {
  const weeks = (byRegion: RegionSpend['channels'][number]['byRegion']) =>
    (byRegion[0] ?? []).filter((_, week) => week >= start && byRegion.some((values) => values[week]! > 0)).length;
  const isOften = ({ byRegion }: RegionSpend['channels'][number]) => weeks(byRegion) >= FEWEST_WEEKS;
  return {
    often: channels.filter(isOften).sort((a, b) => (a.key < b.key ? -1 : 1)),
    seldom: channels.filter((channel) => !isOften(channel)).map(({ label }): MixSaid => ['seldom', label]),
  };
}

/** By control, by region: what adds up and is told by region for each unit of its size, as the outcome is; what is told of the whole alone is the same everywhere. */
async function readControls(session: Session, asked: AskedMix, regions: readonly MixRegion[], asker: Asker): Promise<number[][][]> {
  const found: number[][][] = [];
  for (const { metric, where } of asked.controls) {
    const isByRegion = asked.regions !== null && isTold(metric, asked.regions);
    const { series } = await readSeries(session, asked, { metric, where, by: isByRegion ? [asked.regions!] : [] }, asker);
    const whole = together(series, weeksOf(asked).length);
    const adds = metricOf(metric).additivity === 'ALL';
    found.push(
      regions.map(({ key, size }) => {
        if (!isByRegion) return whole;
        const own = series.find(({ dimensions }) => dimensions[0]!.key === key)?.values ?? whole.map(() => 0);
        return own.map((value) => (adds ? value / size : value));
      }),
    );
  }
  return found;
}

function isTold(metric: MixControl['metric'], by: NonNullable<AskedMix['regions']>): boolean {
  return metricOf(metric).leaves.every(({ fact }) => placeOf(fact, by) !== null);
}
