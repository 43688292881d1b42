/** How texts name a brand: any of `names` (matched on word boundaries in Latin script, anywhere in Han), unless one of `excludes` stands in the text. */
export interface BrandNames {
  readonly key: string;
  readonly names: readonly string[];
  readonly excludes: readonly string[];
}

/**
 * The keys of the brands that a text names, in the order of `brands`. Letter case and full-width forms make no difference.
 * A name in letters counts on word boundaries only ("Kumo" is not in "kumonga"), a name with Han, kana or hangul at an end counts
 * anywhere at that end, as those scripts do not part their words. A hashtag counts as its words and also without its spaces
 * (#KumoTea for "Kumo Tea"). Simplified and traditional forms are two names: list both.
 */
export function matchBrands(text: string, brands: readonly BrandNames[]): string[] {
  const folded = fold(text);
  const tags = new Set([...folded.matchAll(/#([\p{L}\p{N}\p{M}_]+)/gu)].map(([, tag]) => tag?.replaceAll('_', '')));
  const named = ({ names, excludes }: BrandNames) =>
    names.some((name) => stands(folded, name) || tags.has(fold(name).replace(/[\s_]+/g, ''))) &&
    !excludes.some((word) => stands(folded, word));
  return brands.filter(named).map(({ key }) => key);
}

/** Text for comparing: compatibility forms (full width) to plain ones, case folded, any space to one blank. */
function fold(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/gu, ' ').trim();
}

const patterns = new Map<string, RegExp>();

function stands(folded: string, name: string): boolean {
  const pattern = patterns.get(name) ?? patternOf(fold(name));
  patterns.set(name, pattern);
  return pattern.test(folded);
}

const UNPARTED = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]`;
const LETTER = String.raw`(?!${UNPARTED})[\p{L}\p{N}\p{M}]`;

function patternOf(name: string): RegExp {
  if (name === '') return /(?!)/;
  const unparted = new RegExp(UNPARTED, 'u');
  const before = unparted.test([...name][0] as string) ? '' : `(?<!${LETTER})`;
  const after = unparted.test([...name].at(-1) as string) ? '' : `(?!${LETTER})`;
  return new RegExp(before + name.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`) + after, 'u');
}
