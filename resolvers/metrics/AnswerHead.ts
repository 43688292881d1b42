import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../entities/scalars';
import { Cost } from '../../src/graph/cost';
import type { MetricName, WarningCode } from '../../src/metrics/question';
import { MetricNameEnum, WarningCodeEnum } from './enums';

/** Why an answer is to be read with care. */
@ObjectType({ description: 'Why an answer is to be read with care.', simpleResolvers: true })
export class QueryWarning {
  @Field(() => WarningCodeEnum) code!: WarningCode;
  @Field(() => String) message!: string;
  @Field(() => MetricNameEnum, { nullable: true }) metric!: MetricName | null;
}

/** What an answer rests on: its currency, the instant and the version of the data, and why it is to be read with care. */
@ObjectType()
export abstract class AnswerHead {
  @Cost({ items: () => 1 })
  @Field(() => [QueryWarning])
  warnings!: QueryWarning[];

  @Field(() => DateTimeScalar) asOf!: Date;
  @Field(() => String) dataVersion!: string;
  @Field(() => String) currency!: string;
}
