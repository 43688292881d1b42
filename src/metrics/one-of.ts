import { BadQuestion } from './BadQuestion';

/** Throws a BadQuestion where a given name is not among the allowed ones. */
export function oneOf(place: string, given: readonly string[], allowed: readonly string[], words = 'one of'): void {
  for (const each of given) if (!allowed.includes(each)) throw new BadQuestion(place, each, `${words} (${allowed.join(', ')})`);
}
