import { geometricWeights } from '../../../src/stats/mix/adstock';
import { type PlanChannel, planWeeks } from '../../../src/stats/mix/plan-weeks';
import { type ResponseTerms, responseOf } from '../../../src/stats/mix/response-curve';
import { RoundOfWeeks } from '../../../src/stats/mix/round-of-weeks';

const terms = (coefficient: number, theta: number, slope = 1): ResponseTerms => ({
  ...{ carryOver: geometricWeights(theta, 13), slope, half: 0.7, coefficient, spent: 50 },
  panels: [{ size: 1, level: 0.5 }],
});
const channel = (name: string, response: ResponseTerms, weeks: number): PlanChannel => ({
  ...{ name, response, now: 50 },
  bounds: Array.from({ length: weeks }, () => ({ low: 0, high: 200 })),
});
const bound = (given: PlanChannel, week: number, low: number, high: number): PlanChannel => ({
  ...given,
  bounds: given.bounds.with(week, { low, high }),
});

test('a round of equal weeks brings each week what the same spend brings week after week; what a move gains is what it makes', () => {
  const response = terms(900, 0.6);
  const round = new RoundOfWeeks(response, [40, 40, 40]);
  for (const week of round.weeks) expect(week).toBeCloseTo(responseOf(response)(40), 9);
  const before = round.weeks.reduce((sum, value) => sum + value, 0);
  const gain = round.gain(1, 25);
  round.move(1, 25);
  expect(round.weeks.reduce((sum, value) => sum + value, 0) - before).toBeCloseTo(gain, 9);
});

test('weeks that are alike are planned alike, and one week as the best sharing on the grid', () => {
  const channels = (weeks: number) => [channel('a', terms(900, 0), weeks), channel('b', terms(1400, 0.6), weeks)];
  const [one] = planWeeks(channels(1), { weekly: 100 });
  for (const week of planWeeks(channels(4), { weekly: 100 }))
    for (const [at, { spend }] of week.items.entries()) expect(Math.abs(spend - one!.items[at]!.spend)).toBeLessThan(2.5);
});

test('bounds of a week are kept, the whole is spent, and no move of spend would bring more', () => {
  const channels = [bound(channel('a', terms(900, 0), 6), 2, 0, 0), bound(channel('b', terms(1400, 0.6), 6), 4, 150, 200)];
  const plan = planWeeks(channels, { weekly: 100 });
  expect(plan.reduce((sum, { spend }) => sum + spend, 0)).toBeCloseTo(600, 6);
  expect(plan[2]!.items[0]).toMatchObject({ spend: 0, bound: 'HIGH' });
  expect(plan[4]!.items[1]).toMatchObject({ spend: 150, bound: 'LOW' });
  const rounds = channels.map(
    ({ response }, at) =>
      new RoundOfWeeks(
        response,
        plan.map(({ items }) => items[at]!.spend),
      ),
  );
  const open = channels.flatMap(({ bounds }, at) => bounds.flatMap(({ low, high }, week) => (high > 0 && low < 150 ? [{ at, week }] : [])));
  for (const from of open)
    for (const to of open) {
      if (from.at === to.at && from.week === to.week) continue;
      expect(rounds[to.at]!.gain(to.week, 1) + rounds[from.at]!.gain(from.week, -1)).toBeLessThan(1e-3);
    }
});

test('for a return, each week is given as much as brings it', () => {
  const [first, , third] = planWeeks([bound(channel('a', terms(900, 0), 3), 0, 0, 20)], { target: 3 });
  // Half of it comes at 70 a week, so the next unit brings 900 · 70 / (x + 70)².
  expect(first!.items[0]).toMatchObject({ spend: 20, bound: 'HIGH' });
  expect(Math.abs(third!.items[0]!.spend - (Math.sqrt(21_000) - 70))).toBeLessThan(1);
});
