import type { GivenRows, Promotion, Reject } from '../promote';
import type { StreamPage } from './stream-page';

/** What the records of a page became, ready to be loaded. */
export interface ReadPage extends Pick<Promotion, 'records' | 'versions'>, Pick<StreamPage, 'meaning' | 'landed'> {
  readonly rows: GivenRows;
  readonly rejects: readonly Reject[];
}
