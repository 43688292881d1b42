import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, DayScalar } from '../../entities/scalars';
import { ALERT_KINDS, type AlertDetails, type AlertKind } from '../../src/alerts/condition';
import { ALERT_STATES, type AlertState } from '../../src/alerts/record-change';
import type { PlacedAlert, StoredChange, StoredDelivery } from '../../src/alerts/stored-alerts';
import { Cost, pageSize } from '../../src/graph/cost';
import type { Day } from '../../src/lib/day';
import type { MetricUnit } from '../../src/metrics/metric';
import { MetricNameEnum, UnitEnum } from '../metrics/enums';
import { PageInfo } from '../PageInfo';

const MAYBE = { nullable: true } as const;

function enumOf<const T extends string>(name: string, description: string, members: readonly T[]): { readonly [M in T]: M } {
  const values = Object.fromEntries(members.map((each) => [each, each])) as { readonly [M in T]: M };
  registerEnumType(values, { name, description });
  return values;
}

export const AlertKindEnum = enumOf('AlertKind', 'What alerts are raised for.', ALERT_KINDS);
export const AlertStateEnum = enumOf(
  'AlertState',
  'How an alert stands. ACKNOWLEDGED: somebody has it in hand. CLOSED: somebody has done with it, or it is over.',
  ALERT_STATES,
);
const DeliveryStatusEnum = enumOf('AlertDeliveryStatus', 'DEAD: given up after all attempts; `error` says why.', [
  'QUEUED',
  'DELIVERED',
  'DEAD',
]);

/** A number by name. */
@ObjectType({ description: 'A number by name.', simpleResolvers: true })
export class AlertNumber {
  @Field(() => String) name!: string;
  @Field(() => Float) value!: number;
}

/** A change of an alert. */
@ObjectType({ description: 'A change of an alert, as it was recorded.', simpleResolvers: true })
export class AlertChange {
  @Field(() => Int) no!: number;
  @Field(() => DateTimeScalar) at!: Date;
  @Field(() => String) level!: string;
  @Field(() => AlertStateEnum) state!: AlertState;
  @Field(() => String, { ...MAYBE, description: 'Who changed it; null where the numbers did.' }) by!: string | null;
  @Field(() => String, MAYBE) note!: string | null;
  @Field(() => Float, { ...MAYBE, description: 'The number, as it was then.' }) value!: number | null;
}

/** How a change goes out to a destination. */
@ObjectType({ description: 'How a change of an alert, or a test, goes out to a destination.', simpleResolvers: true })
export class AlertDelivery {
  @Field(() => ID) id!: number;
  @Field(() => String) destination!: string;
  @Field(() => Int, { ...MAYBE, description: 'The change that is told; null of a test.' }) changeNo!: number | null;
  @Field(() => DeliveryStatusEnum) status!: StoredDelivery['status'];
  @Field(() => Int) attempts!: number;
  @Field(() => DateTimeScalar) queuedAt!: Date;
  @Field(() => DateTimeScalar, { description: 'Of one that waits: not before.' }) nextAt!: Date;
  @Field(() => DateTimeScalar, MAYBE) finishedAt!: Date | null;
  @Field(() => String, { ...MAYBE, description: 'Why the last attempt failed.' }) error!: string | null;
}

/** Something that is wrong, or was. */
@ObjectType({
  description: 'Something that is wrong, or was: the number, what it is held against, and where to trace it.',
  simpleResolvers: true,
})
export class Alert {
  @Field(() => ID) id!: number;
  @Field(() => AlertKindEnum) kind!: AlertKind;
  @Field(() => String, { description: 'What it is about: a brand, a goal, a source, a metric of a brand.' }) thing!: string;
  @Field(() => String, { description: 'How bad it is, in the words of its kind; OVER when it is over.' }) level!: string;
  @Field(() => AlertStateEnum) state!: AlertState;
  @Field(() => String, { ...MAYBE, description: 'Who acknowledged or closed it.' }) owner!: string | null;
  @Field(() => DateTimeScalar) openedAt!: Date;
  @Field(() => DateTimeScalar) changedAt!: Date;
  @Field(() => DateTimeScalar, { ...MAYBE, description: 'When it was over.' }) endedAt!: Date | null;
  @Field(() => String, { ...MAYBE, description: 'Key of the brand.' }) brand!: string | null;
  @Field(() => String, { ...MAYBE, description: 'Key of the goal.' }) goal!: string | null;
  @Field(() => String, { ...MAYBE, description: 'Key of the source.' }) source!: string | null;
  @Field(() => MetricNameEnum, MAYBE) metric!: string | null;
  @Field(() => DayScalar, { ...MAYBE, description: 'The day of the number, or up to which it counts.' }) day!: Day | null;
  @Field(() => Float, MAYBE) value!: number | null;
  @Field(() => Float, {
    ...MAYBE,
    description: 'What was expected: by the weekdays before, by the plan to date, or the limit of the rule.',
  })
  expected!: number | null;
  @Field(() => Float, MAYBE) target!: number | null;
  @Field(() => UnitEnum, { ...MAYBE, description: 'Null of counts of runs, records and days.' }) unit!: MetricUnit | null;
  @Field(() => String, MAYBE) currency!: string | null;
  @Field(() => [AlertNumber], { description: 'Other numbers that decided.' }) numbers!: AlertNumber[];
  @Field(() => String, { ...MAYBE, description: 'An error or a reason, in English.' }) said!: string | null;
  @Field(() => ID, { ...MAYBE, description: 'Hand to `lineage` for the records behind the value.' }) lineage!: string | null;
  @Field(() => [String], { description: 'Sources behind the number that are late: it may still change.' }) behind!: readonly string[];
  /** The numbers, for words. */
  details!: AlertDetails;
}

/** An alert and its place in the list. */
@ObjectType({ description: 'An alert and its place in the list.', simpleResolvers: true })
export class AlertEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Alert) node!: Alert;
}

/** A page of alerts. */
@ObjectType({ description: 'A page of alerts, those that changed last first.', simpleResolvers: true })
export class AlertConnection {
  @Cost({ items: pageSize })
  @Field(() => [AlertEdge])
  edges!: AlertEdge[];

  @Field(() => PageInfo) pageInfo!: PageInfo;

  /** Counted only when it is asked for. */
  @Field(() => Int, { description: 'How many alerts there are in all pages.' })
  totalCount!: () => Promise<number>;
}

/** An alert as the graph shows it. */
export function alertOf({ place: _, ...alert }: PlacedAlert): Alert {
  const { subject: __, owner: ___, numbers, ...details } = alert.details;
  return { ...details, ...alert, numbers: Object.entries(numbers).map(([name, value]) => ({ name, value })) };
}

/** A change as the graph shows it. */
export function changeOf({ details: { value }, ...change }: StoredChange): AlertChange {
  return { ...change, value };
}
