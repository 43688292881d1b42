import { SurveyAnswer } from '../../entities/facts/SurveyAnswer';
import { Exact } from './exact';
import type { Condition, Leaf } from './leaf';
import type { About, Estimate, Metric } from './metric';

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
  return surveyMetric(question, [scores], about, `weighted share of "${question}"`, ([chosen], base) => {
    const value = (chosen as Exact).over(base.weight);
    return { value, interval: value && wilson(value.toNumber(), base.effective) };
  });
}

/** 100 × (weighted share of 9–10 less that of 0–6) of those who answered, with a normal interval. */
export function netPromoter(question: string, about: About): Metric {
  const bands = [{ atLeast: 9 }, { below: 7 }];
  return surveyMetric(question, bands, about, `weighted net promoters of "${question}"`, ([up, down], base) => {
    const [promoters, detractors] = [(up as Exact).over(base.weight), (down as Exact).over(base.weight)];
    if (!promoters || !detractors) return { value: null };
    const value = promoters.minus(detractors).times(HUNDRED);
    const [p, d] = [promoters.toNumber(), detractors.toNumber()];
    const margin = Z * 100 * Math.sqrt((p + d - (p - d) ** 2) / base.effective);
    return { value, interval: { low: value.toNumber() - margin, high: value.toNumber() + margin, level: LEVEL } };
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
  bands: Scores[],
  about: About,
  words: string,
  estimate: (chosen: Exact[], base: Base) => Estimate,
): Metric {
  const asked: Condition = { property: 'question', is: question };
  const answered = [asked, { property: 'score', known: true } as const];
  const leaf = (properties: string[], where: Condition[]): Leaf => ({ aggregate: 'sum', fact: SurveyAnswer, properties, where });
  const chosen = bands.map((band) => leaf(['weight'], [asked, { property: 'score', ...microsOf(band) }]));
  const base = leaf([], answered);
  return {
    about,
    additivity: 'NONE',
    base,
    leaves: [base, leaf(['weight'], answered), leaf(['weight', 'weight'], answered), ...chosen],
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
    formula: () =>
      `${words} (${bands.map((band) => (band.atLeast === undefined ? `< ${band.below}` : `≥ ${band.atLeast}`)).join(' less ')})`,
  };
}

function microsOf(band: Scores): Pick<Condition, 'atLeast' | 'below'> {
  const micros = (points: number) => BigInt(points) * 1_000_000n;
  return {
    ...(band.atLeast === undefined ? {} : { atLeast: micros(band.atLeast) }),
    ...(band.below === undefined ? {} : { below: micros(band.below) }),
  };
}

/** Wilson's interval for a share `p` of `n`. */
function wilson(p: number, n: number) {
  const centre = (p + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const margin = (Z / (1 + Z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, centre - margin), high: Math.min(1, centre + margin), level: LEVEL };
}
