import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');

/** The floors of the house: a file may import from its own floor's room and from the floors below. The longest matching prefix counts. */
const FLOORS: [prefix: string, floor: number, room: string][] = [
  ['src/server', 6, 'wiring'],
  ['src/worker', 6, 'wiring'],
  ['src/exports/', 6, 'wiring'],
  ['src/delivery/', 6, 'wiring'],
  ['src/cli/', 6, 'wiring'],
  ['src/config', 6, 'wiring'],
  ['ormconfig', 6, 'wiring'],
  ['resolvers/', 5, 'resolvers'],
  ['ingest/', 4, 'ingest'],
  ['src/graph/', 4, 'graph'],
  ['src/plan/', 4, 'plan'],
  ['src/alerts/', 4, 'alerts'],
  ['src/metrics/', 3, 'metrics'],
  ['src/text/', 3, 'text'],
  ['entities/', 2, 'entities'],
  ['src/stats/', 2, 'stats'],
  ['src/database/', 2, 'database'],
  ['src/lib/', 1, 'lib'],
];

/** Neighbours on one floor that may see each other; what metrics keep of mentions is read by text, which is pure and knows no metric. */
const FRIENDS = new Set(['graph>plan', 'plan>graph', 'alerts>plan', 'metrics>text']);

/** The rooms that `resolvers` may not enter although they lie below: the two meet in tables only. */
const CLOSED = new Set(['resolvers>ingest']);

function placeOf(file: string): { floor: number; room: string } | null {
  const found = FLOORS.find(([prefix]) => file.startsWith(prefix));
  return found ? { floor: found[1], room: found[2] } : null;
}

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder)).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(path.join(ROOT, file)).isDirectory()) return filesBelow(file);
    return file.endsWith('.ts') ? [file] : [];
  });
}

const SOURCES = [...['src', 'resolvers', 'entities', 'ingest'].flatMap(filesBelow), 'ormconfig.ts'];

/** The project's own files that a file imports, as paths from the root without extension. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|require\(|import\()\s*'(\.[^']+)'/g)].map(([, target]) =>
    path.relative(ROOT, path.resolve(ROOT, path.dirname(file), target ?? '')).replace(/\.js$/, ''),
  );
}

/** Why an import is wrong, or null when it is right. */
function objection(file: string, target: string): string | null {
  const from = placeOf(file);
  const to = placeOf(target) ?? placeOf(`${target}/`);
  if (!from || !to || from.room === to.room) return null;
  if (CLOSED.has(`${from.room}>${to.room}`)) return `${file} imports ${target}: resolvers and ingest meet only in tables`;
  if (to.floor < from.floor) return null;
  if (to.floor === from.floor && FRIENDS.has(`${from.room}>${to.room}`)) return null;
  return `${file} (floor ${from.floor}, ${from.room}) imports ${target} (floor ${to.floor}, ${to.room}): imports go downward only`;
}

describe('the house', () => {
  it('imports downward only', () => {
    const objections = SOURCES.flatMap((file) => importsOf(file).flatMap((target) => objection(file, target) ?? []));
    expect(objections).toEqual([]);
  });

  it('would notice an import that goes up, or from resolvers into ingest', () => {
    expect(objection('entities/brand/Brand.ts', 'src/metrics/answer')).toMatch(/downward only/);
    expect(objection('ingest/pull.ts', 'src/graph/context')).toMatch(/downward only/);
    expect(objection('resolvers/RunResolver.ts', 'ingest/pull')).toMatch(/meet only in tables/);
  });

  it('reads the environment in src/config.ts alone', () => {
    // The command tells libraries, before it loads any, that this is no development.
    const readers = SOURCES.filter((file) => /process\.env\b(?!\.NODE_ENV \?\?=)/.test(readFileSync(path.join(ROOT, file), 'utf8')));
    expect(readers).toEqual(['src/config.ts']);
  });

  it('has no file whose name says nothing', () => {
    const vague = SOURCES.filter((file) => /^(utils?|helpers?|common|types?|manager|service|base)$/i.test(path.parse(file).name));
    expect(vague).toEqual([]);
  });
});
