import { encodeCursor } from './cursor';

/** An item of a list, and its place in it, which is told when it is asked for. */
export class Edge<T> {
  /** `place`: the values by which the list is in order. */
  constructor(
    readonly node: T,
    private readonly place: () => readonly (string | number)[],
  ) {}

  /** The place as an opaque text, for `after`. */
  get cursor(): string {
    return encodeCursor(this.place());
  }
}
