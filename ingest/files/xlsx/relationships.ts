import { posix } from 'node:path';
import { readAllXml } from './read-xml';
import type { ZipParts } from './zip-parts';

/** A link from one part of a document to another. `type` is the last word of its type's URI: `worksheet`, `styles`, … */
export interface Relationship {
  readonly id: string;
  readonly type: string;
  /** The name of the part that it leads to. */
  readonly part: string;
}

/** Reads where a part leads to, `''` standing for the document as a whole. Targets are relative to the part's folder unless they begin with `/`. */
export async function relationshipsOf(path: string, parts: ZipParts, part: string, limit: number): Promise<Relationship[]> {
  const { dir, base } = posix.parse(part);
  const name = posix.join(dir, '_rels', `${base}.rels`);
  const found: Relationship[] = [];
  await readAllXml(`${path}: ${name}`, parts.read(name, limit), {
    open: (element, { Id = '', Type = '', Target = '' }) => {
      if (element !== 'Relationship') return;
      found.push({ id: Id, type: posix.basename(Type), part: posix.resolve('/', dir, Target).slice(1) });
    },
  });
  return found;
}
