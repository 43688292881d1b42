import { SurveyAnswer } from '../../entities/facts/SurveyAnswer';
import { Exact } from './exact';
import type { Condition, Leaf } from './leaf';
import type { About, Estimate, Metric } from './metric';
import { wilson } from './sampled';

const LEVEL = 0.95;
const Z = 1.959963984540054;
const HUNDRED = new Exact(100n);

/** A score of at least / below a number of points. */
export interface Scores {
  readonly atLeast?: number;
  readonly below?: number;
}

/** The weighted share of those who answered the question with such a score, with a Wilson interval over the effective number of answers. */
export function surveyShare(question: string, scores: Scores, about: About): Metric {
  return surveyMetric(
    question,
    shares(question, [scores]),
    about,
    `weighted share of "${question}" ${wordsOf([scores])}`,
    ([chosen], base) => {
      const value = (chosen as Exact).over(base.weight);
      return { value, interval: value && wilson(value.toNumber(), base.effective) };
    },
  );
}

/** 100 × (weighted share of those who answered with at least `up` less that of those below `down`), with a normal interval. */
export function surveyNet(question: string, { up, down }: { up: number; down: number }, about: About): Metric {
  const bands = [{ atLeast: up }, { below: down }];
  return surveyMetric(
    question,
    shares(question, bands),
    about,
    `100 × weighted share of "${question}" ${wordsOf(bands)}`,
    ([high, low], base) => {
      const [promoters, detractors] = [(high as Exact).over(base.weight), (low as Exact).over(base.weight)];
      if (!promoters || !detractors) return { value: null };
      const value = promoters.minus(detractors).times(HUNDRED);
      const [p, d] = [promoters.toNumber(), detractors.toNumber()];
      return normal(value, 100 * Math.sqrt((p + d - (p - d) ** 2) / base.effective));
    },
  );
}

/** The weighted mean of the scores of those who answered the question, with a normal interval; no interval where the sample is of one answer's size. */
export function surveyMean(question: string, about: About): Metric {
  const moments = [leafOf(['weight', 'score'], answered(question)), leafOf(['weight', 'score', 'score'], answered(question))];
  return surveyMetric(question, moments, about, `weighted mean score of "${question}"`, ([sum, squares], base) => {
    const value = (sum as Exact).over(base.weight);
    const meanSquare = (squares as Exact).over(base.weight);
    if (!value || !meanSquare || base.effective <= 1) return { value };
    const variance = meanSquare.minus(value.times(value)).toNumber() * (base.effective / (base.effective - 1));
    return normal(value, Math.sqrt(Math.max(0, variance) / base.effective));
  });
}

interface Base {
  /** The sum of the weights of those who answered. */
  readonly weight: Exact;
  /** Kish: the size of the unweighted sample that would be as exact. */
  readonly effective: number;
}

function surveyMetric(
  question: string,
  parts: readonly Leaf[],
  about: About,
  words: string,
  estimate: (sums: Exact[], base: Base) => Estimate,
): Metric {
  const base = leafOf([], answered(question));
  return {
    about,
    additivity: 'NONE',
    base,
    leaves: [base, leafOf(['weight'], answered(question)), leafOf(['weight', 'weight'], answered(question)), ...parts],
    evaluate([n, weight, squares, ...sums]) {
      if (!n || n.isZero || !weight || weight.isZero || !squares) return { value: null, n: n?.toNumber() ?? null };
      const effective = weight.toNumber() ** 2 / squares.toNumber();
      return {
        ...estimate(
          sums.map((each) => each ?? Exact.zero),
          { weight, effective },
        ),
        n: n.toNumber(),
      };
    },
    formula: () => words,
  };
}

function leafOf(properties: readonly string[], where: readonly Condition[]): Leaf {
  return { aggregate: 'sum', fact: SurveyAnswer, properties, where };
}

function asked(question: string): Condition {
  return { property: 'question', is: question };
}

function answered(question: string): Condition[] {
  return [asked(question), { property: 'score', known: true }];
}

function shares(question: string, bands: readonly Scores[]): Leaf[] {
  return bands.map((band) => leafOf(['weight'], [asked(question), { property: 'score', ...microsOf(band) }]));
}

function wordsOf(bands: readonly Scores[]): string {
  return `(${bands.map((band) => (band.atLeast === undefined ? `< ${band.below}` : `≥ ${band.atLeast}`)).join(' less ')})`;
}

function microsOf(band: Scores): Pick<Condition, 'atLeast' | 'below'> {
  const micros = (points: number) => BigInt(points) * 1_000_000n;
  return {
    ...(band.atLeast === undefined ? {} : { atLeast: micros(band.atLeast) }),
    ...(band.below === undefined ? {} : { below: micros(band.below) }),
  };
}

function normal(value: Exact, error: number): Estimate {
  const [centre, margin] = [value.toNumber(), Z * error];
  return { value, interval: { low: centre - margin, high: centre + margin, level: LEVEL } };
}
