import { Exact } from './exact';

/** A part's two sides of a quotient; for a plain sum only `over`. */
export interface Sides {
  readonly over: Exact;
  readonly under: Exact;
}

/** What one part did to the whole. */
export interface Effect {
  /** It did better or worse by itself. */
  readonly rate: Exact;
  /** It became a larger or smaller part of the whole. */
  readonly mix: Exact;
  /** It added more or less. */
  readonly volume: Exact;
}

const HALF = new Exact(1n, 2n);
const { zero } = Exact;

/** The change of a sum, by parts. */
export function volumeEffects(before: readonly Exact[], after: readonly Exact[]): Effect[] {
  return before.map((value, i) => ({ rate: zero, mix: zero, volume: (after[i] ?? zero).minus(value) }));
}

/**
 * The change of a quotient of sums, by parts, exactly: with each part's quotient r and its share w of the divisor, `rate` is the change
 * of r at the mean w, and `mix` the change of w at how far the mean r lies from the whole's mean. They add up to the whole's change.
 * Null when either whole is not defined.
 */
export function quotientEffects(before: readonly Sides[], after: readonly Sides[]): Effect[] | null {
  const [b, a] = [totalOf(before), totalOf(after)];
  const [from, to] = [b.over.over(b.under), a.over.over(a.under)];
  if (!from || !to) return null;
  const middle = from.plus(to).times(HALF);
  return before.map((was, i) => {
    const is = after[i] as Sides;
    const [w0, w1] = [shareOf(was.under, b.under), shareOf(is.under, a.under)];
    const [r0, r1] = [was.over.over(was.under), is.over.over(is.under)];
    // A part that is new or gone has no change of its own: all it did was come or go.
    const rate = r0 && r1 ? r1.minus(r0).times(w0.plus(w1).times(HALF)) : zero;
    const total = shareOf(is.over, a.under).minus(shareOf(was.over, b.under));
    return { rate, mix: total.minus(rate).minus(w1.minus(w0).times(middle)), volume: zero };
  });
}

function totalOf(parts: readonly Sides[]): Sides {
  return parts.reduce((total, part) => ({ over: total.over.plus(part.over), under: total.under.plus(part.under) }), {
    over: zero,
    under: zero,
  });
}

function shareOf(part: Exact, whole: Exact): Exact {
  return part.over(whole) ?? zero;
}
