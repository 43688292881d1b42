import { rake } from '../../src/stats/rake';

/** What one round took: CPU milliseconds of this process, the rounds of the fit, and how far the worst margin is off. */
export interface RakingRound {
  readonly respondents: number;
  readonly milliseconds: number;
  readonly rounds: number;
  readonly off: number;
}

const VALUES = 5;

/** Weighs `respondents` to five margins of five values each, with weights kept within 0.2 and 5 of their mean. CPU time. */
export function measureRaking(respondents = 10_000): RakingRound {
  const margins = Array.from({ length: 5 }, (_, margin) => {
    // Uneven and crossed, without chance: the same sample in every run.
    const values = Array.from({ length: respondents }, (__, at) =>
      String(Math.floor(VALUES * ((at * (0.618 + 0.137 * margin)) % 1) ** 1.3)),
    );
    const targets = new Map(
      Array.from({ length: VALUES }, (__, value) => [String(value), respondents * (0.16 + 0.02 * ((value + margin) % VALUES))]),
    );
    return { values, targets };
  });
  const began = process.cpuUsage();
  const { rounds, off } = rake(margins, { trim: { least: 0.2, most: 5 }, tolerance: 1e-9 });
  const { user, system } = process.cpuUsage(began);
  return { respondents, milliseconds: (user + system) / 1000, rounds, off };
}
