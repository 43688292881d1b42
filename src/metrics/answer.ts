import { LRUCache } from 'lru-cache';
import type { Session } from '../database/session';
import { judgeRows } from './anomalies';
import { type Asked, check } from './asked';
import { type Cells, cellKey, type Reading, readCells } from './cells';
import { type Compared, compareRows, type TotalReader } from './compare-rows';
import type { Mapping } from './mapping/mapping';
import { mappingFor } from './mapping/stored-mapping';
import { factsOf } from './metric';
import { nowcasterOf } from './nowcast';
import type { Answer, Asker, Question } from './question';
import { type AskedReading, askedReading, readAsked } from './read-asked';
import { metricOf } from './registry';
import { estimatorOf, NOTHING, type Row, ShownRows, shownOf } from './shown-rows';
import { dateNotBefore, type Feed, instantText, type Snapshot, snapshotOf, snapshotWithFeeds } from './snapshot';
import type { TargetReader } from './target-reader';
import { type Selected, warningsOf } from './warnings';

/**
 * `useRollups: false` reads facts only, for proofs; `targets` gives `compare: TARGET` its targets; `maxFirst` lets an export take more
 * than 500 rows of one reading; `warnings: false` leaves the warnings out, and what is read for them alone.
 */
export interface AnswerOptions {
  readonly useRollups?: boolean;
  readonly targets?: TargetReader;
  readonly maxFirst?: number;
  readonly warnings?: boolean;
}

/** The reporting currencies of workspaces as they were last seen. */
const currencies = new LRUCache<number, string>({ max: 10_000 });

/**
 * Answers a question in a session that was opened with `{ snapshot: true }`: the one way by which a number reaches a person.
 * Throws a BadQuestion that names the place; what cannot be known is null, with a warning that says why.
 */
export async function answer(session: Session, question: Question, asker: Asker, options: AnswerOptions = {}): Promise<Answer> {
  const { numbers, ground } = await numbersOf(session, question, asker, options, true);
  return { ...numbers, ...(ground as Ground) };
}

/** What an answer rests on, and the answer without it. */
type Ground = Pick<Answer, 'asOf' | 'dataVersion'>;
export type UngroundedAnswer = Omit<Answer, keyof Ground>;

/** The same for whoever is not told what it rests on, which need then not be read: neither its instant and version nor its numbers' lineage. */
export async function answerUngrounded(
  session: Session,
  question: Question,
  asker: Asker,
  options: AnswerOptions = {},
): Promise<UngroundedAnswer> {
  return (await numbersOf(session, question, asker, options, false)).numbers;
}

/** `ground` is null where it `isGrounded` neither by request nor by need. */
async function numbersOf(
  session: Session,
  question: Question,
  asker: Asker,
  options: AnswerOptions,
  isGrounded: boolean,
): Promise<{ readonly numbers: UngroundedAnswer; readonly ground: Ground | null }> {
  const asked = check(question, asker, options.maxFirst);
  const mapping = await mappingFor(session, asked, asked.asOf && instantText(asked.asOf));
  const selected: Selected = new Map(asked.select.map((name) => [name, metricOf(name)]));
  const metrics = [...selected.values()];
  const read = async (currency: string) => {
    const plan = await askedReading(readingOf(session, asked, asker, currency, mapping, options), metrics, asked);
    return { plan, cells: await readAsked(plan, asked.range) };
  };
  // The workspace's currency is what it was the last time, as good as always; the numbers need not wait until that is known.
  const told = asked.currency ?? asker.currency;
  const guess = told ?? currencies.get(session.workspaceId);
  const facts = options.warnings === false && !asked.anomalies ? null : factsOf(metrics);
  const isSnapshotRead = isGrounded || facts !== null || told === undefined;
  const [snapshot, guessed] = await Promise.all([
    isSnapshotRead ? snapshotFor(session, facts, asked.range) : null,
    guess === undefined ? undefined : read(guess),
  ]);
  if (snapshot) currencies.set(session.workspaceId, snapshot.currency);
  const currency = asked.currency ?? snapshot?.currency ?? (told as string);
  const { plan, cells } = guessed && guess === currency ? guessed : await read(currency);
  const { reading } = plan;
  const shown = shownOf(plan, snapshot && knownAt(asked, snapshot));

  const rows = new ShownRows(selected, shown, asked, asker, estimatorOf(asked, plan.metrics, cells, asker));
  const found = rows.page(cells);
  // One value was asked for: where nothing is known it is there, and null.
  const single = asked.by.length === 0 && !asked.grain && !asked.after && cells.all.length === 0 && !asked.having?.length;
  const page = single ? { ...found, rows: [rows.of(NOTHING)] } : found;
  const readTotals = totalReader(plan);
  const whole = asked.totals ? await readTotals(asked.range, cells) : null;
  const total = whole && rows.of(whole.all[0] ?? NOTHING);
  if (asked.anomalies && snapshot?.feeds) await judgeRows(plan, page.rows, snapshot.feeds, asker);
  if (asked.nowcast) await foresee(plan, selected, { cells, rows: page.rows, whole, total });
  const before = await compareRows(plan, selected, { rows: page.rows, cells, total, whole }, asker, readTotals, options.targets);
  const numbers = {
    rows: [...page.rows],
    totals: total,
    warnings:
      options.warnings !== false && snapshot?.feeds
        ? await warningsOf(reading, asked, asker, selected, [...new Set([cells, ...(whole ? [whole] : []), ...before])], snapshot.feeds)
        : [],
    currency: reading.currency,
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.endCursor },
  };
  return { numbers, ground: snapshot && groundOf(asked, snapshot) };
}

