import type { Session } from '../../src/database/session';
import { answer } from '../../src/metrics/answer';
import { BRAND_HEALTH } from '../../src/metrics/brand';
import type { IndexComponent } from '../../src/metrics/brand-index';
import type { Metric } from '../../src/metrics/metric';
import type { Asker, MetricName, MetricValue, Range } from '../../src/metrics/question';
import { METRICS } from '../../src/metrics/registry';
import type { BrandComponent, BrandHealth } from './BrandHealth';

const SCORE = 'brandHealth';

/** How a brand stood over a range, from one answer: the index, its components, and the values that they are scored from. */
export async function healthOf(session: Session, brandKey: string, range: Range, asker: Asker): Promise<BrandHealth> {
  const names = BRAND_HEALTH.components.map(({ metric }) => nameOf(metric));
  const question = {
    select: [SCORE, ...names],
    by: [],
    range,
    where: [{ dimension: 'BRAND' as const, op: 'IN' as const, values: [brandKey] }],
  };
  const { rows } = await answer(session, { ...question, fx: 'DAY_RATE', orderBy: [], totals: false, first: 1 }, asker);
  const values = new Map(rows[0]?.values.map((value) => [value.metric, value]));
  const part = (name: string) => values.get(nameOf(componentNamed(name).metric)) ?? null;
  return {
    score: values.get(SCORE)?.value ?? null,
    components: componentsOf((metric) => values.get(nameOf(metric)) ?? null),
    weightsVersion: BRAND_HEALTH.version,
    awareness: part('awareness'),
    reputation: part('reputation'),
    netSentiment: part('netSentiment'),
    shareOfVoice: part('shareOfVoice'),
    nps: part('nps'),
  };
}

/** The parts with the weight that each has among those that are known: their contributions add up to the index. */
function componentsOf(readOf: (metric: Metric) => MetricValue | null): BrandComponent[] {
  const isKnown = ({ metric }: IndexComponent) => (readOf(metric)?.value ?? null) !== null;
  const known = BRAND_HEALTH.components.filter(isKnown).reduce((total, { weight }) => total + weight, 0);
  return BRAND_HEALTH.components.map((component) => {
    const { name, metric, low, high } = component;
    const { value, n, interval } = readOf(metric) ?? { value: null, n: null, interval: null };
    if (value === null) return { name, score: null, weight: 0, contribution: null, n, interval: null };
    const weight = component.weight / known;
    const contributionOf = (at: number) => (((at - low) * 100) / (high - low)) * weight;
    const bounds = interval && { low: contributionOf(interval.low), high: contributionOf(interval.high), level: interval.level };
    return { name, score: contributionOf(value) / weight, weight, contribution: contributionOf(value), n, interval: bounds };
  });
}

function componentNamed(name: string): IndexComponent {
  const found = BRAND_HEALTH.components.find((each) => each.name === name);
  if (!found) throw new Error(`brand health has no component "${name}"`);
  return found;
}

function nameOf(metric: Metric): MetricName {
  for (const [name, each] of METRICS) if (each === metric) return name;
  throw new Error('a component of brand health is not in the registry');
}
