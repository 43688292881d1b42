import type { Journey } from '../../src/stats/attribution/journey';
import { randomFrom } from '../../src/stats/random';

/** So many channels are touched. */
export const CHANNELS = 12;
/** More touches than anybody's journey has here. */
const LONGEST = 12;

/** Journeys of one to twelve touches, one after the other, the same for the same seed: early channels are common, late ones convert. */
export function* journeysOf(count: number, seed: number): Generator<Journey> {
  const next = randomFrom(seed);
  for (let at = 0; at < count; at += 1) {
    const touches = Math.min(LONGEST, 1 + Math.floor(-3 * Math.log(1 - next())));
    const channels: number[] = [];
    const ages: number[] = [];
    for (let touch = 0; touch < touches; touch += 1) {
      channels.push(Math.floor(next() * next() * CHANNELS));
      ages.push((touches - 1 - touch) * 3 * next());
    }
    const converts = next() < 0.02 + 0.01 * channels.at(-1)!;
    yield { channels, ages, conversions: converts ? 1 : 0, value: converts ? 20 + 80 * next() : 0 };
  }
}
