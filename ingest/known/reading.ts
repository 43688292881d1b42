import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { serialize } from 'node:v8';
import type { PullContext } from '../connector';

/** Where the rooms lie whose code makes rows of records. */
const ROOT = path.join(__dirname, '../..');
const ROOMS = ['entities', 'ingest', 'src'];

let code: Promise<Buffer> | undefined;

/**
 * A hash of all that a stream's rows follow from beside the record itself: the code of the hub and its libraries, who the source is, its settings and
 * brands. Null when these cannot be told apart by their bytes.
 */
export async function readingOf(stream: string, connector: string, context: PullContext<unknown>): Promise<Buffer | null> {
  const { source, config, part, brands } = context;
  code ??= hashOfCode();
  const told = bytesOf([stream, connector, source, config, part, brands]);
  return (
    told &&
    createHash('sha256')
      .update(await code)
      .update(told)
      .digest()
  );
}

function bytesOf(value: unknown): Buffer | null {
  try {
    return serialize(value);
  } catch {
    // Functions among the settings, of which nothing can be said.
    return null;
  }
}

async function hashOfCode(): Promise<Buffer> {
  const folders = await Promise.all(ROOMS.map((room) => readdir(path.join(ROOT, room), { recursive: true, withFileTypes: true })));
  const files = folders.flat().filter((entry) => entry.isFile() && /\.(js|ts|json|sql)$/.test(entry.name));
  const names = files.map(({ parentPath, name }) => path.join(parentPath, name)).sort();
  // Compiled code lies a folder below what names the libraries and their versions.
  const libraries = [ROOT, path.dirname(ROOT)].map((folder) => path.join(folder, 'package.json')).find(existsSync);
  const hash = createHash('sha256').update(process.version);
  for (const name of libraries === undefined ? names : [libraries, ...names]) hash.update(name).update(await readFile(name));
  return hash.digest();
}

/** A context that notes whether what differs from pull to pull was asked for: rows that follow from it cannot be told by their record. */
export class NotedContext {
  wasAsked = false;
  readonly context: PullContext<unknown>;

  constructor(context: PullContext<unknown>) {
    const note = <Value>(value: Value) => {
      this.wasAsked = true;
      return value;
    };
    const { source, config, part, brands } = context;
    this.context = {
      source,
      config,
      part,
      brands,
      get window() {
        return note(context.window);
      },
      get cursor() {
        return note(context.cursor);
      },
      get today() {
        return note(context.today);
      },
    };
  }
}
