import type { CarryOver } from './adstock';

/** One region, or the whole: everything by week, in the order of the weeks. */
export interface MixPanel {
  readonly name: string;
  /** By how much outcome and media are divided to be comparable with other panels: a population; 1 for the whole. */
  readonly size: number;
  readonly outcome: readonly number[];
  /** By channel, what works: exposures, or spend. */
  readonly media: readonly (readonly number[])[];
  /** By channel, what it cost. */
  readonly spend: readonly (readonly number[])[];
  /** By control: prices, competitors, events. */
  readonly controls: readonly (readonly number[])[];
}

/** Weekly media and outcome of one or more panels. */
export interface MixInput {
  /** The first day of each week, in days since 1970, a week apart. */
  readonly weeks: readonly number[];
  readonly channels: readonly string[];
  readonly controls: readonly string[];
  readonly panels: readonly MixPanel[];
  readonly holidays?: readonly MixHoliday[];
  readonly liftTests?: readonly MixLiftTest[];
}

/** Days of something else, by week the part of it that they are, 0 to 1: a column of its own. */
export interface MixHoliday {
  readonly name: string;
  readonly weeks: readonly number[];
  /** The names of the panels that have it; all when absent. */
  readonly panels?: readonly string[];
}

/** Whether a panel has a holiday. */
export function hasHoliday({ panels }: MixHoliday, { name }: Pick<MixPanel, 'name'>): boolean {
  return panels?.includes(name) ?? true;
}

/** What a lift test found of a channel: `lift` of the outcome over its weeks (`from` to below `to`), had the share `tested` of its media been left out. */
export interface MixLiftTest {
  readonly name: string;
  readonly channel: number;
  readonly from: number;
  readonly to: number;
  readonly lift: number;
  readonly standardError: number;
  /** 0 to 1; 1 where the channel was switched off. */
  readonly tested: number;
}

/** How a channel works: what is carried over, and the form of diminishing returns, its half-point a share of the largest that was seen. */
export interface ChannelShape {
  readonly carryOver: CarryOver;
  readonly carryOverName: string;
  readonly slope: number;
  readonly half: number;
}

/** Throws a RangeError that names what does not fit: lengths, sizes, too few weeks. */
export function checkMixInput({ weeks, channels, controls, panels, liftTests = [] }: MixInput): void {
  if (panels.length === 0) throw new RangeError('mix: no panels');
  if (weeks.length < 26) throw new RangeError(`mix: ${weeks.length} weeks; expected half a year at least`);
  for (const { name, size, outcome, media, spend, controls: own } of panels) {
    const wrong = [outcome, ...media, ...spend, ...own].find((series) => series.length !== weeks.length);
    if (wrong) throw new RangeError(`mix: a series of ${name} has ${wrong.length} weeks; expected ${weeks.length}`);
    if (media.length !== channels.length || spend.length !== channels.length)
      throw new RangeError(`mix: ${name} has ${media.length} channels; expected ${channels.length}`);
    if (own.length !== controls.length) throw new RangeError(`mix: ${name} has ${own.length} controls; expected ${controls.length}`);
    if (!(size > 0)) throw new RangeError(`mix: the size of ${name} is ${size}; expected above 0`);
    if ([outcome, ...media, ...spend, ...own].some((series) => series.some((value) => !Number.isFinite(value))))
      throw new RangeError(`mix: ${name} has a value that is no number`);
    if (media.some((series) => series.some((value) => value < 0))) throw new RangeError(`mix: ${name} has media below 0`);
  }
  for (const { name, channel, from, to, standardError } of liftTests)
    if (!(channels[channel] !== undefined && from >= 0 && from < to && to <= weeks.length && standardError > 0))
      throw new RangeError(`mix: the lift test ${name} does not fit: channel ${channel}, weeks ${from} to ${to}, error ${standardError}`);
}
