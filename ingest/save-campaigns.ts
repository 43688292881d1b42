import type { CampaignRef } from '../entities/facts/fact';
import type { Session } from '../src/database/session';

/** The ids of those of the brands that are tracked. */
export async function brandIds(session: Session, keys: string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const found = await session.query<{ key: string; id: number }>(
    'SELECT key, id FROM hub.brand WHERE workspace_id = $1 AND key = ANY($2)',
    [session.workspaceId, keys],
  );
  return new Map(found.map(({ key, id }) => [key, id]));
}

interface StoredCampaign {
  id: number;
  key: string;
  name: string;
  platform: string;
  channel: string;
  brand_id: number | null;
}

/** The ids of campaigns, which are made and kept up to date, and how many of them changed. */
export async function saveCampaigns(session: Session, named: CampaignRef[], brands: Map<string, number>) {
  const ids = new Map<string, number>();
  if (named.length === 0) return { ids, changed: 0 };
  const stored = await session.query<StoredCampaign>(
    'SELECT id, key, name, platform, channel, brand_id FROM hub.campaign WHERE workspace_id = $1 AND key = ANY($2)',
    [session.workspaceId, named.map(({ key }) => key)],
  );
  const before = new Map(stored.map((campaign) => [campaign.key, campaign]));
  const brandOf = (campaign: CampaignRef) => (campaign.brand ? brands.get(campaign.brand)! : null);
  const changed = named.filter((campaign) => {
    const old = before.get(campaign.key);
    return (
      !old ||
      old.name !== campaign.name ||
      old.platform !== campaign.platform ||
      old.channel !== campaign.channel ||
      old.brand_id !== brandOf(campaign)
    );
  });
  const saved = changed.length === 0 ? [] : await upsertCampaigns(session, changed, changed.map(brandOf));
  for (const { key, id } of [...stored, ...saved]) ids.set(key, id);
  return { ids, changed: changed.length };
}

function upsertCampaigns(
  session: Session,
  campaigns: CampaignRef[],
  brandIdsOfThem: (number | null)[],
): Promise<{ key: string; id: number }[]> {
  return session.query(
    `INSERT INTO hub.campaign (workspace_id, key, name, platform, channel, brand_id)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::integer[])
     ON CONFLICT (workspace_id, key) DO UPDATE SET name = EXCLUDED.name, platform = EXCLUDED.platform, channel = EXCLUDED.channel, brand_id = EXCLUDED.brand_id
     RETURNING key, id`,
    [
      session.workspaceId,
      campaigns.map(({ key }) => key),
      campaigns.map(({ name }) => name),
      campaigns.map(({ platform }) => platform),
      campaigns.map(({ channel }) => channel),
      brandIdsOfThem,
    ],
  );
}
