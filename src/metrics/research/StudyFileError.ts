import { BadQuestion } from '../BadQuestion';

/** A study's file that cannot be used; the message names every place, a line each. */
export class StudyFileError extends BadQuestion {
  constructor(readonly problems: readonly string[]) {
    super('study', problems, 'a study file as docs/research.md describes it');
    this.name = 'StudyFileError';
    this.message = problems.join('\n');
  }
}
