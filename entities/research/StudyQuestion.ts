import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Text, Texts, WorkspaceKey } from '../columns';

/** How a question is answered. */
export const QuestionKindEnum = {
  single: 'single',
  multi: 'multi',
  grid: 'grid',
  scale: 'scale',
  nps: 'nps',
  open: 'open',
  rank: 'rank',
  numeric: 'numeric',
} as const;
registerEnumType(QuestionKindEnum, {
  name: 'QuestionKind',
  description:
    'How a question is answered: one or several of its options, each row of a grid on a scale, a scale, 0 to 10, in words, by ranks, by a number.',
});

/** One question of a study. */
@ObjectType({ description: 'One question of a study.' })
@Entity({ schema: 'hub', name: 'study_question' })
export class StudyQuestion {
  @WorkspaceKey() workspaceId!: number;
  @PrimaryColumn({ name: 'study_id', type: 'integer' }) studyId!: number;
  /** As the answers name it; options of a multiple choice and rows of a grid or a ranking are `code[option]`. */
  @Field(() => String) @PrimaryColumn({ type: 'text' }) code!: string;
  @Column({ type: 'integer' }) position!: number;
  @Field(() => QuestionKindEnum) @Column({ type: 'text' }) kind!: keyof typeof QuestionKindEnum;
  @Text() text!: string;
  /** Answers in the order in which they are shown; of a grid and a ranking what is rated or ranked. */
  @Texts() options!: string[];
  /** The answer that shows that the question was read. */
  @Text({ nullable: true }) attention!: string | null;
}
