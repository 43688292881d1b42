import { Field, ObjectType } from 'type-graphql';
import { DIMENSION_CATALOG, type DimensionAbout } from '../../src/metrics/dimension-catalog';
import type { Dimension } from '../../src/metrics/question';
import { DimensionNameEnum } from './enums';

/** What a dimension means. */
@ObjectType({ description: 'What a dimension means. Its label and description come in three languages.', simpleResolvers: true })
export class DimensionDefinition {
  @Field(() => DimensionNameEnum) name!: Dimension;

  @Field(() => [DimensionNameEnum], { description: 'The dimensions that it divides further, the coarsest first.' })
  above!: readonly Dimension[];

  @Field(() => DimensionNameEnum, {
    nullable: true,
    description: "The dimension whose names the workspace's mapping rules make it of; null for what the facts hold themselves.",
  })
  madeOf!: Dimension | null;

  /** The catalogue's entry, for labels. */
  about!: DimensionAbout;
}

/** The definitions of all dimensions. */
export function dimensionDefinitions(): DimensionDefinition[] {
  return [...DIMENSION_CATALOG].map(([name, about]) => ({ name, above: about.above, madeOf: about.madeOf, about }));
}
