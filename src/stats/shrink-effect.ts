/** An estimate with its standard error. */
export interface Estimated {
  readonly estimate: number;
  readonly standardError: number;
}

/** So many effects at least tell how far effects spread. */
const FEWEST = 3;

/**
 * An effect drawn towards 0 by how far effects of its kind spread around it (`spread`, a standard deviation): its posterior mean and error under a normal
 * prior. What was chosen because it looked best looked better than it is (the winner's curse); this takes out what is to be expected of that
 * (Efron & Morris, Journal of the American Statistical Association 68, 1973). A spread of 0 leaves nothing of it.
 */
export function shrinkEffect({ estimate, standardError }: Estimated, spread: number): Estimated {
  const kept = spread ** 2 / (spread ** 2 + standardError ** 2);
  return { estimate: kept * estimate, standardError: Math.sqrt(kept) * standardError };
}

/** How far true effects spread around 0, as seen through their errors: the root of the mean of x² − s², at least 0; null of fewer than three. */
export function spreadOfEffects(effects: readonly Estimated[]): number | null {
  if (effects.length < FEWEST) return null;
  const sum = effects.reduce((total, { estimate, standardError }) => total + estimate ** 2 - standardError ** 2, 0);
  return Math.sqrt(Math.max(sum / effects.length, 0));
}
