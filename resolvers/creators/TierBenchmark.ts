import { Field, ObjectType } from 'type-graphql';
import { PeerSpread } from './PeerSpread';

/** How the accounts of a tier lie by a metric. */
@ObjectType({ description: 'How the accounts of a tier of creators lie by a metric: each account is one value.', simpleResolvers: true })
export class TierBenchmark {
  @Field(() => String) tier!: string;
  @Field(() => String) label!: string;
  @Field(() => PeerSpread) spread!: PeerSpread;
}
