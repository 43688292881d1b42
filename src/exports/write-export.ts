import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { savedQuestion } from '../../resolvers/metrics/saved-question';
import { inWorkspace, type Session } from '../database/session';
import { answer } from '../metrics/answer';
import type { Answer, Asker, Question } from '../metrics/question';
import { versionOf } from '../metrics/saved-queries';
import { goalTargets } from '../plan/goal-target-reader';
import { type Bytes, type Format, fileOf, type Rows } from './formats';
import { savedQueryOf } from './stored-exports';
import { manifestOf } from './table-of';

/** What is to be written. */
export interface ExportOrder {
  readonly workspace: { readonly id: number; readonly key: string };
  readonly savedQueryId: number;
  /** The newest version when null. */
  readonly version: number | null;
  readonly format: Format;
  readonly asker: Asker;
  /** The instant that the schedule asked for, when it did. */
  readonly slot: Date | null;
  readonly now: Date;
}

/** What was written; `file` is its name within the folder of exports. */
export interface Written {
  readonly file: string;
  readonly rows: number;
  readonly sha256: string;
}

/** Rows of one reading, and rows written at a time, so that others are answered in between. */
const PAGE = 50_000;
const CHUNK = 500;

/**
 * Answers a saved query and writes its rows below the folder, and beside them a manifest that says what they rest on. Both appear whole, the manifest last: a
 * file that has one is complete.
 */
export function writeExport(database: DataSource, folder: string, order: ExportOrder): Promise<Written> {
  return inWorkspace(database, order.workspace.id, (session) => inSession(session, folder, order), { snapshot: true });
}

async function inSession(session: Session, folder: string, order: ExportOrder): Promise<Written> {
  const saved = await savedQueryOf(session, order.savedQueryId);
  const version = saved && (await versionOf(session, saved, order.version ?? undefined));
  if (!saved || !version) throw new Error('the saved query is gone; save its key again, or remove the export');
  const question = { ...savedQuestion(version), first: PAGE };
  const ask = (asked: Question) => answer(session, asked, order.asker, { targets: goalTargets, maxFirst: PAGE });
  const first = await ask(question);
  const instant = (order.slot ?? order.now).toISOString().replace(/[-:]|\.\d+/g, '');
  const name = path.join(folderOf(order.workspace), `${saved.key}-v${version.version}-${instant}.${order.format}`);
  const count = { rows: 0 };
  const written = await writeWhole(path.join(folder, name), fileOf(order.format, question, rowsOf(ask, question, first, count)));
  const manifest = {
    file: path.basename(name),
    format: order.format,
    ...written,
    rows: count.rows,
    createdAt: order.now.toISOString(),
    slot: order.slot?.toISOString() ?? null,
    savedQuery: { key: saved.key, name: saved.name, version: version.version },
    today: order.asker.today,
    ...manifestOf(question, first),
  };
  await writeWhole(path.join(folder, `${name}.manifest.json`), bytesOf(`${JSON.stringify(manifest, null, 2)}\n`));
  return { file: name, rows: count.rows, sha256: written.sha256 };
}

/** A folder for each workspace: its key, where that is fit for a name, else its number, which no key looks like. */
function folderOf({ id, key }: ExportOrder['workspace']): string {
  return /^[\w-]+$/.test(key) ? key : `@${id}`;
}

async function* rowsOf(ask: (question: Question) => Promise<Answer>, question: Question, first: Answer, count: { rows: number }): Rows {
  for (let page = first; ; ) {
    for (let at = 0; at < page.rows.length; at += CHUNK) {
      const some = page.rows.slice(at, at + CHUNK);
      count.rows += some.length;
      yield some;
      await setImmediate();
    }
    if (!page.pageInfo.hasNextPage || !page.pageInfo.endCursor) return;
    page = await ask({ ...question, totals: false, after: page.pageInfo.endCursor });
  }
}

async function* bytesOf(text: string): Bytes {
  yield Buffer.from(text);
}

/** Writes beside the place, makes sure that it is on the disk, and moves it there. What fails leaves nothing. */
async function writeWhole(file: string, bytes: Bytes): Promise<{ bytes: number; sha256: string }> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const beside = path.join(path.dirname(file), `.${randomUUID()}.part`);
  const hash = createHash('sha256');
  let size = 0;
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      for await (const some of bytes) {
        hash.update(some);
        size += some.length;
        await handle.writeFile(some);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return { bytes: size, sha256: hash.digest('hex') };
}
