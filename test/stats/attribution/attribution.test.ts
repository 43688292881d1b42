import fc from 'fast-check';
import type { CreditModel, Journey } from '../../../src/stats/attribution/journey';
import { MarkovCredits } from '../../../src/stats/attribution/markov-credits';
import { RuleCredits } from '../../../src/stats/attribution/rule-credits';
import { ShapleyCredits } from '../../../src/stats/attribution/shapley-credits';
import { type TouchRule, touchWeights, USUAL_DECAY, USUAL_POSITION } from '../../../src/stats/attribution/touch-weights';
import { expectNear, referenceVectors } from '../reference-vectors';

const [A, B, C] = [0, 1, 2];

function journey(channels: readonly number[], conversions: number, value = conversions): Journey {
  return { channels, ages: channels.map((_, at) => channels.length - 1 - at), conversions, value };
}

function times(count: number, made: Journey): Journey[] {
  return Array.from({ length: count }, () => made);
}

/** Nine journeys over three channels, five of which convert. */
const JOURNEYS = [
  ...times(2, journey([A, B, C], 1)),
  journey([B, C], 1),
  journey([A, C], 1),
  journey([A, C], 0),
  ...times(2, journey([A], 0)),
  journey([B], 1),
  journey([B], 0),
];

function credited(model: CreditModel, journeys: readonly Journey[] = JOURNEYS): number[] {
  for (const each of journeys) model.add(each);
  return model.credits().map(({ conversions }) => conversions);
}

const close = (values: readonly number[], digits = 6) => values.map((value) => expect.closeTo(value, digits));

describe('five conversions of nine journeys', () => {
  test.each<[TouchRule, number[]]>([
    [{ kind: 'first' }, [3, 2, 0]],
    [{ kind: 'last' }, [0, 1, 4]],
    [{ kind: 'linear' }, [1.166667, 2.166667, 1.666667]],
    [USUAL_POSITION, [1.3, 1.9, 1.8]],
    [{ kind: 'lastNonDirect', direct: new Set([C]) }, [1, 4, 0]],
    [{ kind: 'custom', weights: [1, 0] }, [0, 1, 4]],
  ])('are credited by the rule %j', (rule, expected) => {
    expect(credited(new RuleCredits(3, rule))).toEqual(close(expected));
  });

  test('lose 59 %, 68 % and 80 % of themselves with each channel, and are credited so', () => {
    const model = new MarkovCredits(3);
    expect(credited(model)).toEqual(close([1.428571, 1.640927, 1.930502]));
    const { base, effects } = model.removal();
    expect(base.conversions).toBeCloseTo(5 / 9, 12);
    expect(effects.map(({ conversions }) => conversions)).toEqual(close([0.592, 0.68, 0.8], 12));
  });

  test('are credited by Shapley over totals as linear on distinct channels does, and over rates otherwise', () => {
    expect(credited(new ShapleyCredits(3, { worth: 'total' }))).toEqual(close([1.166667, 2.166667, 1.666667]));
    const byRate = credited(new ShapleyCredits(3));
    expect(byRate.reduce((sum, each) => sum + each)).toBeCloseTo(5, 12);
    // Alone: A 0 of 2, B 1 of 2, C nothing. Together: AB 1 of 4, AC 1 of 4, BC 2 of 3, ABC 5 of 9.
    const worth = [0, 0, 1 / 2, 1 / 4, 0, 1 / 4, 2 / 3, 5 / 9];
    const value = (bit: number, [one, two]: readonly [number, number]) =>
      (worth[bit]! - 0) / 3 +
      (worth[bit | one]! - worth[one]!) / 6 +
      (worth[bit | two]! - worth[two]!) / 6 +
      (worth[7]! - worth[7 ^ bit]!) / 3;
    const expected = [value(1, [2, 4]), value(2, [1, 4]), value(4, [1, 2])].map((each) => each * 9);
    expect(byRate).toEqual(close(expected, 10));
    expect(byRate[A]).toBeLessThan(0);
  });
});

