import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Text, WorkspaceKey } from '../columns';

/** One time that a study was asked. */
@ObjectType({ description: 'One time that a study was asked.' })
@Entity({ schema: 'hub', name: 'study_wave' })
export class StudyWave {
  @WorkspaceKey() workspaceId!: number;
  @PrimaryColumn({ name: 'study_id', type: 'integer' }) studyId!: number;
  /** As the answers name it. */
  @Field(() => String) @PrimaryColumn({ type: 'text' }) wave!: string;
  @Column({ type: 'integer' }) position!: number;
  /** How its people were found; a change of it breaks the trend. */
  @Text() sample!: string;
}
