import { DIMENSIONS, type Dimension } from '../metrics/question';
import { WrongUsage } from './wrong-usage';

/** The dimension that a word names. */
export function dimensionOf(name: string): Dimension {
  const found = DIMENSIONS.find((each) => each === name.toUpperCase());
  if (!found) throw new WrongUsage(`dimension: "${name}" is none of ${DIMENSIONS.join(', ')}`);
  return found;
}