test('half-lives: touches 14, 7 and 0 days before are worth 1 : 2 : 4', () => {
  expect(touchWeights(USUAL_DECAY, { channels: [A, B, C], ages: [14, 7, 0] })).toEqual(close([0.1429, 0.2857, 0.5714], 4));
  // However long ago it all was.
  expect(touchWeights(USUAL_DECAY, { channels: [A, B], ages: [80_007, 80_000] })).toEqual(close([1 / 3, 2 / 3], 12));
});

test('position: one touch has all, two share it, custom ends leave the middle the rest', () => {
  const weights = (count: number, rule: TouchRule) =>
    touchWeights(rule, { channels: times(count, journey([A], 1)).map(() => A), ages: [] });
  expect(weights(1, USUAL_POSITION)).toEqual([1]);
  expect(weights(2, USUAL_POSITION)).toEqual([0.5, 0.5]);
  expect(weights(4, { kind: 'position', first: 0.5, last: 0.3 })).toEqual(close([0.5, 0.1, 0.1, 0.3], 12));
  expect(() => weights(3, { kind: 'position', first: 0.8, last: 0.4 })).toThrow('position weights 0.8 and 0.4');
  expect(() => touchWeights({ kind: 'timeDecay', halfLifeDays: 0 }, { channels: [A], ages: [1] })).toThrow('half-life of 0 days');
});

test('a removed channel leads to nothing, also where it follows itself', () => {
  const model = new MarkovCredits(2);
  expect(credited(model, [journey([0, 0, 1], 1), journey([1, 1, 1], 1), journey([0], 0)])[0]).toBeGreaterThan(0);
  expect(model.removal().effects[1]!.conversions).toBe(1);
});

test('a longer memory tells journeys apart that one step mixes up', () => {
  const journeys = [...times(5, journey([A, B, C], 1)), ...times(5, journey([C, B, A], 0))];
  const one = new MarkovCredits(3, 1);
  const two = new MarkovCredits(3, 2);
  for (const each of journeys) for (const model of [one, two]) model.add(each);
  // After B came C and A equally often, but after A and B only C.
  expect(one.removal().base.conversions).toBeCloseTo(0.5, 12);
  expect(two.removal().effects[A]!.conversions).toBeCloseTo(1, 12);
  expect(two.removal().effects[C]!.conversions).toBeCloseTo(1, 12);
});

test('value is credited by what is lost of value, not by conversions times an average', () => {
  const model = new MarkovCredits(2);
  for (const each of [journey([0], 1, 1000), journey([0], 1, 1000), journey([1], 1, 10), journey([1], 1, 10)]) model.add(each);
  expect(model.credits()).toEqual([
    { conversions: expect.closeTo(2, 9), value: expect.closeTo(2000, 9) },
    { conversions: expect.closeTo(2, 9), value: expect.closeTo(20, 9) },
  ]);
});

test('above twelve channels Shapley is drawn from a seed and says how sure it is', () => {
  const journeys = Array.from({ length: 400 }, (_, at) => journey([at % 14, (at * 5 + 3) % 14, (at * 3) % 7], at % 3 === 0 ? 1 : 0));
  const draw = (seed: number) => {
    const model = new ShapleyCredits(14, { seed, samples: 4000 });
    for (const each of journeys) model.add(each);
    return model.shapley('conversions');
  };
  const [one, again, other] = [draw(7), draw(7), draw(8)];
  expect(again).toEqual(one);
  const off = one.values.map(
    (value, at) => Math.abs(value - other.values[at]!) / Math.hypot(one.standardErrors[at]!, other.standardErrors[at]!),
  );
  expect(Math.max(...off)).toBeLessThan(4);
  expect(Math.max(...off)).toBeGreaterThan(0);
  expect(one.values.reduce((sum, value) => sum + value)).toBeCloseTo(134 / 400, 10);
});

