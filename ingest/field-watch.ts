import type { Session } from '../src/database/session';
import { type Json, parseJson } from '../src/lib/lossless-json';
import type { RecordTexts } from './record-lines';

/** How a field of a stream's records changed against all that was seen before. */
export interface FieldChange {
  readonly stream: string;
  readonly path: string;
  readonly change: 'new' | 'gone' | 'type';
  readonly typesBefore: readonly string[];
  readonly typesNow: readonly string[];
}

/** So many records of each page are looked at, so deep, and so many fields of a stream at most: enough to notice, too little to slow a load. */
const SAMPLE = 20;
const DEPTH = 5;
const MOST_FIELDS = 1_000;

interface Seen {
  readonly types: Set<string>;
  records: number;
}

/** Notices which fields the records of a run have, to tell afterwards what is new, gone, or of another type. */
export class FieldWatch {
  readonly #streams = new Map<string, { records: number; fields: Map<string, Seen> }>();

  /** Looks at some of a page's records, given as JSON texts. */
  look(stream: string, records: Pick<RecordTexts, 'slice'>): void {
    const known = this.#streams.get(stream) ?? { records: 0, fields: new Map<string, Seen>() };
    this.#streams.set(stream, known);
    for (const text of records.slice(0, SAMPLE)) {
      known.records += 1;
      const found = new Map<string, Set<string>>();
      collect(parseJson(text), '', 0, found);
      for (const [path, types] of found) {
        const field = known.fields.get(path);
        if (field) {
          field.records += 1;
          for (const type of types) field.types.add(type);
        } else if (known.fields.size < MOST_FIELDS) known.fields.set(path, { types, records: 1 });
      }
    }
  }

  /** Compares what was seen with what earlier runs have seen, keeps both, and returns the changes. A stream's first run is what later ones are compared with. */
  async keep(session: Session, run: { readonly runId: number; readonly sourceId: number }): Promise<FieldChange[]> {
    const changes: FieldChange[] = [];
    for (const [stream, { records, fields }] of this.#streams) {
      if (records === 0) continue;
      const stored = await session.query<StoredField>(
        'SELECT path, types, always FROM hub.stream_field WHERE workspace_id = $1 AND source_id = $2 AND stream = $3',
        [session.workspaceId, run.sourceId, stream],
      );
      const before = new Map(stored.map((field) => [field.path, field]));
      if (stored.length > 0) changes.push(...changesOf(stream, fields, before));
      await saveFields(session, run.sourceId, stream, merged(records, fields, before, stored.length === 0));
    }
    await saveChanges(session, run, changes);
    return changes;
  }
}

interface StoredField {
  path: string;
  types: string[];
  always: boolean;
}

function changesOf(stream: string, fields: Map<string, Seen>, before: Map<string, StoredField>): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const [path, { types }] of fields) {
    const old = before.get(path);
    const typesNow = [...types].sort();
    if (!old) changes.push({ stream, path, change: 'new', typesBefore: [], typesNow });
    // An empty field says nothing of its type.
    else if (typesNow.some((type) => type !== 'null' && !old.types.includes(type)) && old.types.some((type) => type !== 'null'))
      changes.push({ stream, path, change: 'type', typesBefore: old.types, typesNow });
  }
  for (const { path, types, always } of before.values())
    if (always && !fields.has(path) && !hasGoneParent(path, fields, before))
      changes.push({ stream, path, change: 'gone', typesBefore: types, typesNow: [] });
  return changes;
}

/** What stood inside a thing that is gone is not told as well. */
function hasGoneParent(path: string, fields: Map<string, Seen>, before: Map<string, StoredField>): boolean {
  const parent = path.replace(/\.?[^.]+$/, '');
  return parent !== '' && before.has(parent) && !fields.has(parent);
}

function merged(records: number, fields: Map<string, Seen>, before: Map<string, StoredField>, first: boolean): StoredField[] {
  const paths = new Set([...fields.keys(), ...before.keys()]);
  return [...paths].map((path) => {
    const [seen, old] = [fields.get(path), before.get(path)];
    const types = [...new Set([...(old?.types ?? []), ...(seen?.types ?? [])])].sort();
    return { path, types, always: isOwn(path) && seen?.records === records && (first || old?.always === true) };
  });
}

/** A list may well be empty, and then nothing of its elements is there. */
function isOwn(path: string): boolean {
  return !path.includes('[]');
}

async function saveFields(session: Session, sourceId: number, stream: string, fields: readonly StoredField[]): Promise<void> {
  await session.execute(
    `INSERT INTO hub.stream_field (workspace_id, source_id, stream, path, types, always)
     SELECT $1, $2, $3, path, string_to_array(types, ','), always FROM unnest($4::text[], $5::text[], $6::boolean[]) f (path, types, always)
     ON CONFLICT (workspace_id, source_id, stream, path) DO UPDATE SET types = EXCLUDED.types, always = EXCLUDED.always, last_seen_at = now()`,
    [
      session.workspaceId,
      sourceId,
      stream,
      fields.map(({ path }) => path),
      fields.map(({ types }) => types.join(',')),
      fields.map(({ always }) => always),
    ],
  );
}

async function saveChanges(session: Session, run: { runId: number; sourceId: number }, changes: readonly FieldChange[]): Promise<void> {
  for (const { stream, path, change, typesBefore, typesNow } of changes)
    await session.execute(
      `INSERT INTO hub.drift (workspace_id, source_id, stream, path, change, types_before, types_now, run_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [session.workspaceId, run.sourceId, stream, path, change, typesBefore, typesNow, run.runId],
    );
}

function collect(value: Json, path: string, depth: number, found: Map<string, Set<string>>): void {
  if (path !== '') found.set(path, (found.get(path) ?? new Set()).add(typeOf(value)));
  if (depth >= DEPTH || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const element of value.slice(0, SAMPLE)) collect(element, `${path}[]`, depth + 1, found);
  else for (const [name, inner] of Object.entries(value)) collect(inner as Json, path === '' ? name : `${path}.${name}`, depth + 1, found);
}

/** A number may be written as text, and long ones are: that is no other type. */
function typeOf(value: Json): string {
  if (value === null || value === '') return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? 'number' : typeof value;
}
