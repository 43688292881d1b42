import { createHash } from 'node:crypto';
import { type Day, isDay } from '../lib/day';
import { BadQuestion } from './BadQuestion';
import { DIMENSIONS, type Filter, type FxPolicy, type MetricName } from './question';
import { METRICS } from './registry';

/** One shown number, with all that is needed to compute it again. */
export interface ShownCell {
  readonly metric: MetricName;
  readonly from: Day;
  readonly to: Day;
  /** The question's filters and the row's own dimensions. */
  readonly where: readonly Filter[];
  readonly currency: string;
  readonly fx: FxPolicy;
  /** The instant whose knowledge it shows, to the microsecond. */
  readonly asOf: string;
  readonly value: number | null;
}

const DIGEST_BYTES = 9;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;

/** The id of a shown number, for `lineage`. */
export function encodeCell(cell: ShownCell): string {
  const body = Buffer.from(JSON.stringify(cell));
  return Buffer.concat([digestOf(body), body]).toString('base64url');
}

/** The shown number of an id; a BadQuestion when the id was cut or changed. */
export function decodeCell(id: string): ShownCell {
  const bytes = Buffer.from(id, 'base64url');
  const body = bytes.subarray(DIGEST_BYTES);
  if (!digestOf(body).equals(bytes.subarray(0, DIGEST_BYTES))) throw wrongId(id);
  try {
    const cell = JSON.parse(body.toString()) as ShownCell;
    if (isCell(cell)) return cell;
  } catch {
    // Told below, like every other id that does not hold a cell.
  }
  throw wrongId(id);
}

function isCell(cell: ShownCell): boolean {
  return (
    METRICS.has(cell.metric) &&
    isDay(cell.from) &&
    isDay(cell.to) &&
    cell.from <= cell.to &&
    /^[A-Z]{3}$/.test(cell.currency) &&
    cell.where.every(
      ({ dimension, op, values }) =>
        DIMENSIONS.includes(dimension) && ['IN', 'NOT_IN', 'CONTAINS'].includes(op) && values.every((value) => typeof value === 'string'),
    ) &&
    ['DAY_RATE', 'PLAN_RATE'].includes(cell.fx) &&
    INSTANT.test(cell.asOf) &&
    !Number.isNaN(Date.parse(cell.asOf))
  );
}

function digestOf(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, DIGEST_BYTES);
}

function wrongId(id: string): BadQuestion {
  return new BadQuestion('cell', id.length > 40 ? `${id.slice(0, 40)}…` : id, 'an id as a metric value carries it in "lineage"');
}
