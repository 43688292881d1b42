import type { CreditModel } from '../../stats/attribution/journey';
import { MarkovCredits } from '../../stats/attribution/markov-credits';
import { RuleCredits } from '../../stats/attribution/rule-credits';
import { ShapleyCredits } from '../../stats/attribution/shapley-credits';
import type { TouchRule } from '../../stats/attribution/touch-weights';
import type { AskedAttribution, AttributionModelName } from './attribution-question';

/** The key of visits that nothing brought. */
export const DIRECT = 'direct';

/** An empty model for each that is asked for, over what may be credited. */
export function creditModels(asked: AskedAttribution, keys: readonly string[]): Map<AttributionModelName, CreditModel> {
  return new Map(asked.models.map((model) => [model, modelOf(model, asked, keys)]));
}

function modelOf(model: AttributionModelName, asked: AskedAttribution, keys: readonly string[]): CreditModel {
  if (model === 'MARKOV') return new MarkovCredits(keys.length, asked.markovOrder);
  if (model === 'SHAPLEY') return new ShapleyCredits(keys.length, { samples: asked.samples, seed: asked.seed });
  return new RuleCredits(keys.length, ruleOf(model, asked, keys));
}

/** The rule of a model that looks at one journey alone, where `keys` are what the numbers of channels stand for. */
export function ruleOf(
  model: Exclude<AttributionModelName, 'MARKOV' | 'SHAPLEY'>,
  asked: AskedAttribution,
  keys: readonly string[],
): TouchRule {
  const [first, last] = asked.position;
  switch (model) {
    case 'FIRST':
      return { kind: 'first' };
    case 'LAST':
      return { kind: 'last' };
    case 'LAST_NON_DIRECT':
      return { kind: 'lastNonDirect', direct: new Set(keys.flatMap((key, at) => (key === DIRECT ? [at] : []))) };
    case 'LINEAR':
      return { kind: 'linear' };
    case 'TIME_DECAY':
      return { kind: 'timeDecay', halfLifeDays: asked.halfLifeDays };
    case 'POSITION':
      return { kind: 'position', first, last };
    case 'CUSTOM':
      return { kind: 'custom', weights: asked.weights };
  }
}
