import { Command } from 'commander';
import { newestQuestion, savedQuestion } from '../../resolvers/metrics/saved-question';
import type { Asker } from '../metrics/question';
import type { ComparedRow, ComparedValue } from '../metrics/report/compare-reports';
import { type ComparedSnapshots, compareSnapshots } from '../metrics/report/compare-snapshots';
import { CAUSES, decimalsOf } from '../metrics/report/split-difference';
import { dropSnapshot, type SnapshotHead, snapshotHeads, takeSnapshot, termsOf } from '../metrics/report/stored-snapshots';
import { goalTargets } from '../plan/goal-target-reader';
import { type Hub, withHub } from './hub';
import { print } from './print';
import { savedVersion } from './saved-version';
import type { Cell } from './table';
import { wholeNumber } from './whole-number';

interface Json {
  json?: boolean;
}

/** `brandhub snapshot take|list|compare|drop`: answers that are kept, and what became of them. */
export function snapshotCommand(): Command {
  const command = new Command('snapshot').description('keep what a saved query is answered with, and split what it differs by later');
  command
    .command('take <saved>')
    .description('keep the answer of a saved query, key or key@version, as it is now')
    .option('--note <text>', 'a few words about it', '')
    .option('--json', 'print JSON')
    .action(take);
  command.command('list <saved>').description('the kept answers of a saved query').option('--json', 'print JSON').action(list);
  command
    .command('compare')
    .description('what became of a kept answer: redefined, restated, exchanged, moved')
    .argument('<from>', 'the id of the earlier one, as in the list', wholeNumber)
    .argument('[to]', 'the id of the later one; the present when absent', wholeNumber)
    .option('--json', 'print JSON')
    .action(compare);
  command.command('drop').description('take a kept answer away').argument('<id>', 'its id, as in the list', wholeNumber).action(drop);
  return command;
}

function askerOf({ today }: Hub): Asker {
  return { today, locale: 'EN' };
}

async function take(text: string, { note, json }: Json & { note: string }): Promise<void> {
  await withHub(async (hub) => {
    const head = await hub.session(async (session) => {
      const saved = await savedVersion(session, text);
      const taking = { saved, question: savedQuestion(saved), takenBy: 'command line', note };
      return takeSnapshot(session, taking, askerOf(hub), { targets: goalTargets });
    });
    show([head], json);
  });
}

async function list(text: string, { json }: Json): Promise<void> {
  await withHub(async (hub) => {
    const heads = await hub.session(async (session) =>
      snapshotHeads(session, { savedQueryId: (await savedVersion(session, text)).savedQueryId }),
    );
    show(heads, json);
  });
}

async function compare(from: number, to: number | undefined, { json }: Json): Promise<void> {
  await withHub(async (hub) => {
    const found = await hub.session(
      (session) => {
        const later = to === undefined ? { question: (head: SnapshotHead) => newestQuestion(session, head) } : { id: to };
        return compareSnapshots(session, from, later, askerOf(hub), { targets: goalTargets });
      },
      { snapshot: true },
    );
    if (!found) throw new Error(`snapshot: there is no ${from}${to === undefined ? '' : `, or no ${to} of the same saved query`}`);
    showComparison(found, json);
  });
}

async function drop(id: number): Promise<void> {
  await withHub(async (hub) => {
    if (!(await hub.session((session) => dropSnapshot(session, id)))) throw new Error(`snapshot: there is no ${id}`);
    process.stdout.write(`Snapshot ${id} is gone.\n`);
  });
}

function show(heads: readonly SnapshotHead[], json: boolean | undefined): void {
  const rows = heads.map((head) => {
    const { question, asOf, currency } = termsOf(head);
    return [head.id, head.version, question.range.from, question.range.to, asOf, currency, head.takenBy, head.note];
  });
  print(heads, json ? { json } : {}, ['id', 'version', 'from', 'to', 'as of', 'currency', 'taken by', 'note'], rows);
}

function showComparison({ rows, totals, definitions, from, to }: ComparedSnapshots, json: boolean | undefined): void {
  const named = [...rows.map((row) => [nameOf(row), row] as const), ['total', totals] as const];
  const lines = named.flatMap(([name, row]) => row.values.map((value): Cell[] => [name, value.metric, ...cellsOf(value)]));
  const plain = { from, to, rows: rows.map(shownRow), totals: shownRow(totals), definitions };
  print(plain, json ? { json } : {}, ['row', 'metric', 'from', 'to', 'change', ...CAUSES], lines);
}

function nameOf({ period, dimensions }: ComparedRow): string {
  return [...(period ? [period] : []), ...dimensions.map(({ label }) => label)].join(' · ') || 'all';
}

function cellsOf({ from, to, split, reason }: ComparedValue): Cell[] {
  if (!split) return [from, to, reason === 'NOT_DEFINED' ? 'not defined' : 'not shown'];
  const texts = decimalsOf(split);
  return [from, to, texts.change, ...CAUSES.map((cause) => texts[cause])];
}

function shownRow({ period, dimensions, values }: ComparedRow) {
  return { period, dimensions, values: values.map(({ split, ...value }) => ({ ...value, ...(split ? decimalsOf(split) : {}) })) };
}
