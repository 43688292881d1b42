import type { Texts } from '../metric';
import type { Dimension } from '../question';

/** One rule: a name that matches one of the patterns and none of the exceptions is `value`. Patterns are {@link plainName}s with `*` and `?`. */
export interface Rule {
  readonly value: string;
  /** What people call the value, where that is not the value itself. */
  readonly label?: Texts;
  readonly match: readonly string[];
  readonly except?: readonly string[];
}

/** The rules of each mapped dimension; of several that match, the first decides. */
export type Mapping = ReadonlyMap<Dimension, readonly Rule[]>;

/** A mapping without rules. */
export const NO_MAPPING: Mapping = new Map();

/** A name as rules see it: capital letters, full-width forms and the space around it make no difference. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^ +| +$/g, '');
}

/** What a name is by the rules; '' where none matches. Says the same as the SQL of `mappedSql`. */
export function mappedValue(rules: readonly Rule[], name: string): string {
  const plain = plainName(name);
  const matches = (pattern: string) => expressionOf(pattern).test(plain);
  return rules.find(({ match, except }) => match.some(matches) && !except?.some(matches))?.value ?? '';
}

function expressionOf(pattern: string): RegExp {
  const source = plainName(pattern)
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su');
}
