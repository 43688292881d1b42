import { bootstrapMix } from '../../../src/stats/mix/bootstrap-mix';
import { fitMix, type MixModel } from '../../../src/stats/mix/fit-mix';
import { channelEffects } from '../../../src/stats/mix/mix-effects';
import { baselineOf, explained, reviewMix } from '../../../src/stats/mix/review-mix';
import { meridianInput, publicRecords, robynInput } from './public-mix';

const robyn = publicRecords('mmm_robyn/dt_simulated_weekly.csv');
const geos = publicRecords('mmm_meridian/geo_media.csv');

const outcomes = (model: MixModel) =>
  Object.fromEntries(reviewMix(model, bootstrapMix(model, { samples: 40 })).checks.map(({ name, outcome }) => [name, outcome]));

(robyn ? test : test.skip)('four years of a public simulation: fitted and foreseen, and told that media did not help to foresee', () => {
  const model = fitMix(robynInput(robyn!));
  const { error, errorWithoutMedia, errorOfYearBefore } = model.outOfSample;
  expect(explained(model)).toBeGreaterThan(0.88);
  // Twenty weeks kept aside: 4 % of the range off, the same week of the year before 8 %. The season, competitors and newsletters alone are nearer still.
  expect(error).toBeLessThan(0.05);
  expect(error).toBeLessThan(0.6 * errorOfYearBefore!);
  expect(errorWithoutMedia).toBeLessThan(error);
  expect(outcomes(model)).toMatchObject({ fit: 'PASS', outOfSample: 'PASS', mediaHelp: 'FAIL', baselineShare: 'PASS' });
  const shares = channelEffects(model).map(({ share }) => share);
  for (const share of shares) expect(share).toBeGreaterThanOrEqual(0);
  const baseline = model.expected.reduce((sum, value) => sum + value, 0) * baselineOf(model).share;
  const contributions = channelEffects(model).reduce((sum, { contribution }) => sum + contribution, 0);
  expect((baseline + contributions) / model.expected.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
});

(geos ? test : test.skip)(
  'twenty regions over three years of another: foreseen better than by the year before, and not fit for use',
  () => {
    const model = fitMix(meridianInput(geos!, ['competitor_activity_score_control', 'sentiment_score_control']));
    expect(model.input.panels).toHaveLength(20);
    const { error, errorWithoutMedia, errorOfYearBefore } = model.outOfSample;
    expect(error).toBeLessThan(0.14);
    expect(error).toBeLessThan(errorWithoutMedia);
    expect(error).toBeLessThan(0.6 * errorOfYearBefore!);
    // What moves all regions from week to week is in no column of ours.
    expect(outcomes(model)).toMatchObject({ fit: 'FAIL', mediaHelp: 'PASS', plausibleReturn: 'PASS' });
  },
);
