import { alike } from '../lib/alike';
import * as adSplits from './ad-splits';
import * as ads from './ads';
import * as answerEngines from './answer-engines';
import { BadQuestion } from './BadQuestion';
import * as brand from './brand';
import * as cohorts from './cohorts';
import * as collaborations from './collaborations';
import * as creatorReturn from './creator-return';
import * as creators from './creators';
import * as credits from './credits';
import * as customers from './customers';
import * as earnedMedia from './earned-media';
import * as efficiency from './efficiency';
import * as email from './email';
import * as experiments from './experiments';
import * as gmv from './gmv';
import * as liftTests from './lift-tests';
import * as live from './live';
import * as liveFunnel from './live-funnel';
import * as liveProducts from './live-products';
import * as liveReturn from './live-return';
import * as market from './market';
import * as mentions from './mentions';
import type { Metric } from './metric';
import * as orders from './orders';
import type { MetricName } from './question';
import * as reach from './reach';
import * as search from './search';
import * as sentiment from './sentiment';
import * as social from './social';
import * as survey from './survey';
import * as touches from './touches';
import * as web from './web';

const DOMAINS = [
  ads,
  adSplits,
  reach,
  orders,
  customers,
  cohorts,
  efficiency,
  mentions,
  sentiment,
  social,
  creators,
  creatorReturn,
  collaborations,
  earnedMedia,
  gmv,
  live,
  liveFunnel,
  liveReturn,
  liveProducts,
  search,
  answerEngines,
  web,
  email,
  survey,
  market,
  brand,
  experiments,
  touches,
  credits,
  liftTests,
];

/** Every metric by the name that it is exported under, in the order of the domains. */
export const METRICS: ReadonlyMap<MetricName, Metric> = new Map(
  DOMAINS.flatMap((domain) => Object.entries(domain as Record<string, unknown>)).filter((entry): entry is [string, Metric] =>
    isMetric(entry[1]),
  ),
);

const NAMES = new Map([...METRICS].map(([name, metric]) => [metric, name]));

/** The metric of a name; a BadQuestion when there is none. */
export function metricOf(name: MetricName, place = 'metric'): Metric {
  const metric = METRICS.get(name);
  if (!metric) throw new BadQuestion(place, name, `a metric of the catalogue${nearest(name)}`);
  return metric;
}

function nearest(name: string): string {
  const names = alike(name, [...METRICS.keys()]);
  return names.length > 0 ? `, such as ${names.join(', ')}` : ' (brandhub catalog, or metricCatalog)';
}

/** The name that a metric is exported under; undefined of a part of metrics that has none. */
export function nameOf(metric: Metric): MetricName | undefined {
  return NAMES.get(metric);
}

/** The formula of a metric in words, in terms of named metrics where they have a name. */
export function formulaOf(metric: Metric): string {
  return metric.formula((part) => NAMES.get(part) ?? formulaOf(part));
}

function isMetric(value: unknown): value is Metric {
  return typeof value === 'object' && value !== null && 'evaluate' in value && 'leaves' in value;
}
