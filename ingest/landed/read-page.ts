import type { Promotion } from '../promote';
import type { StreamPage } from './stream-page';

/** What the records of a page became, ready to be loaded. */
export interface ReadPage extends Pick<Promotion, 'rows' | 'rejects' | 'records'>, Pick<StreamPage, 'meaning' | 'landed'> {}
