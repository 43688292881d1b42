const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
let codes: Map<string, string> | null = null;

/** The ISO 639-1 code of a language by its English name ("Chinese" is `zh`); null when no language is called so. */
export function languageCode(englishName: string): string | null {
  codes ??= codesByName();
  return codes.get(englishName.toLowerCase()) ?? null;
}

/** Of two codes with one name the first counts. */
function codesByName(): Map<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  const pairs = [...LETTERS].flatMap((first) => [...LETTERS].map((second) => first + second));
  return new Map(pairs.flatMap((code): [string, string][] => [[names.of(code)?.toLowerCase() ?? '', code]]).reverse());
}
