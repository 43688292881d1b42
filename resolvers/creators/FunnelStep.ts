import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { FUNNEL, type FunnelStepName } from '../../src/metrics/creators/live-report';
import { MetricValue } from '../metrics/MetricValue';

/** The steps, for the schema. */
export const FunnelStepNameEnum = Object.fromEntries(Object.keys(FUNNEL).map((name) => [name, name])) as Record<
  FunnelStepName,
  FunnelStepName
>;
registerEnumType(FunnelStepNameEnum, {
  name: 'FunnelStepName',
  description: 'From being shown to having paid.',
  valuesConfig: {
    ENTER: { description: 'Views of exposures.' },
    PRODUCT_EXPOSURE: { description: 'Exposures of products for each view.' },
    PRODUCT_CLICK: { description: 'Clicks on products of exposures of products.' },
    CREATE_ORDER: { description: 'Orders made, paid or not, of clicks on products.' },
    PAY: { description: 'Paid orders of orders made.' },
  },
});

/** A step of a livestream’s funnel. */
@ObjectType({ description: 'A step of a livestream’s funnel: a rate, with the two numbers that it is of.', simpleResolvers: true })
export class FunnelStep {
  @Field(() => FunnelStepNameEnum) name!: FunnelStepName;
  @Field(() => MetricValue) rate!: MetricValue;
  @Field(() => MetricValue) numerator!: MetricValue;
  @Field(() => MetricValue) denominator!: MetricValue;
}
