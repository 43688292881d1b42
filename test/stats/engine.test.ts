import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleRatio } from '../../src/stats/sample-ratio';
import { checkCase, type ReferenceCase } from './reference-case';
import { expectNear, referenceVectors } from './reference-vectors';

/** What is not as expected, in words. */
function failuresOf(cases: readonly ReferenceCase[], off: number, halved: boolean): string[] {
  return cases.flatMap((each) => {
    try {
      checkCase(each, off, halved);
      return [];
    } catch (error) {
      return [`${each.name} ${each.test} ${each.config.difference_type}: ${(error as Error).message}`];
    }
  });
}

test('ninety-six comparisons come out as a statistics package computes them, to nine places', () => {
  const cases = JSON.parse(readFileSync(join(__dirname, '../fixtures/stats/experiments.json'), 'utf8')) as ReferenceCase[];
  expect(failuresOf(cases, 1e-9, false)).toEqual([]);
  expect(cases).toHaveLength(96);
});

const reference = referenceVectors<{ vectors: ReferenceCase[]; srm: { users: number[]; weights: number[]; p: number }[] }>('gbstats.json');
const withReference = reference ? describe : describe.skip;

withReference('the reference results of a published engine', () => {
  test('are met to a millionth, all of them', () => {
    expect(failuresOf(reference!.vectors, 1e-6, true)).toEqual([]);
    expect(reference!.vectors).toHaveLength(170);
  });

  test('so are its checks of the sample ratio', () => {
    for (const { users, weights, p } of reference!.srm) expectNear(sampleRatio(users, weights)!.pValue, p, 1e-12);
    expect(reference!.srm).toHaveLength(4);
  });
});
