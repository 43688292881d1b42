import { isInteger } from './integer';
import { scalar } from './scalar';

/** An id of any platform, always text in code: text as it is, or a whole number with the digits that lossless JSON kept. */
export const idText = scalar('expected an id', (value): string | undefined => {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return isInteger(value) ? String(value) : undefined;
});
