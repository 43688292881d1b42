/** How fast a platform may be asked, as a connector declares it. */
export interface RateDeclaration {
  readonly requests: number;
  readonly perSeconds: number;
}

/** How a declared rate is kept: turns are taken `chunk` at a time, at most `chunks` times in any `windowMs`, and are good for `graceMs`. */
export interface Pace {
  readonly chunk: number;
  readonly chunks: number;
  readonly windowMs: number;
  readonly graceMs: number;
}

/** The takings that are remembered at most; where a rate has more turns, several are taken at once. */
const MOST_CHUNKS = 50;

/**
 * The pace at which no stretch of `perSeconds`, wherever it begins, holds more than `requests`, also when turns are used late: the window is longer
 * by as much as a turn may be late. All of it may be used at once after a rest.
 */
export function paceOf({ requests, perSeconds }: RateDeclaration): Pace {
  const chunk = Math.ceil(requests / MOST_CHUNKS);
  const graceMs = Math.max(50, perSeconds * 50);
  return { chunk, chunks: Math.floor(requests / chunk), windowMs: perSeconds * 1000 + graceMs, graceMs };
}
