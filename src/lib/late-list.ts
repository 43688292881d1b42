import type { JsonList } from './json-outline';
import { type Json, parseJson } from './lossless-json';

/** So many elements are parsed at once, for whoever asks for one of them. */
const STRETCH = 100;

/** The lists by the arrays that stand for them. */
const behind = new WeakMap<object, LateList>();

/** An array of a JSON text in UTF-8 whose elements are parsed when somebody asks for them: a whole page of them at once costs twice as much, most of it for keeping them. */
export class LateList {
  /** An array like any other: an element that was asked for stays the same. */
  readonly array: Json[];
  readonly #held: Json[];

  /** `mayLose` is whether a number in it may be one that a float would change; `refused` makes of the parser's error the one that is thrown. */
  constructor(
    private readonly bytes: Buffer,
    readonly list: JsonList,
    private readonly mayLose: boolean,
    private readonly refused: (error: Error) => Error,
  ) {
    this.#held = new Array(list.elements.length);
    this.array = new Proxy(this.#held, this.#traps());
    behind.set(this.array, this);
  }

  /** What lies behind an array, when it is such a list. */
  static behind(array: readonly unknown[]): LateList | undefined {
    return behind.get(array);
  }

  get length(): number {
    return this.list.elements.length;
  }

  /** Elements from `from` until before `to`, parsed for whoever asks and not kept. Throws what `refused` makes of it when they are no JSON, as they stand in the list. */
  read(from: number, to: number): Json[] {
    if (from >= to) return [];
    const { elements, start, end } = this.list;
    // What lies between two stretches belongs to one of them, so that the whole list is looked at.
    const after = from === 0 ? start + 1 : elements.endOf(from - 1)!;
    const before = to === this.length ? end - 1 : elements.endOf(to - 1)!;
    const found = this.#parsed(`[${from === 0 ? '' : '0'}${this.bytes.toString('utf8', after, before)}]`);
    return from === 0 ? found : found.slice(1);
  }

  #parsed(text: string): Json[] {
    try {
      return parseJson(text, this.mayLose) as Json[];
    } catch (error) {
      throw this.refused(error as Error);
    }
  }

  /** Holds the elements around a place. */
  #hold(place: number): void {
    const from = place - (place % STRETCH);
    for (const [at, element] of this.read(from, Math.min(from + STRETCH, this.length)).entries()) this.#held[from + at] = element;
  }

  #holdAll(): void {
    for (let from = 0; from < this.length; from += STRETCH) if (!(from in this.#held)) this.#hold(from);
  }

  #traps(): ProxyHandler<Json[]> {
    const isMissing = (key: string | symbol): key is string => {
      if (typeof key !== 'string') return false;
      const place = Number(key);
      return place >= 0 && place < this.length && !(key in this.#held) && String(place) === key && Number.isInteger(place);
    };
    const whole = <Rest extends unknown[], R>(act: (held: Json[], ...rest: Rest) => R) => {
      return (held: Json[], ...rest: Rest): R => {
        this.#holdAll();
        return act(held, ...rest);
      };
    };
    return {
      get: (held, key, receiver) => {
        if (isMissing(key)) this.#hold(Number(key));
        return Reflect.get(held, key, receiver);
      },
      has: (held, key) => isMissing(key) || Reflect.has(held, key),
      ownKeys: whole(Reflect.ownKeys),
      getOwnPropertyDescriptor: whole(Reflect.getOwnPropertyDescriptor),
      set: whole(Reflect.set),
      defineProperty: whole(Reflect.defineProperty),
      deleteProperty: whole(Reflect.deleteProperty),
      preventExtensions: whole(Reflect.preventExtensions),
    };
  }
}
