import type { FactClass, FactColumn } from '../entities/facts/fact';
import { BadRecord } from './errors';
import { layoutOf } from './fact-layout';
import { type CheckedRows, rejectOf } from './promote';

/** Does what loads the rows; when a day's sum is more than the database holds, once more without the rows to blame. */
export function withSummable<T>(fact: FactClass, checked: CheckedRows, load: (rows: CheckedRows) => Promise<T>): Promise<T> {
  return load(checked).catch((error) => {
    if (error?.code !== OUT_OF_RANGE) throw error;
    return load(withoutHuge(fact, checked));
  });
}

/** PostgreSQL's code for a number that its type cannot hold: here the sum of a day. */
export const OUT_OF_RANGE = '22003';
/** A number with more digits is the one to blame: nine of them may already be more than 64 bits hold. */
const SUMMABLE_DIGITS = 18;

/** The rows whose numbers can be added up; a record with one that cannot is refused. */
function withoutHuge(fact: FactClass, { rows, rejects }: CheckedRows): CheckedRows {
  const { values: columns } = layoutOf(fact);
  const refused = new Map(rejects);
  for (const { recordNo, values } of rows) {
    const cells = values.split('\t');
    const at = columns.findIndex(({ role }, place) => role === 'measure' && digitsOf(cells[place]!) > SUMMABLE_DIGITS);
    if (at < 0 || refused.has(recordNo)) continue;
    const { property } = columns[at] as FactColumn;
    const value = cells[at]!;
    refused.set(recordNo, rejectOf(recordNo, new BadRecord(`${property}: "${value}" is too large to be added up`, property, value)));
  }
  return { rows: rows.filter(({ recordNo }) => !refused.has(recordNo)), rejects: refused };
}

function digitsOf(cell: string): number {
  return cell.replace('-', '').length;
}
