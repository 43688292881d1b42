import { z } from 'zod';

/** A rule that gives things whose name contains `match` (letter case aside) to the brand with the key `brand`. */
export const brandRules = z.array(z.object({ match: z.string().min(1), brand: z.string().min(1) })).default([]);

/** The key of the brand that a thing with this name belongs to: by the first rule that fits, else the source's own brand, else null. */
export function brandFor(name: string, rules: z.infer<typeof brandRules>, ofSource: string | null): string | null {
  const folded = name.toLowerCase();
  return rules.find((rule) => folded.includes(rule.match.toLowerCase()))?.brand ?? ofSource;
}