/** Sets beside each number what it is likely to be in the end. */
async function foresee(
  { reading, metrics, asked }: AskedReading,
  selected: Selected,
  { cells, rows, whole, total }: Compared,
): Promise<void> {
  const nowcast = await nowcasterOf(reading, metrics, asked);
  const foreseeRow = ({ period, dimensions, values }: Row, among: Cells) => {
    const cell =
      among.byKey.get(
        cellKey(
          period,
          dimensions.map(({ key }) => key),
        ),
      ) ?? NOTHING;
    for (const value of values) value.nowcast = nowcast(selected.get(value.metric) ?? metricOf(value.metric), cell);
  };
  for (const row of rows) foreseeRow(row, cells);
  if (total && whole) foreseeRow({ ...total, period: null, dimensions: [] }, whole);
}

/** The instant whose knowledge the answer holds: nobody knows yet what will be known later. */
function knownAt({ asOf }: Asked, { recordedAt }: Snapshot): string {
  const asked = asOf && instantText(asOf);
  return asked && asked < recordedAt ? asked : recordedAt;
}

function groundOf(asked: Asked, snapshot: Snapshot): Ground {
  const { version } = snapshot;
  return {
    asOf: dateNotBefore(knownAt(asked, snapshot)),
    dataVersion: asked.asOf ? `${version}@${asked.asOf.toISOString()}` : version,
  };
}

/** The workspace's row, and the feeds of the facts that warnings and unusual days are judged by; null where neither is asked for. */
async function snapshotFor(
  session: Session,
  facts: readonly string[] | null,
  range: Asked['range'],
): Promise<Snapshot & { readonly feeds?: readonly Feed[] }> {
  return facts ? snapshotWithFeeds(session, facts, range) : snapshotOf(session);
}

/** The terms on which a question is read. */
export function readingOf(
  session: Session,
  asked: Pick<Asked, 'fx' | 'asOf'>,
  asker: Asker,
  currency: string,
  mapping: Mapping,
  options: AnswerOptions = {},
): Reading {
  return {
    session,
    workspaceId: session.workspaceId,
    currency,
    fx: asked.fx,
    ...(asked.asOf ? { asOf: instantText(asked.asOf) } : {}),
    locale: asker.locale,
    useRollups: options.useRollups ?? true,
    mapping,
  };
}

/** Reads the whole range in one cell: computed anew from the same rows, never summed from the answer's. */
function totalReader({ reading, metrics, asked }: AskedReading): TotalReader {
  return async (range, cells: Cells) => {
    if (asked.by.length === 0 && !asked.grain) return cells;
    return readCells(reading, metrics, { by: [], range, where: asked.where });
  };
}
