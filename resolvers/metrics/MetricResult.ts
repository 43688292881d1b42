import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar, DayScalar } from '../../entities/scalars';
import { type ArgumentPath, Cost, pageSize } from '../../src/graph/cost';
import type { MetricName, WarningCode } from '../../src/metrics/question';
import { PageInfo } from '../PageInfo';
import { DimensionValue } from './DimensionValue';
import { MetricNameEnum, WarningCodeEnum } from './enums';
import { MetricValue } from './MetricValue';

/** A cell is computed with its row and costs a fifth of what an object of its own would. */
const CELL = 0.2;

/** One row: a period, a combination of dimension values, and a value for each selected metric. */
@ObjectType({
  description: 'One row: a period, a combination of dimension values, and a value for each selected metric.',
  simpleResolvers: true,
})
export class MetricRow {
  @Field(() => DayScalar, { nullable: true, description: 'The first day of the row’s grain; null without a grain.' })
  period!: string | null;

  @Cost({ items: (path) => CELL * asked(path, 'by') })
  @Field(() => [DimensionValue])
  dimensions!: DimensionValue[];

  @Cost({ items: (path) => CELL * asked(path, 'select') })
  @Field(() => [MetricValue])
  values!: MetricValue[];
}

/** Why an answer is to be read with care. */
@ObjectType({ description: 'Why an answer is to be read with care.', simpleResolvers: true })
export class QueryWarning {
  @Field(() => WarningCodeEnum) code!: WarningCode;
  @Field(() => String) message!: string;
  @Field(() => MetricNameEnum, { nullable: true }) metric!: MetricName | null;
}

/** An answer, and what it rests on. */
@ObjectType({ description: 'An answer, and what it rests on: ask again with the same asOf and get the same.', simpleResolvers: true })
export class MetricResult {
  @Cost({ items: pageSize })
  @Field(() => [MetricRow])
  rows!: MetricRow[];

  @Field(() => MetricRow, { nullable: true }) totals!: MetricRow | null;

  @Cost({ items: () => 1 })
  @Field(() => [QueryWarning])
  warnings!: QueryWarning[];

  @Field(() => DateTimeScalar) asOf!: Date;
  @Field(() => String) dataVersion!: string;
  @Field(() => String) currency!: string;
  @Field(() => PageInfo) pageInfo!: PageInfo;
}

/** How many names the nearest query asks for under a property. */
function asked(path: ArgumentPath, property: 'by' | 'select'): number {
  for (const { query } of path) {
    const names = (query as Record<string, unknown> | undefined)?.[property];
    if (Array.isArray(names)) return names.length;
  }
  return 1;
}
