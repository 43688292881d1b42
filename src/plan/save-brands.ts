import { isDeepStrictEqual } from 'node:util';
import { Brand } from '../../entities/brand/Brand';
import type { Session } from '../database/session';
import { localNames } from './local-names';
import type { PlanBrand } from './plan-file';

/** Keys of brands that an import touched. */
export interface BrandChanges {
  readonly added: string[];
  readonly changed: string[];
}

/** Adds a plan's brands and brings those that are known to what the plan says of them. Brands that the plan does not name stay as they are. */
export async function saveBrands(session: Session, brands: readonly PlanBrand[]): Promise<BrandChanges> {
  const { workspaceId, manager } = session;
  const known = new Map((await manager.find(Brand, { where: { workspaceId } })).map((brand) => [brand.key, brand]));
  const changes: BrandChanges = { added: [], changed: [] };
  for (const brand of brands) {
    const wanted = brandRowOf(brand);
    const before = known.get(brand.key);
    if (before && isDeepStrictEqual({ ...before, ...wanted }, { ...before })) continue;
    await manager.save(manager.create(Brand, { ...before, ...wanted, workspaceId }));
    (before ? changes.changed : changes.added).push(brand.key);
  }
  return changes;
}

function brandRowOf({ key, name, own, aliases, excludes }: PlanBrand): Omit<Brand, 'workspaceId' | 'id' | 'queryVersion'> {
  return { key, name: name.en, names: localNames(name), own, aliases: [...aliases], excludes: [...excludes] };
}
