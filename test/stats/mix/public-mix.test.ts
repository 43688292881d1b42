import { bootstrapMix } from '../../../src/stats/mix/bootstrap-mix';
import { fitMix, type MixModel } from '../../../src/stats/mix/fit-mix';
import { channelEffects } from '../../../src/stats/mix/mix-effects';
import { baselineOf, explained, reviewMix } from '../../../src/stats/mix/review-mix';
import { meridianInput, publicRecords, robynInput } from './public-mix';

const robyn = publicRecords('mmm_robyn/dt_simulated_weekly.csv');
const geos = publicRecords('mmm_meridian/geo_media.csv');

const outcomes = (model: MixModel) =>
  Object.fromEntries(reviewMix(model, bootstrapMix(model, { samples: 40 })).checks.map(({ name, outcome }) => [name, outcome]));

(robyn ? test : test.skip)('four years of a public simulation: fitted and foreseen, and told that media hardly help to foresee', () => {
  const model = fitMix(robynInput(robyn!));
  const { error, errorWithoutMedia, errorOfYearBefore, windows } = model.outOfSample;
  expect(explained(model)).toBeGreaterThan(0.9);
  // Four times twenty weeks: 9 % of the range off, as without media; the same week of the year before 15 %.
  expect(windows).toBe(4);
  expect(error).toBeLessThan(0.1);
  expect(error).toBeLessThan(0.7 * errorOfYearBefore!);
  expect(error / errorWithoutMedia).toBeGreaterThan(0.95);
  expect(outcomes(model)).toMatchObject({ fit: 'PASS', outOfSample: 'PASS', mediaHelp: 'REVIEW', baselineShare: 'PASS' });
  const shares = channelEffects(model).map(({ share }) => share);
  for (const share of shares) expect(share).toBeGreaterThanOrEqual(0);
  const baseline = model.expected.reduce((sum, value) => sum + value, 0) * baselineOf(model).share;
  const contributions = channelEffects(model).reduce((sum, { contribution }) => sum + contribution, 0);
  expect((baseline + contributions) / model.expected.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
});

(geos ? test : test.skip)(
  'twenty regions over three years of another: what all of them do in a week is no reason to doubt what they differ by',
  () => {
    const model = fitMix(meridianInput(geos!, ['competitor_activity_score_control', 'sentiment_score_control']));
    expect(model.input.panels).toHaveLength(20);
    // Weeks move all regions alike, far more than each moves by itself.
    expect(model.moments.together).toBeGreaterThan(0.8);
    expect(explained(model)).toBeGreaterThan(0.8);
    const { error, errorWithoutMedia, errorOfYearBefore } = model.outOfSample;
    expect(error).toBeLessThan(errorWithoutMedia);
    expect(error).toBeLessThan(0.7 * errorOfYearBefore!);
    for (const { roas } of channelEffects(model)) expect(roas).toBeGreaterThan(1);
    expect(outcomes(model)).toMatchObject({ fit: 'PASS', mediaHelp: 'PASS', plausibleReturn: 'PASS', sureReturn: 'PASS' });
  },
);
