import { agreementOf, confusionOf } from '../../src/stats/confusion';
import { correctedShares } from '../../src/stats/corrected-shares';
import { randomFrom } from '../../src/stats/random';

describe('agreement', () => {
  it("is Cohen's kappa: 20, 5, 10, 15 of 50 agree with 0.4", () => {
    const found = agreementOf([
      [20, 5],
      [10, 15],
    ]);
    expect(found).toMatchObject({ n: 50, accuracy: 0.7 });
    expect(found.kappa).toBeCloseTo(0.4, 12);
    expect(found.macroF1).toBeCloseTo((2 * 20) / (25 + 30) / 2 + (2 * 15) / (25 + 20) / 2, 12);
  });
  it('is unknown where nothing was compared, and has no kappa where chance agrees always', () => {
    expect(agreementOf(confusionOf([], 2))).toEqual({ n: 0, accuracy: null, macroF1: null, kappa: null });
    expect(
      agreementOf([
        [9, 0],
        [0, 0],
      ]),
    ).toMatchObject({ accuracy: 1, kappa: null });
  });
});

describe('shares freed from known mistakes', () => {
  it('of two classes are those of Rogan and Gladen: (labelled + specificity − 1) / (sensitivity + specificity − 1)', () => {
    // Sensitivity 0.8, specificity 0.9, audited so often that half a count more or less makes no difference.
    const audit = [
      [900_000, 100_000],
      [200_000, 800_000],
    ];
    const found = correctedShares([700_000, 300_000], audit);
    expect(found?.shares[1]?.value).toBeCloseTo((0.3 + 0.9 - 1) / (0.8 + 0.9 - 1), 4);
    expect(found?.net.value).toBeCloseTo(2 * (0.2 / 0.7) - 1, 4);
  });

  it('are unknown where a class was never audited or nothing is counted', () => {
    expect(
      correctedShares(
        [5, 5],
        [
          [3, 1],
          [0, 0],
        ],
      ),
    ).toBeNull();
    expect(
      correctedShares(
        [0, 0],
        [
          [3, 1],
          [1, 3],
        ],
      ),
    ).toBeNull();
  });

  it('take what is known for sure as it is', () => {
    const audit = [
      [900_000, 100_000],
      [200_000, 800_000],
    ];
    const found = correctedShares([700_000, 300_000], audit, [1_000_000, 0]);
    expect(found?.shares[1]?.value).toBeCloseTo(0.2 / 0.7 / 2, 4);
  });

  it('have a wider interval where the audit is smaller', () => {
    const width = (times: number) => {
      const { low, high } = correctedShares(
        [300, 400, 300],
        [
          [8, 1, 1],
          [1, 8, 1],
          [1, 1, 8],
        ].map((row) => row.map((each) => each * times)),
      )!.net;
      return high - low;
    };
    expect(width(1)).toBeGreaterThan(2 * width(20));
  });

  it('hold the truth in about 95 of 100 worlds', () => {
    const random = randomFrom(5);
    const truth = [0.2, 0.5, 0.3];
    const mistakes = [
      [0.75, 0.2, 0.05],
      [0.1, 0.8, 0.1],
      [0.05, 0.25, 0.7],
    ];
    const draw = ([first = 0, second = 0]: readonly number[]) => {
      const at = random();
      return at < first ? 0 : at < first + second ? 1 : 2;
    };
    const worlds = 40;
    let held = 0;
    for (let world = 0; world < worlds; world++) {
      const counts = [0, 0, 0];
      for (let no = 0; no < 1500; no++) counts[draw(mistakes[draw(truth)] as number[])]!++;
      const audit = confusionOf(
        Array.from({ length: 200 }, (): [number, number] => {
          const is = draw(truth);
          return [is, draw(mistakes[is] as number[])];
        }),
        3,
      );
      const { low, high } = correctedShares(counts, audit, [0, 0, 0], world + 1)!.net;
      if (low <= 0.1 && high >= 0.1) held++;
    }
    process.stdout.write(`corrected net: ${held} of ${worlds} intervals hold the truth\n`);
    expect(held / worlds).toBeGreaterThan(0.85);
  });
});
