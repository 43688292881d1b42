import type { PullContext } from '../connector';
import { BadRecord } from '../errors';

/** The key of the brand that the source belongs to. Throws BadRecord when it belongs to none: `what` is the thing that needs one. */
export function owningBrand(source: PullContext['source'], what: string): string {
  if (source.brand === null) throw new BadRecord(`the ${what} belongs to no brand: give the source a brand`, 'brand', source.key);
  return source.brand;
}
