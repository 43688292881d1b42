import type { Parameters } from '../parameters';
import type { Asker } from '../question';
import { plainName, type Rule } from './mapping';

/** The SQL of what a text is by the rules; '' where none matches. */
export function mappedSql(rules: readonly Rule[], text: string, parameters: Parameters): string {
  if (rules.length === 0) return `''`;
  const plain = `btrim(lower(normalize(${text}, NFKC)))`;
  const like = (patterns: readonly string[]) => `${plain} LIKE ANY (${parameters.add(patterns.map(likePattern), 'text[]')})`;
  const cases = rules.map(({ value, match, except = [] }) => {
    const demand = except.length === 0 ? like(match) : `${like(match)} AND NOT ${like(except)}`;
    return `WHEN ${demand} THEN ${parameters.add(value, 'text')}`;
  });
  return `CASE ${cases.join(' ')} ELSE '' END`;
}

/** The SQL of what people call a mapped value. */
export function labelSql(rules: readonly Rule[], value: string, locale: Asker['locale'], parameters: Parameters): string {
  const named = new Map(rules.flatMap((rule) => (rule.label ? [[rule.value, rule.label] as const] : [])));
  if (named.size === 0) return value;
  const key = ({ EN: 'en', ZH_HANS: 'zhHans', ZH_HANT: 'zhHant' } as const)[locale];
  const cases = [...named].map(([each, label]) => `WHEN ${parameters.add(each, 'text')} THEN ${parameters.add(label[key], 'text')}`);
  return `CASE ${value} ${cases.join(' ')} ELSE ${value} END`;
}

function likePattern(pattern: string): string {
  return plainName(pattern)
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}
