import type { Session } from '../../database/session';
import { lowerColumns } from '../../stats/column-letters';
import type { Correction } from '../../stats/correct-p-values';
import { proportionInterval } from '../../stats/proportion-interval';
import { weightedMean } from '../../stats/weighted-mean';
import type { Interval } from '../experiment/judge';
import { type QualityFlag, unflagged } from './quality-flags';
import { type Response, readResponses } from './responses';
import { studyOf } from './stored-study';
import { type Variable, variableOf } from './variable';

/** What a table is asked for. */
export interface CrosstabQuestion {
  readonly study: string;
  /** All waves together when null. */
  readonly wave?: string | null;
  readonly rows: string;
  /** Only the total when null. */
  readonly columns?: string | null;
  readonly weighted: boolean;
  /** Leaves out responses with one of these flags. */
  readonly without?: readonly QualityFlag[] | null;
  readonly correction: Correction;
  readonly asOf?: Date | null;
}

/** One column: its bases. `SMALL` below 30 answers; `HIDDEN` below 5, whose cells are not told. */
export interface CrosstabColumn {
  readonly value: string;
  /** What marks it in cells of others; null of the total. */
  readonly letter: string | null;
  readonly base: number;
  readonly weightedBase: number;
  readonly effectiveBase: number;
  readonly suppression: 'NONE' | 'SMALL' | 'HIDDEN';
}

/** One cell; its numbers are null where its column is hidden. Shares are 0 to 1, of weights where the table is weighted. */
export interface CrosstabCell {
  readonly count: number | null;
  readonly weightedCount: number | null;
  readonly columnShare: number | null;
  readonly rowShare: number | null;
  readonly totalShare: number | null;
  /** Wilson's, over the effective base. */
  readonly interval: Interval | null;
  /** Design-based. */
  readonly standardError: number | null;
  /** The letters of the columns whose share is significantly lower. */
  readonly higherThan: string;
}

/** A table. The first column is the total. */
export interface Crosstab {
  readonly rowQuestion: string;
  readonly columnQuestion: string | null;
  /** Who is counted, in words. */
  readonly base: string;
  /** Responses that flags left out. */
  readonly leftOut: number;
  readonly columns: readonly CrosstabColumn[];
  readonly rows: readonly { value: string; cells: readonly CrosstabCell[] }[];
  /** Why a response may stand in several rows or columns. */
  readonly several: boolean;
}

export const SMALL_BASE = 30;
export const HIDDEN_BASE = 5;
const LEVEL = 0.95;
const NOTHING: CrosstabCell = {
  ...{ count: null, weightedCount: null, columnShare: null, rowShare: null, totalShare: null },
  ...{ interval: null, standardError: null, higherThan: '' },
};

/** Answers for a table: the one way by which counts of responses reach a person. Null when there is no such study. */
export async function answerCrosstab(session: Session, question: CrosstabQuestion): Promise<Crosstab | null> {
  const stored = await studyOf(session, question.study);
  if (!stored) return null;
  const all = await readResponses(session, stored, question.wave ?? null, question.asOf ?? undefined);
  const kept = unflagged(all, stored, question.without ?? []);
  const rows = variableOf(stored, question.rows, kept, 'crosstab.rows');
  const columns = question.columns == null ? null : variableOf(stored, question.columns, kept, 'crosstab.columns');
  return { ...crosstabOf(kept, rows, columns, question), leftOut: all.length - kept.length };
}

/** A table of responses by two variables; the base are those who answered both. */
export function crosstabOf(
  responses: readonly Response[],
  rows: Variable,
  columns: Variable | null,
  { weighted, correction }: Pick<CrosstabQuestion, 'weighted' | 'correction'>,
): Omit<Crosstab, 'leftOut'> {
  const base = responses.flatMap((response): Counted[] => {
    const [row, column] = [rows.of(response), columns ? columns.of(response) : []];
    const weight = weighted ? response.weight : 1;
    return row && column && weight > 0 ? [{ rows: new Set(row), columns: new Set(column), weight }] : [];
  });
  const groups = [base, ...(columns?.values ?? []).map((value) => base.filter((each) => each.columns.has(value)))];
  const heads = groups.map((group, at) => headOf(group, at === 0 ? null : columns!.values[at - 1]!, at));
  return {
    rowQuestion: rows.text,
    columnQuestion: columns?.text ?? null,
    base: `answered ${columns ? `${rows.code} and ${columns.code}` : rows.code}${weighted ? ', weighted' : ', unweighted'}`,
    columns: heads,
    rows: rows.values.map((value) => ({ value, cells: cellsOf(value, groups, heads, correction) })),
    several: rows.several || (columns?.several ?? false),
  };
}

interface Counted {
  readonly rows: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
  readonly weight: number;
}

function headOf(group: readonly Counted[], value: string | null, at: number): CrosstabColumn {
  const [weight, squares] = [sum(group, ({ weight }) => weight), sum(group, ({ weight }) => weight ** 2)];
  return {
    value: value ?? '',
    letter: value === null ? null : letterOf(at - 1),
    base: group.length,
    weightedBase: weight,
    effectiveBase: squares > 0 ? weight ** 2 / squares : 0,
    suppression: group.length < HIDDEN_BASE ? 'HIDDEN' : group.length < SMALL_BASE ? 'SMALL' : 'NONE',
  };
}

function cellsOf(
  value: string,
  groups: readonly (readonly Counted[])[],
  heads: readonly CrosstabColumn[],
  correction: Correction,
): CrosstabCell[] {
  const inRow = (group: readonly Counted[]) => group.filter(({ rows }) => rows.has(value));
  const whole = sum(inRow(groups[0]!), ({ weight }) => weight);
  const cells = groups.map((group, at): CrosstabCell => {
    const head = heads[at]!;
    if (head.suppression === 'HIDDEN') return NOTHING;
    const own = inRow(group);
    const weightedCount = sum(own, ({ weight }) => weight);
    const share = weightedCount / head.weightedBase;
    const { standardError } = weightedMean(
      group.map(({ rows }) => Number(rows.has(value))),
      group.map(({ weight }) => weight),
    )!;
    // A share of 1 in floating point may be a hair above it.
    const bounds = proportionInterval(Math.min(share, 1) * head.effectiveBase, head.effectiveBase, 'WILSON', 1 - LEVEL);
    return {
      ...{ count: own.length, weightedCount, columnShare: share, standardError, interval: { ...bounds, level: LEVEL } },
      ...{ rowShare: whole > 0 ? weightedCount / whole : null, totalShare: weightedCount / heads[0]!.weightedBase, higherThan: '' },
    };
  });
  const tested = cells
    .slice(1)
    .map((cell, at) => (cell.columnShare === null ? null : { share: cell.columnShare, n: heads[at + 1]!.effectiveBase }));
  const lower = lowerColumns(tested, correction, 1 - LEVEL);
  return cells.map((cell, at) => (at === 0 ? cell : { ...cell, higherThan: lower[at - 1]!.map(letterOf).join('') }));
}

/** A to Z, then AA, AB …; small columns are tested as well, and flagged. */
function letterOf(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : letterOf(Math.floor(at / 26) - 1) + letterOf(at % 26);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
