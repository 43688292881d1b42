import type { DataSource } from 'typeorm';
import { type CampaignRef, type FactClass, factOf } from '../entities/facts/fact';
import { inWorkspace } from '../src/database/session';

/** What becomes of a brand that nobody tracks yet: its records are refused, it is made, or (on a dry run) it is only remembered. */
export type NewBrands = 'refuse' | 'make' | 'remember';

/** The brands of a workspace as an import meets them. */
export class ImportBrands {
  private readonly known = new Set<string>();
  /** The brands that were made, or would be. */
  readonly added: string[] = [];

  constructor(
    private readonly database: DataSource,
    private readonly workspaceId: number,
    private readonly newBrands: NewBrands,
  ) {}

  /** Those of the keys that no row may name. */
  async unknown(keys: Iterable<string>): Promise<Set<string>> {
    const open = [...new Set(keys)].filter((key) => !this.known.has(key));
    if (open.length === 0) return new Set();
    const { workspaceId } = this;
    const found = await inWorkspace(this.database, workspaceId, (session) =>
      session.query<{ key: string }>('SELECT key FROM hub.brand WHERE workspace_id = $1 AND key = ANY($2)', [workspaceId, open]),
    );
    for (const { key } of found) this.known.add(key);
    const lacking = open.filter((key) => !this.known.has(key));
    if (this.newBrands === 'refuse' || lacking.length === 0) return new Set(lacking);
    if (this.newBrands === 'make') await this.make(lacking);
    for (const key of lacking) this.known.add(key);
    this.added.push(...lacking);
    return new Set();
  }

  private async make(keys: string[]): Promise<void> {
    await inWorkspace(this.database, this.workspaceId, (session) =>
      session.execute(
        `INSERT INTO hub.brand (workspace_id, key, name) SELECT $1, key, key FROM unnest($2::text[]) AS named (key)
         ON CONFLICT (workspace_id, key) DO NOTHING`,
        [this.workspaceId, keys],
      ),
    );
  }
}

/** The keys of the brands that a row of a fact names. */
export function brandsNamed(fact: FactClass, row: object): string[] {
  const values = row as Record<string, unknown>;
  return factOf(fact).columns.flatMap(({ kind, property }) => {
    const value = values[property];
    const key = kind === 'brand' ? value : kind === 'campaign' ? (value as CampaignRef | null | undefined)?.brand : null;
    return typeof key === 'string' && key !== '' ? [key] : [];
  });
}
