import { Field, Float, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Flag, Id, Instant, OnDay, Text, WorkspaceKey } from '../columns';

const real = (name: string, nullable: boolean) => Column({ name, type: 'float8', nullable });
const MAYBE = { nullable: true } as const;

/** What was decided on an experiment, and what is to be expected of it. */
@ObjectType({ description: 'What was decided on an experiment, and what is to be expected of it.' })
@Entity({ schema: 'hub', name: 'experiment_decision' })
export class ExperimentDecision {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  @Text({ graph: false }) experiment!: string;
  @Text() metric!: string;
  @Text() variant!: string;
  @Flag() shipped!: boolean;
  @Text() reason!: string;
  /** The first day on which everybody got it. */
  @OnDay({ nullable: true }) shippedOn!: string | null;
  @Text() decidedBy!: string;
  @Instant() decidedAt!: Date;
  @Field(() => Float, { ...MAYBE, description: 'The lift as it was seen.' }) @real('lift', true) lift!: number | null;
  @Field(() => Float, MAYBE) @real('standard_error', true) standardError!: number | null;
  @Field(() => Float, {
    ...MAYBE,
    description:
      'The lift that is to be expected: what is shipped because it looked best looked better than it is, and is drawn towards 0.',
  })
  @real('shrunk_lift', true)
  shrunkLift!: number | null;
  @Field(() => Float, MAYBE) @real('shrunk_error', true) shrunkError!: number | null;
  @Field(() => Float, { description: 'How far lifts of such experiments spread around 0, by which the lift was drawn.' })
  @real('prior_error', false)
  priorError!: number;
  /** The goal whose metric moves by the lift. */
  @Text({ nullable: true }) goal!: string | null;
  @Field(() => Float, { description: 'The share of the goal’s metric that the change reaches, 0 to 1.' })
  @real('share', false)
  share!: number;
}
