import { bootstrapMix } from '../../../src/stats/mix/bootstrap-mix';
import { fitMix, type MixModel } from '../../../src/stats/mix/fit-mix';
import { channelEffects, weeklyContributions } from '../../../src/stats/mix/mix-effects';
import { marginalAt, responseCurve, responseOf, responseTerms } from '../../../src/stats/mix/response-curve';
import { explained, reviewMix } from '../../../src/stats/mix/review-mix';
import { simulatedMix } from './simulated-mix';

const world = simulatedMix();
let model: MixModel;
beforeAll(() => {
  model = fitMix(world.input);
});

test('three years of a known world: what each channel brought comes out near what it brought', () => {
  const [search, video, dud] = channelEffects(model);
  expect(search!.contribution / world.contributions[0]!).toBeGreaterThan(0.75);
  expect(search!.contribution / world.contributions[0]!).toBeLessThan(1.25);
  expect(video!.contribution / world.contributions[1]!).toBeGreaterThan(0.75);
  expect(video!.contribution / world.contributions[1]!).toBeLessThan(1.25);
  expect(dud!.contribution).toBeLessThan(0.25 * search!.contribution);
  expect(explained(model)).toBeGreaterThan(0.9);
});

test('weeks that were kept aside are foreseen, and better with media than without', () => {
  const { from, windows, error, errorWithoutMedia, errorOfYearBefore } = model.outOfSample;
  expect([from, windows]).toEqual([96, 4]);
  expect(error).toBeLessThan(0.1);
  expect(error).toBeLessThan(0.7 * errorWithoutMedia);
  expect(error).toBeLessThan(errorOfYearBefore!);
});

test('contributions of the weeks add up to those of the channels, and with the baseline to what is expected', () => {
  const byWeek = weeklyContributions(model);
  for (const [channel, effect] of channelEffects(model).entries()) {
    expect(byWeek[channel]!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(effect.contribution, 4);
    expect(Math.min(...byWeek[channel]!)).toBeGreaterThanOrEqual(0);
  }
});

test('drawn anew the effects spread around what was found, the same for the same seed', () => {
  const ranges = bootstrapMix(model, { samples: 60, seed: 3 });
  expect(bootstrapMix(model, { samples: 60, seed: 3 })).toEqual(ranges);
  expect(bootstrapMix(model, { samples: 60, seed: 4 })).not.toEqual(ranges);
  for (const [channel, { contribution }] of ranges.entries()) {
    const found = channelEffects(model)[channel]!.contribution;
    expect([contribution.low <= found * 1.05, contribution.high >= found * 0.95]).toEqual([true, true]);
  }
  expect(ranges[0]!.contribution.low).toBeGreaterThan(0);
});

test('the card of a good model passes; of one that explains nothing it says not to use it', () => {
  const review = reviewMix(model, bootstrapMix(model, { samples: 40 }));
  const failed = review.checks.filter(({ outcome }) => outcome === 'FAIL').map(({ name }) => name);
  expect(failed.filter((name) => name !== 'sureReturn' && name !== 'plausibleReturn')).toEqual([]);
  const noise = simulatedMix({ noise: 4000, seed: 9 });
  const bad = fitMix(noise.input);
  const card = reviewMix(bad, bootstrapMix(bad, { samples: 40 }));
  expect(card.verdict).toBe('DO_NOT_USE');
  expect(card.checks.find(({ name }) => name === 'fit')!.outcome).toBe('FAIL');
});

test('a response curve rises and flattens, and its marginal is that of the model', () => {
  const response = responseOf(responseTerms(model, 1));
  const [{ spend }] = [channelEffects(model)[1]!];
  const weekly = spend / world.input.weeks.length;
  const curve = responseCurve(response, 2 * weekly, 11);
  expect(curve[0]).toMatchObject({ spend: 0, contribution: 0 });
  for (let at = 1; at < curve.length; at += 1) expect(curve[at]!.contribution).toBeGreaterThanOrEqual(curve[at - 1]!.contribution);
  expect(marginalAt(response, 2 * weekly, weekly)).toBeLessThan(marginalAt(response, weekly, weekly));
});

test('a lift test pulls a channel towards what it found, as far as it is sure', () => {
  const truth = world.contributions[0]!;
  const test = { name: 'switch-off', channel: 0, from: 100, to: 108, tested: 1 };
  const lost = weeklyContributions(model)[0]!
    .slice(100, 108)
    .reduce((sum, value) => sum + value, 0);
  const halved = (standardError: number) => {
    const calibrated = fitMix({ ...world.input, liftTests: [{ ...test, lift: lost / 2, standardError }] });
    return channelEffects(calibrated)[0]!.contribution / channelEffects(model)[0]!.contribution;
  };
  expect(halved(lost * 100)).toBeCloseTo(1, 1);
  expect(halved(lost / 1000)).toBeCloseTo(0.5, 1);
  expect(truth).toBeGreaterThan(0);
});

test('regions with levels of their own give one answer together', () => {
  const regions = simulatedMix({ panels: 4, weeks: 104, noise: 90, seed: 21 });
  const found = channelEffects(fitMix(regions.input));
  for (const channel of [0, 1]) {
    const share = found[channel]!.contribution / regions.contributions[channel]!;
    expect(share).toBeGreaterThan(0.75);
    expect(share).toBeLessThan(1.25);
  }
});

test('what moves all regions of a week alike is taken off, and what they differ by tells what channels bring', () => {
  const calm = simulatedMix({ panels: 6, weeks: 104, noise: 60, seed: 4 });
  const shaken = simulatedMix({ panels: 6, weeks: 104, noise: 60, seed: 4, together: 900 });
  const [one, other] = [fitMix(calm.input), fitMix(shaken.input)];
  expect(one.moments.together).toBeLessThan(0.3);
  expect(other.moments.together).toBeGreaterThan(0.8);
  for (const channel of [0, 1]) {
    const share = channelEffects(other)[channel]!.contribution / shaken.contributions[channel]!;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(1.3);
  }
});

test('what does not fit together is refused with its name', () => {
  const { input } = world;
  expect(() => fitMix({ ...input, weeks: input.weeks.slice(0, 20) })).toThrow('20 weeks; expected half a year at least');
  expect(() => fitMix({ ...input, controls: ['price'] })).toThrow('panel 0 has 0 controls; expected 1');
  const [panel] = input.panels;
  expect(() => fitMix({ ...input, panels: [{ ...panel!, outcome: panel!.outcome.slice(1) }] })).toThrow(
    'a series of panel 0 has 155 weeks',
  );
});
