import type { Mention } from '../../entities/facts/Mention';
import { detectLanguage } from '../../src/text/detect-language';
import { type BrandNames, matchBrands } from '../../src/text/match-brands';
import { sentimentOf } from '../../src/text/sentiment';

/** A post or an article before it is read: what a source says of it itself. `readAlso` is searched for brands and not kept. */
export type Post = Omit<Mention, 'brand' | 'sentiment'> & { text: string; readAlso?: string };

/** One mention for each brand that a post names, with its language (the source's word for it before our own) and how it speaks; none when it names none. */
export function mentionRows({ readAlso = '', ...post }: Post, brands: readonly BrandNames[]): Mention[] {
  const named = matchBrands(`${post.text}\n${readAlso}`, brands);
  if (named.length === 0) return [];
  const language = post.language?.split(/[-_]/)[0]?.toLowerCase() || detectLanguage(post.text);
  const sentiment = sentimentOf(post.text).label;
  return named.map((brand) => ({ ...post, brand, language, sentiment }));
}
