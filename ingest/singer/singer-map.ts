import { z } from 'zod';
import { mappingName, mappingRules, parseYaml } from '../files/mapping';

const map = z.strictObject({
  name: mappingName,
  description: z.string().optional(),
  streams: z.record(z.string(), mappingRules),
});

/** Which streams of a tap become rows of which facts; the manual is docs/singer.md. */
export type SingerMap = z.output<typeof map>;

/** A map from its YAML text. Throws an Error that lists every place that is wrong and what was expected there. */
export function parseSingerMap(yaml: string, place = 'map'): SingerMap {
  return parseYaml(map, yaml, place);
}
