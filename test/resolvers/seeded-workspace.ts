import { AdDay } from '../../entities/facts/AdDay';
import { inWorkspace } from '../../src/database/session';
import { refreshRollups } from '../../src/metrics/refresh-rollups';
import { parseRosterFile } from '../../src/metrics/roster/roster-file';
import { saveRoster } from '../../src/metrics/roster/save-roster';
import type { ServerUnderTest } from '../graph/running-server';

/** A workspace with one of everything, each name holding `mark`. */
export interface SeededWorkspace {
  id: number;
  mark: string;
  brandKey: string;
  brandId: number;
  campaignKey: string;
  campaignId: number;
  sourceKey: string;
  sourceId: number;
  /** The oldest first. */
  runIds: number[];
}

const DAYS = ['2026-11-20', '2026-11-21', '2026-11-22'];

/** Fills workspace `id`: three campaigns of one brand, each spending 10, 20, 30 yuan a day for three days, and four runs. */
export async function seedWorkspace(server: ServerUnderTest, id: number, mark: string): Promise<SeededWorkspace> {
  return inWorkspace(server.database, id, async (session) => {
    const one = async (sql: string, parameters: unknown[]) =>
      (await session.query<{ id: number }>(`${sql} RETURNING id`, parameters))[0]?.id ?? 0;
    const brandKey = `${mark}-brand`;
    const brandId = await one('INSERT INTO hub.brand (workspace_id, key, name, own) VALUES ($1, $2, $3, true)', [
      id,
      brandKey,
      `${mark} Brand`,
    ]);
    const sourceKey = `${mark}-source`;
    const sourceId = await one(
      `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone, fresh_to)
       VALUES ($1, $2, $3, 'meta-ads', '0 6 * * *', 'Asia/Shanghai', '2026-11-22')`,
      [id, sourceKey, `${mark} Source`],
    );
    const campaignIds: number[] = [];
    for (const n of [1, 2, 3]) {
      const row = [id, `meta:${mark}-${n}`, `${mark} campaign ${n}`, 'meta', 'paid_social', brandId];
      campaignIds.push(
        await one('INSERT INTO hub.campaign (workspace_id, key, name, platform, channel, brand_id) VALUES ($1, $2, $3, $4, $5, $6)', row),
      );
    }
    const runIds: number[] = [];
    for (const status of ['SUCCEEDED', 'FAILED', 'SUCCEEDED', 'QUEUED']) {
      const started = status === 'QUEUED' ? null : '2026-11-22T22:00:00Z';
      const row = [id, sourceId, status, started, status === 'FAILED' ? `${mark} failed` : null];
      runIds.push(
        await one(
          `INSERT INTO hub.ingest_run (workspace_id, source_id, status, started_at, error, queued_at) VALUES ($1, $2, $3, $4, $5, '2026-11-22T21:59:00Z')`,
          row,
        ),
      );
    }
    await session.query("SELECT hub.ensure_partitions('ad_day', '2026-11-20', '2026-11-22')");
    for (const [index, campaignId] of campaignIds.entries()) {
      await session.execute(
        `INSERT INTO fact.ad_day (workspace_id, day, source_id, campaign_id, currency, impressions, clicks, spend_micros, revenue_claimed_micros, page_id, record_no, recorded_at)
         SELECT $1, day::date, $2, $3, 'CNY', 1000, 50, $4::bigint, $4::bigint * 3, 1, 0, now() FROM unnest($5::text[]) day`,
        [id, sourceId, campaignId, (index + 1) * 10_000_000, DAYS],
      );
    }
    await session.query("SELECT hub.ensure_partitions('variant_day', '2026-11-22', '2026-11-22')");
    await session.execute(
      `INSERT INTO fact.variant_day (workspace_id, day, source_id, experiment, variant, metric, experiment_name, variant_place, weight_micros, users,
         sum_micros, sum_squares_micros, page_id, record_no, recorded_at)
       SELECT $1, '2026-11-22', $2, $3, arm, 'buys', $3, place, 500000, 2000, bought, bought, 1, 0, now()
       FROM (VALUES ('a', 0, 100000000), ('b', 1, 130000000)) AS arms(arm, place, bought)`,
      [id, sourceId, `${mark}-experiment`],
    );
    await session.query("SELECT hub.ensure_partitions('live_session', '2026-11-22', '2026-11-22')");
    await session.execute(
      `INSERT INTO fact.live_session (workspace_id, day, source_id, brand_id, platform, session, creator, creator_name, title, currency, gmv_paid_micros, page_id, record_no, recorded_at)
       VALUES ($1, '2026-11-22', $2, $3, 'douyin', $4, $4, $4, $4, 'CNY', 5000000, 1, 0, now())`,
      [id, sourceId, brandId, mark],
    );
    await session.query("SELECT hub.ensure_partitions('search_day', '2026-11-22', '2026-11-22')");
    await session.execute(
      `INSERT INTO fact.search_day (workspace_id, day, source_id, brand_id, scope, query, page, clicks, impressions, position_sum_micros, page_id, record_no, recorded_at)
       SELECT $1, '2026-11-22', $2, $3, 'query', $4, $4 || page, 5, 100, 300000000, 1, 0, now() FROM unnest(ARRAY['/a', '/b']) AS page`,
      [id, sourceId, brandId, mark],
    );
    const roster = `
creators: [{ key: ${mark}, name: ${mark} creator, accounts: [{ platform: douyin, account: ${mark} }] }]
collaborations: [{ key: ${mark}, name: ${mark} deal, creator: ${mark}, brand: ${brandKey}, from: 2026-11-01, to: 2026-11-30, currency: CNY, goals: [${mark}-goal] }]`;
    await session.execute(
      `INSERT INTO hub.reporting_model (workspace_id, model, window_days, half_life_days, chosen_by) VALUES ($1, 'LINEAR', 30, 7, $2)`,
      [id, `${mark} owner`],
    );
    await saveRoster(session, parseRosterFile(roster, 'roster.yaml'));
    await session.execute('UPDATE hub.workspace SET data_version = 1, recorded_at = clock_timestamp() WHERE id = $1', [id]);
    await refreshRollups(session, AdDay, DAYS);
    const title = { en: `${mark} goal`, 'zh-Hans': '', 'zh-Hant': '' };
    const planId = await one(
      "INSERT INTO hub.plan (workspace_id, year, title, currency, time_zone) VALUES ($1, 2026, $2, 'CNY', 'Asia/Shanghai')",
      [id, title],
    );
    const goalId = await one(
      `INSERT INTO hub.goal (workspace_id, plan_id, key, position, title, owner, metric, unit, aggregation, filters, better, start_day, end_day, target, phasing, calendar)
       VALUES ($1, $2, $3, 0, $4, $5, 'spend', 'MONEY', 'SUM', $6, 'UP', '2026-11-01', '2026-11-30', 1000, 'DAYS', '{"weekend":[],"holidays":[],"workdays":[]}')`,
      [id, planId, `${mark}-goal`, title, `${mark} owner`, JSON.stringify([{ dimension: 'BRAND', values: [brandKey] }])],
    );
    await session.execute(
      "INSERT INTO hub.goal_period (workspace_id, goal_id, start_day, end_day, target) VALUES ($1, $2, '2026-11-01', '2026-11-30', 1000)",
      [id, goalId],
    );
    await session.execute('INSERT INTO hub.goal_campaign_pattern (workspace_id, goal_id, pattern) VALUES ($1, $2, $3)', [
      id,
      goalId,
      `meta:${mark}-1`,
    ]);
    return { id, mark, brandKey, brandId, campaignKey: `meta:${mark}-1`, campaignId: campaignIds[0] ?? 0, sourceKey, sourceId, runIds };
  });
}
