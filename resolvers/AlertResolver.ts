import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { DateTimeScalar } from '../entities/scalars';
import { type AlertText, alertText } from '../src/alerts/alert-text';
import type { AlertKind } from '../src/alerts/condition';
import { type AlertState, decideAlert } from '../src/alerts/record-change';
import { type AlertFilter, alertsOf, changesOf, countAlerts, deliveriesOf } from '../src/alerts/stored-alerts';
import { Cost } from '../src/graph/cost';
import { decodeCursor } from '../src/graph/cursor';
import { Edge } from '../src/graph/edge';
import type { Batch, GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { groupBy } from '../src/lib/group-by';
import { Alert, AlertChange, AlertConnection, AlertDelivery, AlertKindEnum, AlertStateEnum, alertOf, changeOf } from './alerts/Alert';
import { definitionOf, MetricDefinition } from './metrics/MetricDefinition';
import { STATEMENT } from './metrics/query-cost';

const DEFAULT_PAGE = 20;

const changes: Batch<number, AlertChange[]> = async (context, ids) => {
  const found = groupBy(await context.read((session) => changesOf(session, ids)), ({ alertId }) => alertId);
  return ids.map((id) => (found.get(id) ?? []).map(changeOf));
};

const deliveries: Batch<number, AlertDelivery[]> = async (context, ids) => {
  const found = groupBy(await context.read((session) => deliveriesOf(session, ids)), ({ alertId }) => alertId ?? 0);
  return ids.map((id) => [...(found.get(id) ?? [])]);
};

/** What is wrong, and what people do about it. */
@Resolver(() => Alert)
export class AlertResolver {
  @Permit('viewer')
  @Cost({ own: STATEMENT })
  @Query(() => AlertConnection, { description: 'What is wrong and what was, those that changed last first.' })
  async alerts(
    @Arg('state', () => [AlertStateEnum], { nullable: true }) states: AlertState[] | null,
    @Arg('kind', () => [AlertKindEnum], { nullable: true }) kinds: AlertKind[] | null,
    @Arg('since', () => DateTimeScalar, { nullable: true, description: 'Changed since then.' }) since: Date | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GraphContext,
  ): Promise<AlertConnection> {
    const size = first ?? DEFAULT_PAGE;
    const [changedAt, id] = after ? decodeCursor(after, ['string', 'number']) : [];
    const filter: AlertFilter = { states, kinds, since, after: after ? { changedAt: String(changedAt), id: Number(id) } : null };
    const rows = await context.read((session) => alertsOf(session, filter, size + 1));
    const edges = rows.slice(0, size).map((row) => new Edge(alertOf(row), () => [row.place, row.id]));
    return {
      edges,
      pageInfo: { hasNextPage: rows.length > size, endCursor: edges.at(-1)?.cursor ?? null },
      totalCount: () => context.read((session) => countAlerts(session, filter)),
    };
  }

  @FieldResolver(() => String, { description: 'In a few words, in the language of who asks.' })
  title(@Root() alert: Alert, @Ctx() context: GraphContext): string {
    return wordsOf(alert, context).title;
  }

  @FieldResolver(() => String, { description: 'The number with what it is held against, what it means, and where to trace it.' })
  text(@Root() alert: Alert, @Ctx() context: GraphContext): string {
    return wordsOf(alert, context).text;
  }

  @FieldResolver(() => MetricDefinition, { nullable: true, description: 'What the number means.' })
  definition(@Root() { metric }: Alert): MetricDefinition | null {
    return metric === null ? null : definitionOf(metric);
  }

  @FieldResolver(() => [AlertChange], { description: 'How it went on, from the first.' })
  changes(@Root() { id }: Alert, @Ctx() context: GraphContext): Promise<AlertChange[]> {
    return context.load(changes, id);
  }

  @FieldResolver(() => [AlertDelivery], { description: 'Who was told of it.' })
  deliveries(@Root() { id }: Alert, @Ctx() context: GraphContext): Promise<AlertDelivery[]> {
    return context.load(deliveries, id);
  }

  @Permit('analyst')
  @Mutation(() => Alert, { description: 'Takes an alert in hand. It stays until it is over; that it gets worse is still told.' })
  acknowledgeAlert(
    @Arg('id', () => ID) id: string,
    @Arg('note', () => String, { nullable: true }) note: string | null,
    @Ctx() context: GraphContext,
  ): Promise<Alert> {
    return decided(context, Number(id), 'ACKNOWLEDGED', note ?? null);
  }

  @Permit('analyst')
  @Mutation(() => Alert, {
    description: 'Has done with an alert. The same thing is told anew when it gets worse, or when it was over in between.',
  })
  closeAlert(
    @Arg('id', () => ID) id: string,
    @Arg('note', () => String, { nullable: true }) note: string | null,
    @Ctx() context: GraphContext,
  ): Promise<Alert> {
    return decided(context, Number(id), 'CLOSED', note ?? null);
  }
}

async function decided(context: GraphContext, id: number, state: 'ACKNOWLEDGED' | 'CLOSED', note: string | null): Promise<Alert> {
  await context.write((session) => decideAlert(session, id, { state, by: context.caller.name, note, at: context.now() }));
  const [alert] = await context.read((session) => alertsOf(session, { id }, 1));
  return alertOf(alert!);
}

function wordsOf({ id, kind, level, details }: Alert, { locale }: GraphContext): AlertText {
  return alertText({ id, kind, level, details }, locale);
}
