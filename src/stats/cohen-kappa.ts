/** How far two coders agree beyond chance. */
export interface Kappa {
  /** 1 is full agreement, 0 what chance gives; null where both used one and the same code throughout. */
  readonly kappa: number | null;
  /** The share on which they agree, and that on which chance would. */
  readonly observed: number;
  readonly expected: number;
  readonly n: number;
}

/** Cohen's kappa of two coders' codes of the same things (Educational and Psychological Measurement 20, 1960); null without any. Throws a RangeError when lists differ in length. */
export function cohenKappa(a: readonly string[], b: readonly string[]): Kappa | null {
  if (a.length !== b.length) throw new RangeError(`cohenKappa: ${a.length} and ${b.length} codes; expected as many of each`);
  const n = a.length;
  if (n === 0) return null;
  const share = (codes: readonly string[], code: string) => codes.filter((each) => each === code).length / n;
  const observed = a.filter((code, at) => code === b[at]).length / n;
  const expected = [...new Set([...a, ...b])].reduce((sum, code) => sum + share(a, code) * share(b, code), 0);
  return { kappa: expected < 1 ? (observed - expected) / (1 - expected) : null, observed, expected, n };
}
