import { type FieldNode, type GraphQLField, type GraphQLObjectType, type GraphQLResolveInfo, getArgumentValues } from 'graphql';
import { Field, Float, ObjectType } from 'type-graphql';
import type { Session } from '../../src/database/session';
import { Cost } from '../../src/graph/cost';
import { foreseenBy } from '../../src/graph/foreseeable';
import type { Batch, GraphContext } from '../../src/graph/graph-context';
import { fieldsBelow, type SelectionInfo, selectedFields } from '../../src/graph/selected-fields';
import { type Members, metricsOfGroups, metricsOfMembers, type Numbers, type WantedNumbers } from '../../src/metrics/member-metrics';
import type { Asker, Dimension } from '../../src/metrics/question';
import { METRICS } from '../../src/metrics/registry';
import { type RangeInput, rangeOf } from './MetricQueryInput';

/** A number of a row that is read with many others. */
const CELL = 0.2;

/** Every metric of one thing over a range, one field a metric; only those that are asked for are computed. */
@ObjectType({
  description: 'Every metric over a range, one field a metric; only those that are asked for are computed.',
  simpleResolvers: true,
})
export class MetricSet {
  /** `numbers` by metric, or why there are none. */
  constructor(readonly numbers: Numbers | Error) {}
}

for (const [name, { about }] of METRICS) {
  Field(() => Float, { nullable: true, description: about.describe.en })(MetricSet.prototype, name);
  Cost({ own: CELL })(MetricSet.prototype, name);
  Object.defineProperty(MetricSet.prototype, name, {
    get(this: MetricSet) {
      return this.numbers instanceof Error ? this.numbers : this.numbers.of(name);
    },
  });
}

/** Whose numbers are wanted: a value of a dimension, or a group of campaigns. */
export interface Subject {
  readonly dimension: Dimension | 'GROUP';
  readonly key: string;
  /** The id behind the key, of one that lists have. */
  readonly id?: number;
  /** The campaigns of a group. */
  readonly campaigns?: readonly string[];
  /** The dimension within whose values keys are unique, where they are not unique by themselves: the key is then a `keyWithin` of it. */
  readonly within?: Dimension;
}

interface Wanted extends WantedNumbers {
  readonly subject: Subject;
}

/** What a `metrics(range, currency)` field is asked with. */
export interface MetricSetArguments {
  readonly range: RangeInput;
  readonly currency: string | null;
}

/** Some metrics of a subject, read with those of the others that are asked for in the same moment: one statement for each fact. */
export async function metricSet(
  context: GraphContext,
  subject: Subject,
  given: MetricSetArguments,
  info: GraphQLResolveInfo,
): Promise<MetricSet> {
  const foreseen = context.foreseen.get(foreseenBy(info.fieldNodes)) as Foreseen | undefined;
  const known = subject.id === undefined ? undefined : foreseen?.({ id: subject.id });
  if (known) return known;
  return new MetricSet(await context.load(numbers, { subject, ...wantedOf(given, info) }).catch((error: Error) => error));
}

/** Of what has no data. */
const NONE: Numbers = { of: () => null };

type Foreseen = (member: { readonly id: number }) => MetricSet | undefined;

/** What is wanted of the metric set that a field returns. */
export function wantedOf({ range, currency }: MetricSetArguments, info: SelectionInfo): WantedNumbers {
  return { names: selectedFields(info).filter((name) => METRICS.has(name)), range: rangeOf(range), currency: currency ?? null };
}

/**
 * Reads the metric sets of a list's members beside the list itself, so that nobody waits for the list: `members` are those that are being listed, `path` the
 * fields from the list's down to the members, whose type is named. What it gives has to be told who is in the list, once that is known.
 */
export async function metricSetsAhead(
  context: GraphContext,
  read: { readonly session: Session; readonly asker: Asker },
  members: Members,
  { info, path, type }: { readonly info: GraphQLResolveInfo; readonly path: readonly string[]; readonly type: string },
): Promise<(listed: readonly { readonly id: number }[]) => void> {
  const field = (info.schema.getType(type) as GraphQLObjectType).getFields().metrics;
  const reads = fieldsBelow(info, [...path, 'metrics']).map(async (node) => {
    const { fragments, variableValues } = info;
    const given = argumentsIn(field as GraphQLField<unknown, unknown>, node, variableValues);
    if (!given) return [];
    const wanted = wantedOf(given, { fieldNodes: [node], fragments, variableValues });
    return [{ node, found: await metricsOfMembers(read.session, members, wanted, read.asker).catch((error: Error) => error) }];
  });
  const done = (await Promise.all(reads)).flat();
  return (listed) => {
    const ids = new Set(listed.map(({ id }) => id));
    for (const { node, found } of done) {
      const numbersOf = (id: number) => (found instanceof Error ? found : (found.get(String(id)) ?? NONE));
      const give: Foreseen = ({ id }) => (ids.has(id) ? new MetricSet(numbersOf(id)) : undefined);
      context.foresee(node, give);
    }
  };
}

/** Undefined where they cannot be right: the field itself says so. */
function argumentsIn(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: GraphQLResolveInfo['variableValues'],
): MetricSetArguments | undefined {
  try {
    return getArgumentValues(field, node, variables) as unknown as MetricSetArguments;
  } catch {
    return undefined;
  }
}

/** The numbers of all that are asked for at once: one question for each kind, range and currency. */
const numbers: Batch<Wanted, Numbers> = async (context, wanted) => {
  const groups = Map.groupBy(wanted, ({ subject, range, currency }) =>
    JSON.stringify([subject.dimension, subject.within, range, currency]),
  );
  const found = new Map<Wanted, Numbers>();
  for (const group of groups.values()) {
    const { subject, range, currency } = group[0] as Wanted;
    const all = { names: [...new Set(group.flatMap(({ names }) => names))], range, currency };
    const sets = await context.read((session, asker) => {
      const { dimension, within } = subject;
      if (dimension !== 'GROUP') {
        const among = group.map((each) => each.subject.key);
        return metricsOfMembers(session, { dimension, among, ...(within && { within }) }, all, asker);
      }
      return metricsOfGroups(session, new Map(group.map((each) => [each.subject.key, each.subject.campaigns ?? []])), all, asker);
    });
    for (const each of group) found.set(each, sets.get(each.subject.key) ?? NONE);
  }
  return wanted.map((each) => found.get(each) ?? NONE);
};
