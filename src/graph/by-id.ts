import { type FindOptionsWhere, In } from 'typeorm';
import type { Batch } from './graph-context';

/** A batch that finds rows of an entity by their id within the caller's workspace; null where there is none. */
export function byId<E extends { workspaceId: number; id: number }>(entity: new () => E): Batch<number, E | null> {
  return async (context, ids) => {
    const where = { workspaceId: context.caller.workspaceId, id: In([...ids]) } as FindOptionsWhere<E>;
    const rows = await context.read((session) => session.manager.find(entity, { where }));
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  };
}
