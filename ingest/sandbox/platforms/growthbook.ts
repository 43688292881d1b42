import { type Answer, bearerOf, type Call, json, mounted, type Platform } from '../platform';
import { OWN_BRANDS } from '../world/brands';
import { EXPERIMENT_METRICS, type Experiment, type ExperimentMetric, Experiments, type VariantTotal } from '../world/experiments';

const NAME = 'growthbook';
const KEY = 'secret_sandboxGrowthBookKey';

type Fields = Record<string, unknown>;

/** GrowthBook's REST API: the list of experiments, and the latest results of many. An experiment has results from its second day on. */
class GrowthBook implements Platform {
  readonly name = NAME;
  readonly paging = ['offset'];
  private experiments: Experiments | undefined;

  answer(call: Call): Answer {
    if (bearerOf(call) !== KEY) return this.expired();
    this.experiments ??= new Experiments(call.world.seed);
    const begun = this.experiments.begun(call.world.firstDay(call.today), call.today);
    const project = call.query.get('projectId');
    const matching = begun.filter(({ brand }) => project === null || project === projectOf(brand));
    if (call.path === '/v1/experiments') return listed(call, 'experiments', matching, (test) => described(test, call.today));
    if (call.path === '/v1/experiments/results') {
      const { experiments } = this;
      return listed(call, 'experimentResults', matching, (test) => (test.from < call.today ? snapshot(experiments, test, call) : null));
    }
    return json({ message: 'Unknown API endpoint' }, 404);
  }

  throttled(): Answer {
    return json({ message: 'Too many requests, limit to 60 per minute' }, 429);
  }

  failed(): Answer {
    return json({ message: 'Internal server error' }, 500);
  }

  expired(): Answer {
    return json({ message: 'Invalid API key' }, 401);
  }
}

function projectOf(brand: string): string {
  return `prj_${brand}`;
}

/** A page of experiments as written; those of which nothing is written are counted all the same. */
function listed(call: Call, name: string, all: readonly Experiment[], write: (test: Experiment) => Fields | null): Answer {
  const limit = Number(call.query.get('limit') ?? 10);
  const offset = Number(call.query.get('offset') ?? 0);
  if (!(limit >= 1 && limit <= 100)) return json({ message: 'Request validation failed: limit must be between 1 and 100' }, 400);
  const written = all
    .slice(offset, offset + limit)
    .map(write)
    .filter((item) => item !== null);
  const items = call.page(written, (item) => ({ ...item, experimentId: null, phase: null }));
  const next = offset + limit;
  const hasMore = next < all.length;
  return json({ [name]: items, limit, offset, count: items.length, total: all.length, hasMore, nextOffset: hasMore ? next : null });
}

const chosen = (role: 'goal' | 'secondary' | 'guardrail') =>
  EXPERIMENT_METRICS.filter((metric) => metric.role === role).map(({ id }) => ({ metricId: id, overrides: {} }));
const METRICS_BY_ROLE = { goals: chosen('goal'), secondaryMetrics: chosen('secondary'), guardrails: chosen('guardrail') };

function described({ id, name, brand, from, to, variants }: Experiment, today: string): Fields {
  const isOver = to < today;
  return {
    id,
    dateCreated: `${from}T08:00:00.000Z`,
    dateUpdated: `${from}T08:00:00.000Z`,
    name,
    project: projectOf(brand),
    hypothesis: '',
    description: '',
    tags: [],
    owner: 'growth@example.com',
    archived: false,
    status: isOver ? 'stopped' : 'running',
    autoRefresh: true,
    hashAttribute: 'id',
    hashVersion: 2,
    variations: variants.map((variant, place) => ({
      variationId: variant.id,
      key: String(place),
      name: variant.name,
      description: '',
      screenshots: [],
    })),
    phases: [
      {
        name: 'Main',
        dateStarted: `${from}T00:00:00.000Z`,
        dateEnded: isOver ? `${to}T23:59:59.000Z` : '',
        reasonForStopping: '',
        seed: id,
        coverage: 1,
        trafficSplit: variants.map((variant) => ({ variationId: variant.id, weight: variant.planned })),
        targetingCondition: '',
        savedGroupTargeting: [],
      },
    ],
    settings: { datasourceId: 'ds_shop', assignmentQueryId: 'user_id', experimentId: id, statsEngine: 'frequentist', ...METRICS_BY_ROLE },
  };
}

function snapshot(experiments: Experiments, test: Experiment, { today }: Call): Fields {
  const day = test.to < today ? test.to : today;
  const metrics = EXPERIMENT_METRICS.map((metric) => ({ metric, totals: experiments.totals(test, metric, day) }));
  const users = metrics[0]?.totals.map((total) => total.users) ?? [];
  return {
    id: `snp_${test.id}_${day.replaceAll('-', '')}`,
    dateUpdated: `${day}T23:30:00.000Z`,
    experimentId: test.id,
    phase: '0',
    dateStart: `${test.from}T00:00:00.000Z`,
    dateEnd: test.to < today ? `${test.to}T23:00:00.000Z` : '',
    dimension: { type: 'none' },
    settings: { statsEngine: 'frequentist' },
    queryIds: [],
    results: [
      {
        dimension: '',
        totalUsers: users.reduce((sum, count) => sum + count, 0),
        checks: { srm: mismatch(users) },
        metrics: metrics.map(({ metric, totals }) => ({
          metricId: metric.id,
          metricName: metric.name,
          variations: totals.map((total) => ({ variationId: total.variant.id, users: total.users, analyses: [analysis(metric, total)] })),
        })),
      },
    ],
  };
}

function analysis({ kind }: ExperimentMetric, { users, sum, sumSquares }: VariantTotal): Fields {
  const mean = sum / users;
  const variance = kind === 'share' ? mean * (1 - mean) : (sumSquares - sum * mean) / (users - 1);
  return {
    engine: 'frequentist',
    numerator: sum,
    denominator: users,
    mean,
    stddev: Math.sqrt(variance),
    percentChange: 0,
    ciLow: 0,
    ciHigh: 0,
  };
}

/** The probability of a split as uneven as this one when half and half was planned: χ² with one degree of freedom. */
function mismatch([a = 0, b = 0]: readonly number[]): number {
  const z = Math.abs(a - b) / Math.sqrt(a + b);
  // Abramowitz and Stegun 26.2.17, good to seven places.
  const t = 1 / (1 + 0.2316419 * z);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 2 * tail * Math.exp((-z * z) / 2) * 0.3989422804014327;
}

/** The company's one account; a test's name says which brand's it is. */
export default mounted({
  sources: [
    {
      key: NAME,
      name: 'A/B tests',
      connector: NAME,
      mount: `/${NAME}`,
      config: {
        pageSize: 4,
        brandRules: OWN_BRANDS.flatMap(({ key, names }) => [key, names['zh-Hans']].map((match) => ({ match, brand: key }))),
      },
      secrets: { apiKey: KEY },
      timeZone: 'UTC',
    },
  ],
  open: () => new GrowthBook(),
});
