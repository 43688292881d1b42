/** A name that stands in a text: the number of the name, and where it begins and ends. */
export interface Found {
  readonly name: number;
  readonly from: number;
  readonly to: number;
}

const EMPTY = -1;

/**
 * Finds many names in a text in one pass (Aho and Corasick 1975), overlapping ones too. Names and texts are compared by UTF-16 code: fold
 * both alike first. Building takes time and memory in proportion to the names' length, finding in proportion to the text's.
 */
export class NameFinder {
  /** The transitions as an open hash table: where (state, code) leads. */
  private readonly slots: { states: Int32Array; codes: Uint16Array; targets: Int32Array; mask: number };
  /** From the first state, by code. */
  private readonly roots = new Int32Array(0x10000);
  /** The state of the longest proper end of a state's text that is also a beginning of a name. */
  private readonly fails: Int32Array;
  /** The name that ends in a state, and the nearest shorter end that is a name too. */
  private readonly ends: Int32Array;
  private readonly shorter: Int32Array;
  private readonly lengths: Int32Array;
  /** Of equal names the next one. */
  private readonly twins: Int32Array;

  constructor(names: readonly string[]) {
    const states = 1 + names.reduce((sum, name) => sum + name.length, 0);
    const size = 2 ** Math.ceil(Math.log2(states * 2 + 2));
    this.slots = {
      states: new Int32Array(size).fill(EMPTY),
      codes: new Uint16Array(size),
      targets: new Int32Array(size),
      mask: size - 1,
    };
    this.fails = new Int32Array(states);
    this.ends = new Int32Array(states).fill(EMPTY);
    this.shorter = new Int32Array(states);
    this.lengths = Int32Array.from(names, ({ length }) => length);
    this.twins = new Int32Array(names.length).fill(EMPTY);
    this.connect(this.grow(names));
  }

  /** Every name that stands in the text, by where it ends, the longest first. */
  find(text: string): Found[] {
    const found: Found[] = [];
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      state = this.step(state, text.charCodeAt(at));
      for (let end = this.ends[state] === EMPTY ? this.shorter[state]! : state; end !== 0; end = this.shorter[end]!) {
        for (let name = this.ends[end]!; name !== EMPTY; name = this.twins[name]!) {
          found.push({ name, from: at + 1 - this.lengths[name]!, to: at + 1 });
        }
      }
    }
    return found;
  }

  private step(from: number, code: number): number {
    for (let state = from; state !== 0; state = this.fails[state]!) {
      const target = this.target(state, code);
      if (target !== 0) return target;
    }
    return this.roots[code]!;
  }

  /** The tree of the names: its edges, parents before children. */
  private grow(names: readonly string[]): [from: number, code: number, to: number][] {
    const edges: [number, number, number][] = [];
    let last = 0;
    names.forEach((name, no) => {
      if (name === '') return;
      let state = 0;
      for (let at = 0; at < name.length; at++) {
        const code = name.charCodeAt(at);
        let target = state === 0 ? this.roots[code]! : this.target(state, code);
        if (target === 0) {
          target = ++last;
          edges.push([state, code, target]);
          if (state === 0) this.roots[code] = target;
          else this.put(state, code, target);
        }
        state = target;
      }
      this.twins[no] = this.ends[state]!;
      this.ends[state] = no;
    });
    return edges;
  }

  private connect(edges: readonly [number, number, number][]): void {
    const children = Map.groupBy(edges, ([from]) => from);
    const queue = [0];
    for (let at = 0; at < queue.length; at++) {
      for (const [from, code, to] of children.get(queue[at]!) ?? []) {
        const fail = from === 0 ? 0 : this.step(this.fails[from]!, code);
        this.fails[to] = fail;
        this.shorter[to] = this.ends[fail] === EMPTY ? this.shorter[fail]! : fail;
        queue.push(to);
      }
    }
  }

  private target(state: number, code: number): number {
    const { states, codes, targets, mask } = this.slots;
    for (let slot = slotOf(state, code) & mask; states[slot] !== EMPTY; slot = (slot + 1) & mask) {
      if (states[slot] === state && codes[slot] === code) return targets[slot]!;
    }
    return 0;
  }

  private put(state: number, code: number, target: number): void {
    const { states, codes, targets, mask } = this.slots;
    let slot = slotOf(state, code) & mask;
    while (states[slot] !== EMPTY) slot = (slot + 1) & mask;
    states[slot] = state;
    codes[slot] = code;
    targets[slot] = target;
  }
}

function slotOf(state: number, code: number): number {
  const x = Math.imul(state, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b);
  return x ^ (x >>> 15);
}
