import { Field, Float, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Instant, Text, Texts, Whole, WorkspaceKey } from '../columns';
import { CorrectionEnum, EffectScaleEnum, LooksEnum } from './experiment-enums';

/** What was declared of an experiment before it was looked at. */
@ObjectType({ description: 'What was declared of an experiment, which results follow unless asked otherwise. Every declaration stays.' })
@Entity({ schema: 'hub', name: 'experiment_design' })
export class ExperimentDesign {
  @WorkspaceKey() workspaceId!: number;
  @PrimaryColumn({ type: 'text' }) experiment!: string;
  @Field(() => Float) @PrimaryColumn({ type: 'integer' }) version!: number;
  @Text() declaredBy!: string;
  @Instant() declaredAt!: Date;
  @Text({ nullable: true }) hypothesis!: string | null;
  /** What is split by chance: a user, a shop, a session. */
  @Text({ nullable: true }) unit!: string | null;
  /** The metrics that decide: one family for corrections. */
  @Texts() family!: string[];
  @Field(() => CorrectionEnum) @Column({ type: 'text' }) correction!: keyof typeof CorrectionEnum;
  @Field(() => EffectScaleEnum) @Column({ type: 'text' }) scale!: keyof typeof EffectScaleEnum;
  @Field(() => LooksEnum) @Column({ type: 'text' }) looks!: keyof typeof LooksEnum;
  @Whole({ nullable: true }) usersPerArm!: number | null;
  /** The smallest lift that is to be shown; 0.1 is a tenth more. */
  @Field(() => Float, { nullable: true }) @Column({ name: 'least_lift', type: 'float8', nullable: true }) leastLift!: number | null;
}
