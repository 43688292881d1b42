import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Texts } from '../src/metrics/metric';
import type { Asker } from '../src/metrics/question';
import { LocaleEnum } from './metrics/enums';
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

function inLanguage(texts: Texts, locale: Locale | null): string {
  return { EN: texts.en, ZH_HANS: texts.zhHans, ZH_HANT: texts.zhHant }[locale ?? 'EN'];
}
