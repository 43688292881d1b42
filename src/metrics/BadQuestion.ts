/** A question that cannot be answered as it stands. The message names the place, the value given and what was expected. */
export class BadQuestion extends Error {
  constructor(
    readonly place: string,
    readonly given: unknown,
    readonly expected: string,
  ) {
    super(`${place}: ${JSON.stringify(given) ?? 'nothing'} given; expected ${expected}`);
    this.name = 'BadQuestion';
  }
}
