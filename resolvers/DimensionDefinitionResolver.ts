import { Arg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Permit } from '../src/graph/permit';
import type { Asker } from '../src/metrics/question';
import { DimensionDefinition, dimensionDefinitions } from './metrics/DimensionDefinition';
import { LocaleEnum } from './metrics/enums';
import { inLanguage } from './metrics/in-language';

type Locale = Asker['locale'];

/** What numbers can be broken down by, and what that means. */
@Resolver(() => DimensionDefinition)
export class DimensionDefinitionResolver {
  @Permit('viewer')
  @Query(() => [DimensionDefinition], { description: 'Every dimension, with the dimensions that stand above it.' })
  dimensionCatalog(): DimensionDefinition[] {
    return dimensionDefinitions();
  }

  @FieldResolver(() => String)
  label(
    @Root() definition: DimensionDefinition,
    @Arg('locale', () => LocaleEnum, { nullable: true, defaultValue: 'EN' }) locale: Locale | null,
  ): string {
    return inLanguage(definition.about.label, locale);
  }

  @FieldResolver(() => String)
  description(
    @Root() definition: DimensionDefinition,
    @Arg('locale', () => LocaleEnum, { nullable: true, defaultValue: 'EN' }) locale: Locale | null,
  ): string {
    return inLanguage(definition.about.describe, locale);
  }
}
