import { Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../entities/scalars';

/** By which names texts were searched for a brand. */
@ObjectType({
  description: 'By which names texts were searched for a brand, and which words ruled it out; every change is a version.',
  simpleResolvers: true,
})
export class BrandQueryVersion {
  @Field(() => Int) version!: number;
  @Field(() => [String]) names!: string[];
  @Field(() => [String]) excludes!: string[];
  @Field(() => DateTimeScalar) since!: Date;
}
