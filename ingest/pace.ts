/** How fast a platform may be asked, as a connector declares it. */
export interface RateDeclaration {
  readonly requests: number;
  readonly perSeconds: number;
}

/** Turns that keep a declared rate: one every `stepMs`, `burst` of them at once after a rest, each to be used within `graceMs` of its instant. */
export interface Pace {
  readonly stepMs: number;
  readonly burst: number;
  readonly graceMs: number;
}

/**
 * The fastest pace at which no stretch of `perSeconds`, wherever it begins, holds more than `requests`: the burst that may open the stretch and the
 * turns that may be used late in it are taken off what comes evenly.
 */
export function paceOf({ requests, perSeconds }: RateDeclaration): Pace {
  const stretchMs = perSeconds * 1000;
  const burst = 1 + Math.floor((requests - 1) / 10);
  const graceMs = Math.min(250, Math.max(50, stretchMs / 10));
  return { stepMs: (stretchMs + graceMs) / (requests - burst + 1), burst, graceMs };
}
