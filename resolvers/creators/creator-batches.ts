import { In } from 'typeorm';
import { Brand } from '../../entities/brand/Brand';
import { Collaboration } from '../../entities/creators/Collaboration';
import { Creator } from '../../entities/creators/Creator';
import { Goal } from '../../entities/plan/Goal';
import type { Batch } from '../../src/graph/graph-context';
import type { CreatorAccount, CreatorPrice } from './roster-types';

/** Creators by their keys. */
export const creatorByKey: Batch<string, Creator | null> = async (context, keys) => {
  const { workspaceId } = context.caller;
  const rows = await context.read((session) => session.manager.find(Creator, { where: { workspaceId, key: In([...keys]) } }));
  return keys.map((key) => rows.find((row) => row.key === key) ?? null);
};

/** Brands by their keys. */
export const brandByKey: Batch<string, Brand | null> = async (context, keys) => {
  const { workspaceId } = context.caller;
  const rows = await context.read((session) => session.manager.find(Brand, { where: { workspaceId, key: In([...keys]) } }));
  return keys.map((key) => rows.find((row) => row.key === key) ?? null);
};

/** Goals in force by their keys. */
export const goalsByKey: Batch<string, Goal[]> = async (context, keys) => {
  const { workspaceId } = context.caller;
  const rows = await context.read((session) =>
    session.manager
      .createQueryBuilder(Goal, 'g')
      .where('g.workspaceId = :workspaceId AND g.key IN (:...keys) AND g.archivedAt IS NULL', { workspaceId, keys: [...keys] })
      .orderBy('g.startDay')
      .getMany(),
  );
  return keys.map((key) => rows.filter((row) => row.key === key));
};

/** The collaborations of creators, the newest first. */
export const collaborationsOf: Batch<string, Collaboration[]> = async (context, creators) => {
  const { workspaceId } = context.caller;
  const rows = await context.read((session) =>
    session.manager.find(Collaboration, { where: { workspaceId, creator: In([...creators]) }, order: { fromDay: 'DESC', key: 'ASC' } }),
  );
  return creators.map((creator) => rows.filter((row) => row.creator === creator));
};

/** Every account that was ever taken for a creator's, those that still are first. */
export const accountsOf: Batch<string, CreatorAccount[]> = async (context, creators) => {
  const rows = await context.read((session) =>
    session.query<CreatorAccount & { creator: string }>(
      `SELECT creator, platform, account, recorded_at AS since, removed_at AS until FROM hub.creator_account
       WHERE workspace_id = $1 AND creator = ANY ($2) ORDER BY removed_at DESC NULLS FIRST, platform, account`,
      [session.workspaceId, [...creators]],
    ),
  );
  return creators.map((creator) => rows.filter((row) => row.creator === creator));
};

/** The price lists of creators, the newest prices first. */
export const pricesOf: Batch<string, CreatorPrice[]> = async (context, creators) => {
  const rows = await context.read((session) =>
    session.query<CreatorPrice & { creator: string }>(
      `SELECT creator, format, from_day AS "from", (amount_micros * 0.000001)::text AS amount, currency FROM hub.creator_price
       WHERE workspace_id = $1 AND creator = ANY ($2) ORDER BY from_day DESC, format`,
      [session.workspaceId, [...creators]],
    ),
  );
  return creators.map((creator) => rows.filter((row) => row.creator === creator));
};
