import type { Json } from '../../src/lib/lossless-json';
import type { Page } from '../connector';

/** The body of an answer as JSON, or null when it is none: an error page of a proxy says nothing more than its status. */
export function jsonOrNull(page: Page): Json {
  try {
    return page.json();
  } catch {
    return null;
  }
}
