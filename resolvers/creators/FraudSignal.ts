import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { DayScalar } from '../../entities/scalars';
import { SIGNALS, type SignalName } from '../../src/metrics/creators/signal';
import type { ToldRow } from '../../src/metrics/evidence/told-rows';
import { PeerSpread } from './PeerSpread';

/** The signals, for the schema. */
export const FraudSignalNameEnum = Object.fromEntries(SIGNALS.map((name) => [name, name])) as Record<SignalName, SignalName>;
registerEnumType(FraudSignalNameEnum, {
  name: 'FraudSignalName',
  description: 'What may show that numbers were helped along. None is a proof.',
  valuesConfig: {
    FOLLOWER_SPIKE: { description: 'Followers leap between two posts, by growth a day on the logarithmic scale.' },
    LIKE_COMMENT_RATIO: { description: 'Likes for each comment lie apart from those of the tier.' },
    ENGAGEMENT_RATE: { description: 'Engagements for each view lie apart from those of the tier.' },
    VIEW_COMMENT_MISMATCH: { description: 'Comments for each view lie apart.' },
    BUYER_CONCENTRATION: { description: 'Few buyers stand behind many orders.' },
    REFUNDS_AFTER_SETTLEMENT: { description: 'A share of what was paid that went back once the account was closed.' },
    GMV_STEP: { description: 'GMV leaps at a full or half hour though no more people come in.' },
  },
});

/** Who or what a signal is about. */
export const SubjectKindEnum = { ACCOUNT: 'ACCOUNT', LIVESTREAM: 'LIVESTREAM', COLLABORATION: 'COLLABORATION' } as const;
registerEnumType(SubjectKindEnum, { name: 'FraudSubjectKind', description: 'What a signal is about.' });

/** One thing that stands apart from its peers. */
@ObjectType({
  description: 'One thing that stands apart from its peers, how far, how the peers lie, and the rows that show it. A sign and no proof.',
  simpleResolvers: true,
})
export class FraudSignal {
  @Field(() => FraudSignalNameEnum) signal!: SignalName;
  @Field(() => SubjectKindEnum) subjectKind!: keyof typeof SubjectKindEnum;
  @Field(() => String, { description: '`platform:account`, `platform:livestream`, or the key of a collaboration.' }) subject!: string;
  @Field(() => String, { nullable: true, description: 'The account of the creator, `platform:account`.' }) account!: string | null;
  @Field(() => DayScalar, { description: 'The last day of the evidence.' }) day!: string;
  @Field(() => Float) value!: number;
  @Field(() => Float, { description: 'Robust deviations from the median of the peers, on the signal’s scale; negative below.' }) z!: number;
  @Field(() => PeerSpread) peers!: PeerSpread;
  @Field(() => String, { description: 'Whom it was compared with.' }) among!: string;
  evidence!: readonly ToldRow[];
}
