import { z } from 'zod';
import { VariantDay } from '../../entities/facts/VariantDay';
import { dayIn } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';
import { microsFromDecimal } from '../../src/lib/money';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { Fatal, Retriable, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { brandFor, brandRules } from '../record/brand-rules';
import { countText } from '../record/count-text';
import { idText } from '../record/id-text';
import { jsonOrNull } from '../record/json-or-null';
import { microsText } from '../record/micros-text';
import { momentsOf } from '../record/moments';

const config = z.object({
  baseUrl: baseUrl('https://api.growthbook.io/api'),
  /** Only the experiments of this project. */
  projectId: z.string().min(1).optional(),
  pageSize: z.int().min(1).max(100).default(100),
  /** By the experiment's name. */
  brandRules,
});
type Config = z.infer<typeof config>;

const decimal = z.union([z.string().regex(/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/), z.number()], 'expected a decimal number').transform(String);
const instant = z.iso.datetime({ offset: true });
const share = z.union([z.string(), z.number()]);

const chosen = z.array(z.looseObject({ metricId: z.string() })).default([]);
const settings = z.looseObject({ goals: chosen, secondaryMetrics: chosen, guardrails: chosen });

const experiment = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  settings: settings.optional(),
  variations: z.array(z.looseObject({ variationId: z.string(), name: z.string() })),
  phases: z.array(z.looseObject({ trafficSplit: z.array(z.looseObject({ variationId: z.string(), weight: share })).default([]) })),
});

const analysis = z.looseObject({ numerator: microsText, denominator: microsText, mean: decimal, stddev: decimal });
const variation = z.looseObject({ variationId: z.string().min(1), users: countText, analyses: z.array(analysis) });
const metric = z.looseObject({ metricId: z.string().min(1), metricName: z.string().optional(), variations: z.array(variation) });

const snapshot = z.looseObject({
  id: z.string(),
  experimentId: z.string().min(1),
  phase: idText,
  dateUpdated: instant,
  /** The end of what was counted; empty while the experiment runs. */
  dateEnd: z.union([instant, z.literal('')]).optional(),
  results: z.array(z.looseObject({ dimension: z.string().default(''), metrics: z.array(metric) })),
  experiment: experiment.optional(),
});
type Snapshot = z.infer<typeof snapshot>;

/**
 * GrowthBook's latest results of every experiment: running totals of each variant for each metric, as of the day to which the snapshot counts. First
 * all experiments are listed for names and planned shares, then the snapshots; experiments that have none are not in them. Σx and Σx² are what the
 * mean and the standard deviation came from. Of a ratio GrowthBook tells no squares: its numerator and denominator are kept.
 */
export default connector({
  name: 'growthbook',
  label: 'GrowthBook',
  schedule: '20 */6 * * *',
  auth: { kind: 'header', header: 'authorization', secret: 'apiKey', prefix: 'Bearer ' },
  secrets: ['apiKey'],
  rateLimit: { requests: 60, perSeconds: 60 },
  historyDays: 730,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'results',
      into: VariantDay,
      lookbackDays: 0,
      lagDays: 0,
      request: ({ config }: PullContext<Config>) => listed(config, 'experiments', 0, []),
      next: nextPage,
      classify,
      records: recordsIn,
      shape: snapshot,
      map: rowsOf,
    }),
  ],
});

/** The lists that are read one after the other, by what their answers call them. */
const LISTS = { experiments: 'experiments', experimentResults: 'experiments/results' } as const;
type List = keyof typeof LISTS;

function listed({ baseUrl, projectId, pageSize }: Config, list: List, offset: number, known: readonly unknown[]): HttpRequest {
  const query = new URLSearchParams({ limit: String(pageSize), offset: String(offset), ...(projectId && { projectId }) });
  return { url: `${baseUrl}/v1/${LISTS[list]}?${query}`, state: { list, known: known as Json[] } };
}

const state = z.object({ list: z.enum(['experiments', 'experimentResults']), known: z.array(z.unknown()) });
const envelope = z.looseObject({
  experiments: z.array(z.unknown()).optional(),
  experimentResults: z.array(z.unknown()).optional(),
  hasMore: z.boolean(),
  nextOffset: z.int().nullish(),
});

function answered(page: Page) {
  const parsed = envelope.safeParse(page.json());
  const { list, known } = state.parse(page.request.state);
  const items = parsed.data?.[list];
  if (!parsed.success || items === undefined)
    throw new Fatal(`growthbook: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"${list}": […], "hasMore": …}`);
  return { ...parsed.data, list, known, items };
}

