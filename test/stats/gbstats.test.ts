import { sampleRatio } from '../../src/stats/sample-ratio';
import { checkCase, type ReferenceCase } from './gbstats-case';
import { expectNear, referenceVectors } from './reference-vectors';

const reference = referenceVectors<{ vectors: ReferenceCase[]; srm: { users: number[]; weights: number[]; p: number }[] }>('gbstats.json');
const withReference = reference ? describe : describe.skip;

withReference('the reference results of a published engine', () => {
  test('are met to a millionth, all of them', () => {
    const failures = reference!.vectors.flatMap((each) => {
      try {
        checkCase(each);
        return [];
      } catch (error) {
        return [`${each.name} ${each.test} ${each.config.difference_type}: ${(error as Error).message}`];
      }
    });
    expect(failures).toEqual([]);
    expect(reference!.vectors).toHaveLength(170);
  });

  test('so are its checks of the sample ratio', () => {
    for (const { users, weights, p } of reference!.srm) expectNear(sampleRatio(users, weights)!.pValue, p, 1e-12);
    expect(reference!.srm).toHaveLength(4);
  });
});
