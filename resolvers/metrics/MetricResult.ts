import { Field, ObjectType } from 'type-graphql';
import { DayScalar } from '../../entities/scalars';
import { type ArgumentPath, Cost, pageSize } from '../../src/graph/cost';
import { PageInfo } from '../PageInfo';
import { AnswerHead } from './AnswerHead';
import { DimensionValue } from './DimensionValue';
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

/** An answer, and what it rests on. */
@ObjectType({ description: 'An answer, and what it rests on: ask again with the same asOf and get the same.', simpleResolvers: true })
export class MetricResult extends AnswerHead {
  @Cost({ items: pageSize })
  @Field(() => [MetricRow])
  rows!: MetricRow[];

  @Field(() => MetricRow, { nullable: true }) totals!: MetricRow | null;

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
