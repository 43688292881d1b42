import { z } from 'zod';

/** A platform's address, by default its real one; a path may follow the host, a slash at the end is dropped. */
export function baseUrl(real: string) {
  return z
    .url({ protocol: /^https?$/, message: 'expected an http(s) address' })
    .default(real)
    .transform((url) => url.replace(/\/+$/, ''));
}
