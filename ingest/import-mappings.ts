import { parseDocument } from 'yaml';
import type { Session } from '../src/database/session';
import { parseMapping } from './files/mapping';
import { shippedMappings, shippedMappingText } from './files/shipped-mapping';
import type { WrittenMapping } from './import-defaults';

/** A mapping from its YAML text. Throws an Error that lists every place that is wrong. */
export function writtenMapping(yaml: string, place?: string): WrittenMapping {
  return { mapping: parseMapping(yaml, place), yaml };
}

/** The same mapping under another name; the text keeps its comments. Throws when the name is none for a mapping. */
export function renamedMapping({ yaml }: WrittenMapping, name: string): WrittenMapping {
  const document = parseDocument(yaml);
  document.set('name', name);
  return writtenMapping(document.toString({ lineWidth: 0 }), `mapping ${name}`);
}

/** The mapping of that name: the workspace's own when it has saved one, else the one that comes with the product. Throws a RangeError that lists both kinds. */
export async function findMapping(session: Session, name: string): Promise<WrittenMapping> {
  const saved = await session.query<{ name: string; mapping: string }>(
    'SELECT name, mapping FROM hub.import_mapping WHERE workspace_id = $1 ORDER BY name',
    [session.workspaceId],
  );
  const own = saved.find((each) => each.name === name);
  if (own) return writtenMapping(own.mapping, `saved mapping ${name}`);
  if (shippedMappings().includes(name)) return writtenMapping(shippedMappingText(name), `${name}.yaml`);
  const names = [...saved.map((each) => each.name), ...shippedMappings()];
  throw new RangeError(`mapping: there is no file and no mapping "${name}"; there are ${[...new Set(names)].join(', ')}`);
}

/** Keeps a mapping under its name for later files, in place of an earlier one of that name. */
export async function saveMapping(session: Session, { mapping, yaml }: WrittenMapping): Promise<void> {
  await session.execute(
    `INSERT INTO hub.import_mapping (workspace_id, name, mapping) VALUES ($1, $2, $3)
     ON CONFLICT (workspace_id, name) DO UPDATE SET mapping = EXCLUDED.mapping, saved_at = now()`,
    [session.workspaceId, mapping.name, yaml],
  );
}
