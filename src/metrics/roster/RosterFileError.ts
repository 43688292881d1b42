/** A roster file that cannot be taken: one line a problem, each with its place. */
export class RosterFileError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'RosterFileError';
  }
}
