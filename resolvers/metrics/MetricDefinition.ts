import { Field, ObjectType } from 'type-graphql';
import { dimensionsOf } from '../../src/metrics/dimensions';
import type { Additivity, Better, Metric, MetricUnit } from '../../src/metrics/metric';
import { DIMENSIONS, type Dimension, type MetricName } from '../../src/metrics/question';
import { formulaOf, METRICS, metricOf } from '../../src/metrics/registry';
import { AdditivityEnum, DimensionNameEnum, DirectionEnum, MetricNameEnum, UnitEnum } from './enums';

/** What a metric means. */
@ObjectType({ description: 'What a metric means. Its label and description come in three languages.', simpleResolvers: true })
export class MetricDefinition {
  @Field(() => MetricNameEnum) name!: MetricName;
  @Field(() => UnitEnum) unit!: MetricUnit;
  @Field(() => DirectionEnum) better!: Better;
  @Field(() => AdditivityEnum) additivity!: Additivity;
  @Field(() => String, { description: 'How it is computed, in terms of named metrics and of facts.' }) formula!: string;
  @Field(() => [DimensionNameEnum], { description: 'What it can be broken down and filtered by.' }) dimensions!: Dimension[];
  /** The registry's statement, for labels. */
  metric!: Metric;
}

/** The definition of a metric of the registry; a BadQuestion when there is none of that name. */
export function definitionOf(name: MetricName): MetricDefinition {
  const metric = metricOf(name);
  const { unit, better } = metric.about;
  const places = metric.leaves.map(({ fact }) => new Set(dimensionsOf(fact)));
  const dimensions = DIMENSIONS.filter((dimension) => places.every((has) => has.has(dimension)));
  return { name, unit, better, additivity: metric.additivity, formula: formulaOf(metric), dimensions, metric };
}

/** The catalogue, in the registry's order; with `search` those whose name, label, description or synonym holds it, in any language. */
export function catalogue(search?: string | null): MetricDefinition[] {
  const wanted = search?.trim().toLowerCase() ?? '';
  return [...METRICS.entries()].filter(([name, metric]) => wordsOf(name, metric).includes(wanted)).map(([name]) => definitionOf(name));
}

function wordsOf(name: MetricName, { about }: Metric): string {
  const texts = [about.label, about.describe].flatMap((each) => Object.values(each) as string[]);
  return [name, ...texts, ...(about.synonyms ?? [])].join('\n').toLowerCase();
}
