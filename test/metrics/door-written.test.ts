import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FACTS } from '../../entities/facts';
import { type FactClass, factOf } from '../../entities/facts/fact';
import { DOOR_SCRIPT } from '../../src/database/apply-door';
import { MAPPED, placeOf } from '../../src/metrics/dimensions';
import { doorColumnOf, doorColumns, viewOf, withoutColumn } from '../../src/metrics/door/door-columns';
import { doorDocument, NOT_SUMMED } from '../../src/metrics/door/door-document';
import { doorScript } from '../../src/metrics/door/door-script';
import { dailyViewOf, doorSums, keptApart, summedFacts, sumName } from '../../src/metrics/door/door-sums';
import { DIMENSIONS } from '../../src/metrics/question';
import { METRICS } from '../../src/metrics/registry';

const ALL = Object.values(FACTS);
const names = (fact: FactClass) => doorColumns(fact).map(({ name }) => name);

describe('the views for analysts follow the facts and the registry', () => {
  it.each([
    [DOOR_SCRIPT, doorScript],
    [path.join(__dirname, '../../docs/sql.md'), doorDocument],
  ])('%s is what is written from them', (file, write) => {
    if (process.env.UPDATE_SNAPSHOTS) writeFileSync(file, write());
    expect(readFileSync(file, 'utf8')).toBe(write());
  });

  it('every column of a fact has one place in its view', () => {
    for (const fact of ALL) {
      const shown = doorColumns(fact).flatMap(({ property }) => property ?? []);
      expect([...shown].sort()).toEqual(['day', 'sourceId', ...factOf(fact).columns.map(({ property }) => property)].sort());
      expect(new Set(names(fact)).size).toBe(names(fact).length);
    }
  });

  it('every dimension of a fact is a column of its view, unless rules or the roster make it', () => {
    for (const fact of ALL) {
      const columns = DIMENSIONS.flatMap((dimension) => doorColumnOf(fact, dimension) ?? []);
      expect([viewOf(fact), columns.filter((column) => !names(fact).includes(column))]).toEqual([viewOf(fact), []]);
      expect(withoutColumn(fact).filter((dimension) => !(dimension in MAPPED || placeOf(fact, dimension)?.roster))).toEqual([]);
    }
  });

  it('every part of a metric is a daily sum, or there is a reason why it cannot be', () => {
    for (const [metric, { leaves }] of METRICS) {
      for (const leaf of leaves) {
        if (leaf.aggregate === 'sum')
          expect([metric, doorSums(leaf.fact).map(({ name }) => name)]).toEqual([metric, expect.arrayContaining([sumName(leaf)])]);
        else expect(NOT_SUMMED[leaf.aggregate]).toMatch(/\w/);
      }
    }
  });

  it('names of columns are told apart and fit into what PostgreSQL keeps of a name', () => {
    for (const fact of summedFacts()) {
      const columns = ['day', 'row_count', ...keptApart(fact), ...doorSums(fact).map(({ name }) => name)];
      expect([dailyViewOf(fact), new Set(columns).size]).toEqual([dailyViewOf(fact), columns.length]);
      expect(columns.filter((name) => !/^[a-z][a-z0-9_]{0,62}$/.test(name))).toEqual([]);
    }
  });
});
