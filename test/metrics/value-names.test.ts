import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { labelOf } from '../../src/metrics/value-names';

const FOLDER = path.join(__dirname, '../../ingest/connectors');

/** The platforms that connectors write into facts, by their own text. */
function platforms(): string[] {
  const texts = readdirSync(FOLDER).map((name) => readFileSync(path.join(FOLDER, name), 'utf8'));
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/\bplatform: '([a-z-]+)'/g)].map(([, key]) => key!)))];
}

test('every platform that a connector brings has a name that people know it by', () => {
  expect(platforms()).toContain('xiaohongshu');
  expect(platforms().filter((key) => labelOf('PLATFORM', key, undefined, 'EN') === key)).toEqual([]);
  expect(labelOf('PLATFORM', 'xiaohongshu', undefined, 'ZH_HANT')).toBe('小紅書');
});

test('countries are called by their names, and parts of them as their source calls them', () => {
  const named = (['EN', 'ZH_HANS', 'ZH_HANT'] as const).map((locale) => labelOf('REGION', 'AT', undefined, locale));
  expect(named).toEqual(['Austria', '奥地利', '奧地利']);
  expect(['QZ', 'at', 'Bayern', '广东省', 'DE-BY'].map((key) => labelOf('REGION', key, undefined, 'ZH_HANS'))).toEqual([
    ...['QZ', 'at', 'Bayern', '广东省', 'DE-BY'],
  ]);
});
