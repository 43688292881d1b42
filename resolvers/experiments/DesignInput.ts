import { Field, Float, InputType, Int } from 'type-graphql';
import { CorrectionEnum, EffectScaleEnum, LooksEnum } from '../../entities/research/experiment-enums';

/** What is declared of an experiment before its first users come. */
@InputType({ description: 'What is declared of an experiment before its first users come.' })
export class DesignInput {
  @Field(() => String, { nullable: true }) hypothesis?: string | null;
  @Field(() => String, { nullable: true, description: 'What is split by chance: a user, a shop, a session.' }) unit?: string | null;
  @Field(() => [String], { defaultValue: [], description: 'The metrics that decide: one family for corrections.' }) family!: string[];
  @Field(() => CorrectionEnum, { defaultValue: 'HOLM' }) correction!: keyof typeof CorrectionEnum;
  @Field(() => EffectScaleEnum, { defaultValue: 'ABSOLUTE' }) scale!: keyof typeof EffectScaleEnum;
  @Field(() => LooksEnum, { defaultValue: 'ONE' }) looks!: keyof typeof LooksEnum;
  @Field(() => Int, { nullable: true }) usersPerArm?: number | null;
  @Field(() => Float, { nullable: true, description: 'The smallest lift that is to be shown; 0.1 is a tenth more.' }) leastLift?:
    | number
    | null;
}
