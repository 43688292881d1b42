import { GraphQLEnumType } from 'graphql';

const MODELS = ['FIRST', 'LAST', 'LINEAR', 'TIME_DECAY', 'POSITION', 'MARKOV', 'SHAPLEY'];

/** How an outcome is credited to the touches before it. A fixed name of the schema; no field of this version takes it. */
export const AttributionModel = new GraphQLEnumType({
  name: 'AttributionModel',
  description: 'How an outcome is credited to the touches before it. No field of this version takes it.',
  values: Object.fromEntries(MODELS.map((model) => [model, {}])),
});
