import { carriedOver, geometricWeights } from '../../../src/stats/mix/adstock';
import { hill } from '../../../src/stats/mix/hill';
import type { MixInput } from '../../../src/stats/mix/mix-input';
import { randomFrom } from '../../../src/stats/random';

/** A world whose channels are known: weekly revenue of three of them, a season, a trend and some noise. */
export interface SimulatedMix {
  readonly input: MixInput;
  /** What each channel really brought, and for each unit of spend. */
  readonly contributions: readonly number[];
  readonly roas: readonly number[];
}

const CHANNELS = [
  { name: 'search', theta: 0, slope: 1, half: 0.7, strength: 900 },
  { name: 'video', theta: 0.6, slope: 1, half: 0.35, strength: 1200 },
  { name: 'dud', theta: 0.4, slope: 1, half: 0.7, strength: 0 },
];

/** Makes it: `noise` is the standard deviation of a week's noise, beside a baseline of some 3,000; `together` of what moves all panels of a week alike. */
export function simulatedMix({ weeks = 156, noise = 60, seed = 5, panels = 1, together = 0 } = {}): SimulatedMix {
  const next = randomFrom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const contributions = CHANNELS.map(() => 0);
  const spent = CHANNELS.map(() => 0);
  const shared = Array.from({ length: together > 0 ? weeks : 0 }, () => together * normal());
  const made = Array.from({ length: panels }, (_, panel) => {
    const size = panels === 1 ? 1 : 1 + panel;
    const spend = CHANNELS.map(() => Array.from({ length: weeks }, () => (next() < 0.25 ? 0 : size * (20 + 180 * next()))));
    const worked = CHANNELS.map(({ theta, slope, half, strength }, channel) => {
      const seen = carriedOver(spend[channel]!, geometricWeights(theta, 13));
      return seen.map((value) => size * strength * hill(value / size / 190, slope, half));
    });
    const outcome = Array.from({ length: weeks }, (_, week) => {
      const season = 300 * Math.sin((2 * Math.PI * 7 * week) / 365.25);
      return (
        size * (2800 + 2 * week + season + noise * normal() + (shared[week] ?? 0)) + worked.reduce((sum, series) => sum + series[week]!, 0)
      );
    });
    for (const [channel, series] of worked.entries()) {
      contributions[channel]! += series.reduce((sum, value) => sum + value, 0);
      spent[channel]! += spend[channel]!.reduce((sum, value) => sum + value, 0);
    }
    return { name: `panel ${panel}`, size, outcome, media: spend, spend, controls: [] };
  });
  const input = {
    weeks: Array.from({ length: weeks }, (_, week) => 19_000 + 7 * week),
    channels: CHANNELS.map(({ name }) => name),
    controls: [],
    panels: made,
  };
  return { input, contributions, roas: contributions.map((value, channel) => value / spent[channel]!) };
}
