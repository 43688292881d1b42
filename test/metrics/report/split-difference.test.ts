import fc from 'fast-check';
import { Exact } from '../../../src/metrics/exact';
import { CAUSES, decimalsOf, type Split, type Stages, splitDifference } from '../../../src/metrics/report/split-difference';

const number = fc.tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.bigInt(1n, 10n ** 9n)).map(([over, under]) => new Exact(over, under));
const stage = fc.option(number, { nil: undefined });
const stages: fc.Arbitrary<Stages> = fc.record({
  kept: stage,
  redefined: stage,
  restated: stage,
  exchanged: stage,
  moved: stage,
  keptLater: stage,
});
const sumOf = (split: Split) => CAUSES.reduce((sum, cause) => sum.plus(split[cause]), Exact.zero);

test('the parts add up to the difference exactly, whatever is known in between', () => {
  fc.assert(
    fc.property(stages, fc.boolean(), (numbers, addsUp) => {
      const split = splitDifference(numbers, addsUp);
      if (!split) {
        expect(!addsUp && (!numbers.kept || !numbers.keptLater)).toBe(true);
        return;
      }
      const change = (numbers.keptLater ?? Exact.zero).minus(numbers.kept ?? Exact.zero);
      expect(split.change.equals(change)).toBe(true);
      expect(sumOf(split).equals(change)).toBe(true);
    }),
  );
});

test('as decimals they add up digit for digit, and no part is off by more than rounding', () => {
  fc.assert(
    fc.property(stages, (numbers) => {
      const split = splitDifference(numbers, true) as Split;
      const texts = decimalsOf(split);
      const scale = 30;
      const digits = (text: string) => {
        const [whole = '0', fraction = ''] = text.split('.');
        return BigInt(`${whole}${fraction.padEnd(scale, '0')}`);
      };
      expect(CAUSES.reduce((sum, cause) => sum + digits(texts[cause]), 0n)).toBe(digits(texts.change));
      for (const cause of CAUSES) {
        const off = split[cause].minus(Exact.scaled(digits(texts[cause]), scale)).toNumber();
        expect(Math.abs(off)).toBeLessThan(3e-12);
      }
    }),
  );
});

test('a quotient that was not defined halfway gives its step to the next that is', () => {
  const [two, three, five] = [new Exact(2n), new Exact(3n), new Exact(5n)];
  const numbers = { kept: two, redefined: two, restated: undefined, exchanged: three, moved: five, keptLater: five };
  const split = splitDifference(numbers, false) as Split;
  expect(decimalsOf(split)).toEqual({ change: '3', redefined: '0', restated: '0', exchanged: '1', moved: '2' });
  expect(splitDifference({ ...numbers, keptLater: undefined }, false)).toBeNull();
});
