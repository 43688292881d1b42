import { Field, ObjectType } from 'type-graphql';

/** What speaks for or against a finding. */
@ObjectType({ description: 'What speaks for or against a finding.', simpleResolvers: true })
export class Evidence {
  @Field(() => String) kind!: string;
  @Field(() => String) reference!: string;
  @Field(() => Boolean) supports!: boolean;
  @Field(() => String, { nullable: true }) note!: string | null;
}
