import { type FactClass, type FactColumn, factOf } from '../../entities/facts/fact';
import { FACTS } from '../../entities/facts/index';

/** A fact whose rows are posts: which columns name the post and its platform, and which hold what goes when it is deleted. */
export interface PostFact {
  readonly fact: FactClass;
  readonly table: string;
  readonly post: FactColumn;
  readonly platform: FactColumn;
  readonly content: readonly FactColumn[];
}

/** The facts whose rows are posts. */
export const POST_FACTS: readonly PostFact[] = Object.values(FACTS).flatMap((fact) => {
  const { table, columns } = factOf(fact);
  const content = columns.filter(({ isContent }) => isContent);
  const [post, platform] = ['post', 'platform'].map((name) => columns.find(({ property }) => property === name));
  return content.length > 0 && post && platform ? [{ fact, table, post, platform, content }] : [];
});

/** What makes rows of the fact posts; null when they are none. */
export function postFactOf(fact: FactClass): PostFact | null {
  return POST_FACTS.find((each) => each.fact === fact) ?? null;
}
