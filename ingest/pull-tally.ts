import type { ReadRecords } from './read-records';
import type { ClaimedRun, PageCounts } from './runs';

/** So many records must have come before their share in quarantine says anything; beyond that share the source is not read further. */
const ENOUGH_RECORDS = 100;
const TOO_MANY_BAD = 0.05;

/** What a run has counted so far, and what could not be had. */
export class PullTally {
  pages: number;
  records: number;
  quarantined: number;
  /** In words, each once. */
  troubles: readonly string[];

  constructor({ pages, records, quarantined }: ClaimedRun, troubles: readonly string[]) {
    this.pages = pages;
    this.records = records;
    this.quarantined = quarantined;
    this.troubles = troubles;
  }

  count(counts: PageCounts): void {
    this.pages += 1;
    this.records += counts.records;
    this.quarantined += counts.quarantined;
  }

  /** A trouble is told once, however many pages of a window it shows on. */
  addTrouble(trouble: string): void {
    this.troubles = [...new Set([...this.troubles, trouble])];
  }

  /** Whether too many records were bad, which is then a trouble. */
  isSpoilt(): boolean {
    if (!tooManyBad(this.records, this.quarantined)) return false;
    this.addTrouble(`stopped reading: more than ${TOO_MANY_BAD * 100} % of the records had to be quarantined`);
    return true;
  }

  /** Whether too many will be when a page is counted. */
  isSpoiltBy({ records, checked }: ReadRecords): boolean {
    return tooManyBad(this.records + records.length, this.quarantined + checked.rejects.size);
  }
}

function tooManyBad(records: number, quarantined: number): boolean {
  return records >= ENOUGH_RECORDS && quarantined > TOO_MANY_BAD * records;
}
