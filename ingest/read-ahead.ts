/** What is read while something else is still being done with what came before it: one at most, so that no more than two lie in memory. */
export class ReadAhead<T> {
  readonly #end = new AbortController();
  #coming: Promise<T> | null = null;

  /** Begins to read; how that went is told to whoever takes it. */
  begin(read: (signal: AbortSignal) => Promise<T>): void {
    if (this.#coming) throw new Error('read ahead: what was read before has not been taken yet');
    const coming = read(this.#end.signal);
    // Nobody may ever ask for it.
    coming.catch(() => undefined);
    this.#coming = coming;
  }

  /** Whether something was begun and not taken. */
  get isBegun(): boolean {
    return this.#coming !== null;
  }

  /** What was begun, once; null when nothing was. Rejects with what reading it threw. */
  take(): Promise<T> | null {
    const coming = this.#coming;
    this.#coming = null;
    return coming;
  }

  /** Gives up what was begun and not taken, and waits until it has ended. */
  async drop(): Promise<void> {
    const coming = this.take();
    this.#end.abort(new Error('read ahead: not wanted any more'));
    await coming?.catch(() => undefined);
  }
}
