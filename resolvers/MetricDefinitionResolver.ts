import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Asker } from '../src/metrics/question';
import { LocaleEnum } from './metrics/enums';
import { inLanguage } from './metrics/in-language';
import { MetricDefinition } from './metrics/MetricDefinition';

type Locale = Asker['locale'];

/** What a metric is called and what it says, in the language that is asked for. */
@Resolver(() => MetricDefinition)
export class MetricDefinitionResolver {
  @FieldResolver(() => String)
  label(
    @Root() definition: MetricDefinition,
    @Arg('locale', () => LocaleEnum, { nullable: true, defaultValue: 'EN' }) locale: Locale | null,
  ): string {
    return inLanguage(definition.metric.about.label, locale);
  }

  @FieldResolver(() => String)
  description(
    @Root() definition: MetricDefinition,
    @Arg('locale', () => LocaleEnum, { nullable: true, defaultValue: 'EN' }) locale: Locale | null,
  ): string {
    return inLanguage(definition.metric.about.describe, locale);
  }
}