test('drawn orders agree with every coalition where both can be had', () => {
  const exact = new ShapleyCredits(12);
  const drawn = new ShapleyCredits(13, { samples: 20_000 });
  const journeys = Array.from({ length: 300 }, (_, at) => journey([at % 12, (at * 7 + 1) % 12], at % 4 === 0 ? 1 : 0));
  for (const each of journeys) for (const model of [exact, drawn]) model.add(each);
  const truth = exact.shapley('conversions').values;
  const { values, standardErrors } = drawn.shapley('conversions');
  for (const [channel, value] of truth.entries()) expect(Math.abs(values[channel]! - value)).toBeLessThan(4.5 * standardErrors[channel]!);
  // A channel that nobody touched adds nothing in any order.
  expect([values[12], standardErrors[12]]).toEqual([0, 0]);
});

const MODELS: readonly [string, (channels: number) => CreditModel][] = [
  ...(
    [
      { kind: 'first' },
      { kind: 'last' },
      { kind: 'lastNonDirect', direct: new Set([0]) },
      { kind: 'linear' },
      USUAL_DECAY,
      USUAL_POSITION,
      { kind: 'custom', weights: [3, 2, 1] },
    ] as TouchRule[]
  ).map((rule): [string, (channels: number) => CreditModel] => [rule.kind, (channels) => new RuleCredits(channels, rule)]),
  ['markov', (channels) => new MarkovCredits(channels)],
  ['markov of order 3', (channels) => new MarkovCredits(channels, 3)],
  ['shapley', (channels) => new ShapleyCredits(channels)],
  ['shapley over totals', (channels) => new ShapleyCredits(channels, { worth: 'total' })],
  ['drawn shapley', (channels) => new ShapleyCredits(channels + 12, { samples: 50 })],
];

const journeys = (channels: number) =>
  fc.array(
    fc
      .tuple(fc.array(fc.nat(channels - 1), { minLength: 1, maxLength: 7 }), fc.nat(2), fc.nat(10_000))
      .map(([path, conversions, cents]) => journey(path, conversions, conversions === 0 ? 0 : cents / 100)),
    { maxLength: 30 },
  );

test.each(MODELS)('whatever the journeys, the credits of %s come to their conversions and their value', (_, modelOf) => {
  fc.assert(
    fc.property(journeys(5), (all) => {
      const model = modelOf(5);
      for (const each of all) model.add(each);
      const credits = model.credits();
      const total = (
        read: (each: { conversions: number; value: number }) => number,
        of: readonly { conversions: number; value: number }[],
      ) => of.reduce((sum, each) => sum + read(each), 0);
      for (const read of [(each: { conversions: number }) => each.conversions, (each: { value: number }) => each.value] as const)
        expectNear(total(read, credits), total(read, all), 1e-9);
    }),
    { numRuns: 60 },
  );
});

const vectors = referenceVectors<{
  attribution: {
    paths: { path: string[]; conversions: number; nulls: number }[];
    shapley_subset_value: Record<string, number>;
    markov_base_rate: number;
    markov_removal_effect: Record<string, number>;
    markov_credit: Record<string, number>;
  };
}>('stats.json');

(vectors ? test : test.skip)('61 conversions of search, social and e-mail agree with the reference', () => {
  const { paths, ...expected } = vectors!.attribution;
  const names = ['search', 'social', 'email'];
  const markov = new MarkovCredits(3);
  const shapley = new ShapleyCredits(3, { worth: 'total' });
  for (const { path, conversions, nulls } of paths) {
    const channels = path.map((name) => names.indexOf(name));
    for (const each of [...times(conversions, journey(channels, 1)), ...times(nulls, journey(channels, 0))])
      for (const model of [markov, shapley]) model.add(each);
  }
  const { base, effects } = markov.removal();
  expectNear(base.conversions, expected.markov_base_rate, 1e-12);
  for (const [channel, name] of names.entries()) {
    expectNear(effects[channel]!.conversions, expected.markov_removal_effect[name]!, 1e-12);
    expectNear(markov.credits()[channel]!.conversions, expected.markov_credit[name]!, 1e-9);
    expectNear(shapley.credits()[channel]!.conversions, expected.shapley_subset_value[name]!, 1e-9);
  }
});