/** Pages go on by `nextOffset`: one without any result may stand before others. What is known of the experiments goes along. */
function nextPage(page: Page, { config }: PullContext<Config>): HttpRequest | null {
  const { list, known, items, hasMore, nextOffset } = answered(page);
  const all = list === 'experiments' ? [...known, ...items.map(outline)] : known;
  if (hasMore && nextOffset) return listed(config, list, nextOffset, all);
  return list === 'experiments' && all.length > 0 ? listed(config, 'experimentResults', 0, all) : null;
}

/** The part of an experiment that is needed with its results; one that is not as expected stays as it is, and is refused with them. */
function outline(item: unknown): unknown {
  const parsed = experiment.safeParse(item);
  if (!parsed.success) return item;
  const { id, name, settings, variations, phases } = parsed.data;
  const metricIds = (of: readonly { metricId: string }[]) => of.map(({ metricId }) => ({ metricId }));
  return {
    id,
    name,
    ...(settings && {
      settings: {
        goals: metricIds(settings.goals),
        secondaryMetrics: metricIds(settings.secondaryMetrics),
        guardrails: metricIds(settings.guardrails),
      },
    }),
    variations: variations.map(({ variationId, name }) => ({ variationId, name })),
    phases: phases.map(({ trafficSplit }) => ({ trafficSplit: trafficSplit.map(({ variationId, weight }) => ({ variationId, weight })) })),
  };
}

/** Snapshots, each with what was listed of its experiment. */
function recordsIn(page: Page): unknown[] {
  const { list, known, items } = answered(page);
  if (list === 'experiments') return [];
  const byId = new Map(known.map((each) => [(each as { id?: unknown }).id, each]));
  return items.map((item) => {
    const of = byId.get((item as { experimentId?: unknown }).experimentId);
    return of === undefined ? item : { ...(item as object), experiment: of };
  });
}

function rowsOf(record: Snapshot, { source, config }: PullContext<Config>): VariantDay[] {
  const { experiment: of, experimentId, phase } = record;
  const name = of?.name ?? experimentId;
  const split = of?.phases[Number(phase)]?.trafficSplit ?? [];
  // Counted are the users up to the phase's end; a snapshot may be taken again long after it.
  const counted = Math.min(Date.parse(record.dateUpdated), Date.parse(record.dateEnd || record.dateUpdated));
  const whole = record.results.find(({ dimension }) => dimension === '');
  return (whole?.metrics ?? []).flatMap(({ metricId, metricName, variations }) =>
    variations.flatMap(({ variationId, users, analyses: [first] }) => {
      if (first === undefined) return [];
      const weight = split.find((each) => each.variationId === variationId)?.weight;
      // The first variation is the one that GrowthBook compares the others with.
      const place = of?.variations.findIndex((each) => each.variationId === variationId) ?? -1;
      return {
        day: dayIn(source.timeZone, new Date(counted)),
        brand: brandFor(name, config.brandRules, source.brand),
        experiment: experimentId,
        phase,
        variant: variationId,
        metric: metricId,
        experimentName: name,
        variantName: of?.variations[place]?.name ?? null,
        metricName: metricName ?? null,
        variantPlace: place < 0 ? null : place,
        metricRole: roleOf(metricId, of?.settings),
        weight: weight === undefined ? null : microsFromDecimal(weight),
        users,
        ...totalsOf(first, users),
      };
    }),
  );
}

const ROLES = [
  ['goals', 'goal'],
  ['secondaryMetrics', 'secondary'],
  ['guardrails', 'guardrail'],
] as const;

/** What a metric was chosen for; null where the experiment's settings do not say. */
function roleOf(metricId: string, chosen: z.infer<typeof settings> | undefined): string | null {
  return ROLES.find(([list]) => chosen?.[list].some((each) => each.metricId === metricId))?.[1] ?? null;
}

/** The denominator of a mean is its users; anything else is the denominator of a ratio. */
function totalsOf({ numerator, denominator, mean, stddev }: z.infer<typeof analysis>, users: bigint) {
  if (denominator !== users * 1_000_000n) return { sum: numerator, sumSquares: null, denominator };
  return { ...momentsOf(mean, stddev, users), denominator: null };
}

const failure = z.looseObject({ message: z.string() });

function classify(page: Page): void {
  const parsed = failure.safeParse(jsonOrNull(page));
  if (!parsed.success) return;
  const { message } = parsed.data;
  const told = `growthbook: ${page.status}: ${message}`;
  if (page.status === 429 || page.status >= 500 || /too many requests/i.test(message)) throw new Retriable(told);
  if (page.status === 401) throw new Unauthorized(told);
  throw new Fatal(told);
}
