import type { Asker } from '../metrics/question';

/** The language of labels that an Accept-Language header asks for first; English for any that we do not speak. */
export function localeOf(acceptLanguage: string | undefined): Asker['locale'] {
  if (!acceptLanguage) return 'EN';
  const wishes = acceptLanguage
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish.trim().split(';');
      const quality = parameters.map((each) => /^\s*q=([\d.]+)/.exec(each)?.[1]).find((each) => each !== undefined);
      return { tag: tag.trim().toLowerCase(), quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wishes) {
    if (/^zh-(hant|tw|hk|mo)\b/.test(tag)) return 'ZH_HANT';
    if (/^zh\b/.test(tag)) return 'ZH_HANS';
    if (/^en\b/.test(tag)) return 'EN';
  }
  return 'EN';
}
