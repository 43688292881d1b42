import { Field, Float, ID, InputType, registerEnumType } from 'type-graphql';
import { ActionKind } from '../../entities/research/Action';
import { FindingKind } from '../../entities/research/Finding';
import { DayScalar } from '../../entities/scalars';
import { MetricNameEnum } from '../metrics/enums';
import { FilterInput } from '../metrics/MetricQueryInput';

const MAYBE = { nullable: true } as const;

/** What a piece of evidence refers to. */
export const EvidenceKindEnum = {
  CELL: 'CELL',
  EXPERIMENT: 'EXPERIMENT',
  STUDY: 'STUDY',
  HIGHLIGHT: 'HIGHLIGHT',
  COMPETITOR: 'COMPETITOR',
  MENTION: 'MENTION',
  LINK: 'LINK',
} as const;
registerEnumType(EvidenceKindEnum, {
  name: 'EvidenceKind',
  description:
    'What a reference is: the lineage of a number, the key of an experiment, the key of a study (and more behind a space), the id of a highlight or of a competitor fact, a post, an address.',
});

/** A finding to be recorded. */
@InputType({ description: 'A finding to be recorded.' })
export class FindingInput {
  @Field(() => FindingKind) kind!: FindingKind;
  @Field(() => String, { description: 'One sentence.' }) statement!: string;
  @Field(() => Float, { ...MAYBE, description: '0 to 1.' }) confidence?: number | null;
  @Field(() => [String], { defaultValue: [], description: 'Keys of the goals that it matters to.' }) goals!: string[];
  @Field(() => DayScalar, { ...MAYBE, description: 'When it is to be looked at again.' }) reviewOn?: string | null;
}

/** What speaks for or against a finding. */
@InputType({ description: 'What speaks for or against a finding.' })
export class EvidenceInput {
  @Field(() => EvidenceKindEnum) kind!: keyof typeof EvidenceKindEnum;
  @Field(() => String) reference!: string;
  @Field(() => Boolean, { defaultValue: true }) supports!: boolean;
  @Field(() => String, MAYBE) note?: string | null;
}

/** What is done because of a finding. */
@InputType({ description: 'What is done because of a finding.' })
export class ActionInput {
  @Field(() => ID) finding!: string;
  @Field(() => ActionKind) kind!: ActionKind;
  @Field(() => String) title!: string;
  @Field(() => String, MAYBE) owner?: string | null;
  @Field(() => DayScalar, MAYBE) due?: string | null;
  @Field(() => MetricNameEnum, { ...MAYBE, description: 'What it is to move.' }) metric?: string | null;
  @Field(() => [FilterInput], { defaultValue: [] }) where!: FilterInput[];
  @Field(() => Float, { ...MAYBE, description: 'By which share: 0.05 is a twentieth more.' }) expectedEffect?: number | null;
}
