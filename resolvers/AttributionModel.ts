import { registerEnumType } from 'type-graphql';
import { ATTRIBUTION_MODELS, CREDITED } from '../src/metrics/attribution/attribution-question';

const membersOf = <const T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [K in T]: K };

/** How an outcome is credited to the touches before it. */
export const AttributionModel = membersOf(ATTRIBUTION_MODELS);
registerEnumType(AttributionModel, {
  name: 'AttributionModel',
  description: 'How an outcome is credited to the touches before it.',
  valuesConfig: {
    FIRST: { description: 'All to the first touch of the journey.' },
    LAST: { description: 'All to the last touch.' },
    LAST_NON_DIRECT: { description: 'All to the last touch that something brought; to the last where nothing did.' },
    LINEAR: { description: 'Equally to every touch.' },
    TIME_DECAY: { description: 'Half as much for each half-life that a touch was earlier.' },
    POSITION: { description: 'Two fifths each to the first and the last touch, the rest to those between, unless said otherwise.' },
    CUSTOM: { description: 'By weights given from the last touch back.' },
    MARKOV: { description: 'By what is lost when every step to it leads to nothing, in a Markov chain of the journeys.' },
    SHAPLEY: { description: 'By what it adds to the order rate of every set of others, on average over all orders.' },
  },
});

/** What credit is broken down by. */
export const CreditedEnum = membersOf(CREDITED);
registerEnumType(CreditedEnum, { name: 'Credited', description: 'What credit for orders is broken down by.' });
