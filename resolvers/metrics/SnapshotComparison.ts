import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ReportSnapshot } from '../../entities/research/ReportSnapshot';
import { DayScalar, DecimalScalar } from '../../entities/scalars';
import { Cost } from '../../src/graph/cost';
import type { MetricName, DimensionValue as Value } from '../../src/metrics/question';
import type { ComparedValue as Compared, ComparedReports, ComparedRow as Row, Unsplit } from '../../src/metrics/report/compare-reports';
import type { ComparedSnapshots } from '../../src/metrics/report/compare-snapshots';
import type { Definition } from '../../src/metrics/report/report';
import { decimalsOf } from '../../src/metrics/report/split-difference';
import { DimensionValue } from './DimensionValue';
import { MetricNameEnum } from './enums';

export const UnsplitReasonEnum = { NOT_SHOWN: 'NOT_SHOWN', NOT_DEFINED: 'NOT_DEFINED', OTHERS: 'OTHERS' } as const;
registerEnumType(UnsplitReasonEnum, {
  name: 'UnsplitReason',
  description:
    'Why a difference has no parts: the row is not shown in one of the reports, the number is not defined in one, or it is the row of all others.',
});

const PART = { nullable: true } as const;

/** What a metric meant when a report was answered. */
@ObjectType({ description: 'What a metric meant when a report was answered.', simpleResolvers: true })
export class DefinitionVersion {
  @Field(() => MetricNameEnum) metric!: MetricName;
  @Field(() => String, { description: 'Changes with the formula and all that it is made of.' }) version!: string;
  @Field(() => String) formula!: string;
}

/** A metric's value in two reports. */
@ObjectType({
  description: 'A metric’s value in two reports. The decimals redefined, restated, exchanged and moved add up to change, digit for digit.',
  simpleResolvers: true,
})
export class ComparedValue {
  @Field(() => MetricNameEnum) metric!: MetricName;
  @Field(() => Float, PART) from!: number | null;
  @Field(() => Float, PART) to!: number | null;
  @Field(() => DecimalScalar, { ...PART, description: 'to less from; nothing counts as 0 in what adds up.' }) change!: string | null;
  @Field(() => DecimalScalar, { ...PART, description: 'By another question, other mapping rules or another definition.' })
  redefined!: string | null;
  @Field(() => DecimalScalar, { ...PART, description: 'By rows of the same days that were revised, came late or were taken out.' })
  restated!: string | null;
  @Field(() => DecimalScalar, { ...PART, description: 'By other exchange rates or another currency.' }) exchanged!: string | null;
  @Field(() => DecimalScalar, { ...PART, description: 'By other days: what really changed.' }) moved!: string | null;
  @Field(() => UnsplitReasonEnum, PART) reason!: Unsplit | null;
}

/** A row of two reports. */
@ObjectType({ description: 'A row of two reports.', simpleResolvers: true })
export class ComparedRow {
  @Field(() => DayScalar, { nullable: true }) period!: string | null;
  @Cost({ items: () => 1 })
  @Field(() => [DimensionValue])
  dimensions!: Value[];
  @Cost({ items: () => 2 })
  @Field(() => [ComparedValue])
  values!: ComparedValue[];
}

/** A metric's definitions in two reports. */
@ObjectType({ description: 'What a metric meant in two reports.', simpleResolvers: true })
export class ComparedDefinition {
  @Field(() => MetricNameEnum) metric!: MetricName;
  @Field(() => DefinitionVersion) from!: Definition;
  @Field(() => DefinitionVersion) to!: Definition;
}

/** Two answers of one report. */
@ObjectType({ description: 'Two answers of one report, and what each difference comes of.', simpleResolvers: true })
export class SnapshotComparison {
  @Field(() => ReportSnapshot) from!: ComparedSnapshots['from'];
  @Field(() => ReportSnapshot, { nullable: true, description: 'Null for the present.' }) to!: ComparedSnapshots['to'];
  @Field(() => ComparedRow, { description: 'Of the whole range.' }) totals!: ComparedRow;
  @Cost({ items: () => 5 })
  @Field(() => [ComparedDefinition])
  definitions!: ComparedReports['definitions'];
  /** All of them; `rows` gives some. */
  all!: readonly ComparedRow[];
  @Field(() => Int, { description: 'How many rows there are.' }) rowCount!: number;
}

/** A comparison as the graph shows it. */
export function shownComparison({ rows, totals, ...rest }: ComparedSnapshots): SnapshotComparison {
  return { ...rest, totals: shownRow(totals), all: rows.map(shownRow), rowCount: rows.length };
}

function shownRow({ period, dimensions, values }: Row): ComparedRow {
  return { period, dimensions, values: values.map(shownValue) };
}

function shownValue({ split, ...value }: Compared): ComparedValue {
  const none = { change: null, redefined: null, restated: null, exchanged: null, moved: null };
  return { ...value, ...(split ? decimalsOf(split) : none) };
}
