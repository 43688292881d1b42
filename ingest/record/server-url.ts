import { z } from 'zod';

/** The address of a platform that everyone runs for themselves: it must be said. A path may follow the host, a slash at the end is dropped. */
export const serverUrl = z
  .url({ protocol: /^https?$/, message: 'expected an http(s) address' })
  .transform((url) => url.replace(/\/+$/, ''));
