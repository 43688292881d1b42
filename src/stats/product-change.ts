/** Three factors of a product, before or after. */
export type Factors = readonly [number, number, number];

/**
 * How much of the change of a product of three factors each of them made: its change with the others as they were before and after, over all orders in
 * which the factors could have changed (Shapley 1953). The parts add up to the change exactly, up to rounding.
 */
export function productChange(before: Factors, after: Factors): Factors {
  const part = (own: 0 | 1 | 2, second: 0 | 1 | 2, third: 0 | 1 | 2) => {
    const [b, c] = [before[second], before[third]];
    const [B, C] = [after[second], after[third]];
    return (after[own] - before[own]) * ((b * c + B * C) / 3 + (B * c + b * C) / 6);
  };
  return [part(0, 1, 2), part(1, 0, 2), part(2, 0, 1)];
}
