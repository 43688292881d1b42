import { simplifiedText } from './fold-text';
import { type Found, NameFinder } from './name-finder';

/**
 * How texts name a brand: any of `names` (matched on word boundaries in Latin script, anywhere in Han), unless one of `excludes` stands in the
 * text. `version` counts the changes of both.
 */
export interface BrandNames {
  readonly key: string;
  readonly names: readonly string[];
  readonly excludes: readonly string[];
  readonly version?: number;
}

/**
 * The keys of the brands that a text names, in the order of `brands`. Letter case, full-width forms and simplified or traditional characters make no
 * difference. A name in letters counts on word boundaries only ("Kumo" is not in "kumonga"), a name with Han, kana or hangul at an end counts
 * anywhere at that end, as those scripts do not part their words. A name inside a longer one of another brand does not count there. A hashtag
 * counts as its words and also without its spaces (#KumoTea for "Kumo Tea").
 */
export function matchBrands(text: string, brands: readonly BrandNames[]): string[] {
  const { finder, terms, tags } = queryOf(brands);
  const folded = fold(text);
  const found = longest(
    finder.find(folded).filter((each) => stands(folded, each)),
    terms,
  );
  const named = new Set<number>();
  const excluded = new Set<number>();
  for (const { name } of found) (terms[name]!.isExcluded ? excluded : named).add(terms[name]!.brand);
  if (tags.size > 0 && folded.includes('#')) {
    for (const [, tag = ''] of folded.matchAll(/#([\p{L}\p{N}\p{M}_]+)/gu))
      for (const brand of tags.get(tag.replaceAll('_', '')) ?? []) named.add(brand);
  }
  return brands.flatMap(({ key }, brand) => (named.has(brand) && !excluded.has(brand) ? [key] : []));
}

interface Term {
  readonly brand: number;
  readonly isExcluded: boolean;
}

/** What finds the brands, and what each name that it finds means; `tags` are names without their spaces. */
interface Query {
  readonly finder: NameFinder;
  readonly terms: readonly Term[];
  readonly tags: ReadonlyMap<string, readonly number[]>;
}

const queries = new WeakMap<readonly BrandNames[], Query>();

function queryOf(brands: readonly BrandNames[]): Query {
  const known = queries.get(brands);
  if (known) return known;
  const names: string[] = [];
  const terms: Term[] = [];
  const tags = new Map<string, number[]>();
  brands.forEach((each, brand) => {
    for (const [list, isExcluded] of [
      [each.names, false],
      [each.excludes, true],
    ] as const) {
      for (const name of list.map(fold)) {
        names.push(name);
        terms.push({ brand, isExcluded });
        const tag = name.replace(/[\s_]+/g, '');
        if (!isExcluded && tag !== '') tags.set(tag, [...(tags.get(tag) ?? []), brand]);
      }
    }
  });
  const query = { finder: new NameFinder(names), terms, tags };
  queries.set(brands, query);
  return query;
}

/** Text for comparing: compatibility forms (full width) to plain ones, case folded, traditional to simplified, any space to one blank. */
function fold(text: string): string {
  return simplifiedText(text.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/gu, ' ').trim());
}

const UNPARTED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;
const LETTER = /[\p{L}\p{N}\p{M}]/u;

/** Whether a name stands in the text as a word of its own. */
function stands(text: string, { from, to }: Found): boolean {
  return !(isInWord(text, from) || isInWord(text, to));
}

/** Whether the characters before and at a place belong to one word. */
function isInWord(text: string, at: number): boolean {
  if (at === 0 || at === text.length) return false;
  return isLetter(before(text, at)) && isLetter(String.fromCodePoint(text.codePointAt(at)!));
}

function before(text: string, at: number): string {
  const code = text.charCodeAt(at - 1);
  return code >= 0xdc00 && code <= 0xdfff ? text.slice(at - 2, at) : (text[at - 1] as string);
}

function isLetter(character: string): boolean {
  const code = character.charCodeAt(0);
  if (code < 0x80) return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return LETTER.test(character) && !UNPARTED.test(character);
}

/** What stands inside a longer name of another brand is no name of its own; what is excluded always counts. */
function longest(found: readonly Found[], terms: readonly Term[]): readonly Found[] {
  if (found.length < 2) return found;
  return found.filter((inner) => {
    const { brand, isExcluded } = terms[inner.name]!;
    if (isExcluded) return true;
    return !found.some(
      (outer) =>
        outer.from <= inner.from &&
        outer.to >= inner.to &&
        outer.to - outer.from > inner.to - inner.from &&
        terms[outer.name]!.brand !== brand &&
        !terms[outer.name]!.isExcluded,
    );
  });
}
