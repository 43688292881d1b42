/** One thing that is wrong in a plan file: where (line and column count from 1), at which place of the tree, and what was found and expected. */
export interface PlanProblem {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

/** A plan file that cannot be used; the message lists every problem as `file:line:column place: what`, in the order of the file. */
export class PlanFileError extends Error {
  override readonly name = 'PlanFileError';

  constructor(
    readonly file: string,
    readonly problems: readonly PlanProblem[],
  ) {
    super(problems.map(({ line, column, path, message }) => `${file}:${line}:${column} ${path}: ${message}`).join('\n'));
  }
}
