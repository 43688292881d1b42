import type { Mention } from '../../entities/facts/Mention';
import { detectLanguage } from '../../src/text/detect-language';
import { type BrandNames, matchBrands } from '../../src/text/match-brands';

/** A post or an article before it is read: what a source says of it itself. `readAlso` is searched for brands and not kept. */
export type Post = Omit<Mention, 'brand' | 'sentiment'> & { text: string; readAlso?: string };

/**
 * One mention for each brand that a post names, with its language (the source's word for it before our own) and the version of the brand's names that
 * found it; none when it names none. How it speaks and what it is about is read when it is written.
 */
export function mentionRows({ readAlso = '', ...post }: Post, brands: readonly BrandNames[]): Mention[] {
  const named = new Set(matchBrands(`${post.text}\n${readAlso}`, brands));
  if (named.size === 0) return [];
  const language = post.language?.split(/[-_]/)[0]?.toLowerCase() || detectLanguage(post.text);
  const found = brands.filter(({ key }) => named.has(key));
  return found.map(({ key: brand, version }) => ({ ...post, brand, language, ...(version ? { queryVersion: String(version) } : {}) }));
}
