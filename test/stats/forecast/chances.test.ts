import { addDays, type Day, type DayRange, daysBetween, lengthOf } from '../../../src/lib/day';
import { type Forecast, forecastOf } from '../../../src/plan/forecast';
import { calibrationOf } from '../../../src/stats/forecast/calibration';
import { Dice } from '../dice';

const FIRST: Day = '2025-01-01';
const DAYS = 730;

/** Two years of a total whose truth is known: how its mean wanders by days, swings over the year and grows is drawn anew for each. */
function series(dice: Dice): { mean: number[]; seen: number[] } {
  const [base, drift, swing, growth] = [20 + 200 * dice.uniform(), 0.007 * dice.uniform(), 0.25 * dice.uniform(), 0.2 * dice.normal()];
  const [turn, week] = [2 * Math.PI * dice.uniform(), Array.from({ length: 7 }, () => Math.exp(0.3 * dice.normal()))];
  let [level, mood] = [0, 0];
  const mean: number[] = [];
  for (let at = 0; at < DAYS; at += 1) {
    level += drift * dice.normal();
    mood = 0.6 * mood + 0.08 * dice.normal();
    const season = 1 + swing * Math.sin((2 * Math.PI * at) / 365 + turn);
    mean.push(base * week[at % 7]! * season * Math.exp((growth * at) / 365 + level + mood));
  }
  return { mean, seen: mean.map((each) => Math.max(0, each + Math.sqrt(5 * each) * dice.normal())) };
}

const sum = (values: readonly number[], { from, to }: DayRange) =>
  values.slice(daysBetween(FIRST, from), daysBetween(FIRST, to) + 1).reduce((total, value) => total + value, 0);

/**
 * What was foreseen of a goal after a part of its days, with what came. Its target lies about what its pace so far leads to: one that was set knowing the outcome
 * would say something of it that no forecast knows. */
function foretell(dice: Dice, range: DayRange, part: number): Forecast & { happened: boolean; inside: boolean } {
  const { seen } = series(dice);
  const through = addDays(range.from, Math.floor(part * lengthOf(range)) - 1);
  const outcome = sum(seen, range);
  const known = lengthOf({ from: FIRST, to: through });
  const daily = new Map(seen.slice(0, known).map((value, at) => [addDays(FIRST, at), value]));
  const actual = sum(seen, { from: range.from, to: through });
  const target = (actual / part) * Math.exp(0.3 * (1 - part) * dice.normal());
  const planned = (days: DayRange) => (target * lengthOf(days)) / lengthOf(range);
  const forecast = forecastOf({ aggregation: 'SUM', better: 'UP', band: null, range, through, target, actual, planned, daily });
  const { low, high } = forecast.interval!;
  return { ...forecast, happened: outcome >= target, inside: low <= outcome && outcome <= high };
}

describe.each([
  ['a month after 20 days', { from: '2026-06-01', to: '2026-06-30' }, 0.67],
  ['a quarter after 32 days', { from: '2026-07-01', to: '2026-09-30' }, 0.35],
  ['a year after 15 weeks, longer than any horizon that its past can show', { from: '2026-01-01', to: '2026-12-31' }, 0.29],
])('the chances of %s', (_name, range, part) => {
  const dice = new Dice(lengthOf(range));
  const foretold = Array.from({ length: 200 }, () => foretell(dice, range, part));

  test('come true as often as they say', () => {
    const { rows, brier } = calibrationOf(foretold.map(({ probabilityToHit, happened }) => ({ probability: probabilityToHit!, happened })));
    expect(brier!).toBeLessThan(0.2);
    for (const { said, happened, count } of rows) {
      // Five in a thousand rows lie further off by chance alone.
      const off = 2.8 * Math.sqrt((said! * (1 - said!)) / count);
      expect([said, happened! > said! - off - 0.05, happened! < said! + off + 0.05]).toEqual([said, true, true]);
    }
  });

  test('rest on intervals that hold four outcomes in five, and not many more', () => {
    const held = foretold.filter(({ inside }) => inside).length / foretold.length;
    expect(held).toBeGreaterThan(0.74);
    expect(held).toBeLessThan(0.93);
  });
});
