/** A source of numbers 0 <= x < 1 that are the same for the same seed (32 bits of it count): for sampling that can be repeated, never for secrets. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // Weyl sequence with a mixing function of two rounds (Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, on 32 bits).
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
  };
}

/** Puts the numbers in an order drawn at random (Fisher & Yates). */
export function shuffle(order: { readonly length: number; [at: number]: number }, next: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    const kept = order[at]!;
    order[at] = order[other]!;
    order[other] = kept;
  }
}

/** The numbers 0 to `count` - 1 in an order drawn at random. */
export function shuffled(count: number, next: () => number): number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  shuffle(order, next);
  return order;
}
