import { Field, ObjectType } from 'type-graphql';
import { dimensionsOfMetric } from '../../src/metrics/catalog';
import { definitionVersion } from '../../src/metrics/definition-version';
import type { Additivity, Better, Metric, MetricUnit } from '../../src/metrics/metric';
import type { Dimension, MetricName } from '../../src/metrics/question';
import { formulaOf, metricOf } from '../../src/metrics/registry';
import { AdditivityEnum, DimensionNameEnum, DirectionEnum, MetricNameEnum, UnitEnum } from './enums';

/** What a metric means. */
@ObjectType({ description: 'What a metric means. Its label and description come in three languages.', simpleResolvers: true })
export class MetricDefinition {
  @Field(() => MetricNameEnum) name!: MetricName;
  @Field(() => UnitEnum) unit!: MetricUnit;
  @Field(() => DirectionEnum) better!: Better;
  @Field(() => AdditivityEnum) additivity!: Additivity;
  @Field(() => String, { description: 'How it is computed, in terms of named metrics and of facts.' }) formula!: string;
  @Field(() => String, {
    description: 'A digest of what it means: it changes with the formula and all that it is made of, not with labels.',
  })
  version!: string;
  @Field(() => [DimensionNameEnum], { description: 'What it can be broken down and filtered by.' }) dimensions!: Dimension[];
  @Field(() => [DimensionNameEnum], {
    description: 'Dimensions over which it cannot be added up: a question groups by each of them, or filters by one value of it.',
  })
  apart!: readonly Dimension[];

  @Field(() => [String], { description: 'Other words that people look for it by, in any language.' }) synonyms!: readonly string[];
  /** The registry's statement, for labels. */
  metric!: Metric;
}

/** The definition of a metric of the registry; a BadQuestion when there is none of that name. */
export function definitionOf(name: MetricName): MetricDefinition {
  const metric = metricOf(name);
  const { unit, better, synonyms = [] } = metric.about;
  const { additivity } = metric;
  const apart = [...new Set(metric.leaves.flatMap((leaf) => leaf.apart ?? []))];
  return {
    name,
    unit,
    better,
    additivity,
    formula: formulaOf(metric),
    version: definitionVersion(metric),
    dimensions: dimensionsOfMetric(metric),
    apart,
    synonyms,
    metric,
  };
}
