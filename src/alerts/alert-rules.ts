import { z } from 'zod';
import type { Session } from '../database/session';
import { BadQuestion } from '../metrics/BadQuestion';
import { dimensionsOfMetric } from '../metrics/catalog';
import { METRICS } from '../metrics/registry';
import { ALERT_KINDS, ALERT_LEVELS, type AlertKind } from './condition';

const keys = z.array(z.string().min(1)).max(200);
const metrics = z.array(z.string().refine(isOfBrands, 'no metric of the catalogue that can be asked brand by brand')).min(1).max(20);

function isOfBrands(name: string): boolean {
  const metric = METRICS.get(name);
  return metric !== undefined && dimensionsOfMetric(metric).includes('BRAND');
}

/** The settings of each kind, with what they are unless a workspace says otherwise. */
const SETTINGS = {
  /** Brands by key, empty: all own ones; told from this stage on. */
  CRISIS: z.strictObject({ brands: keys.default([]), from: z.enum(ALERT_LEVELS.CRISIS).default('WATCH') }),
  /** Goals by key, empty: all; told from this status on. */
  GOAL: z.strictObject({ goals: keys.default([]), from: z.enum(ALERT_LEVELS.GOAL).default('AT_RISK') }),
  /** So many runs that failed one after the other. */
  SOURCE_FAILING: z.strictObject({ runs: z.int().min(1).max(100).default(2) }),
  /** So many days that the last complete day lies back. */
  SOURCE_STALE: z.strictObject({ days: z.int().min(1).max(366).default(4) }),
  /** Metrics whose days are judged, for each own brand or those named. */
  UNUSUAL_DAY: z.strictObject({
    metrics: metrics.default(['spend', 'revenue', 'orders', 'sessions', 'mentions']),
    brands: keys.default([]),
  }),
  /** So many records of a source that were quarantined within so many hours and still wait. */
  QUARANTINE: z.strictObject({ records: z.int().min(1).default(10), hours: z.int().min(1).max(720).default(24) }),
} satisfies Record<AlertKind, z.ZodType>;

/** The settings of a kind. */
export type AlertSettings = { readonly [K in AlertKind]: z.output<(typeof SETTINGS)[K]> };

/** How a kind is watched for; `setBy` is null where it is as shipped. */
export interface AlertRule<K extends AlertKind = AlertKind> {
  readonly kind: K;
  readonly enabled: boolean;
  readonly settings: AlertSettings[K];
  readonly setBy: string | null;
  readonly setAt: Date | null;
}

/** How every kind is watched for in the workspace. */
export async function alertRules(session: Session): Promise<AlertRule[]> {
  const rows = await session.query<AlertRule & { settings: object }>(
    'SELECT kind, enabled, settings, set_by AS "setBy", set_at AS "setAt" FROM hub.alert_rule WHERE workspace_id = $1',
    [session.workspaceId],
  );
  const set = new Map(rows.map((row) => [row.kind, row]));
  return ALERT_KINDS.map((kind) => {
    const row = set.get(kind);
    const settings = SETTINGS[kind].parse(row?.settings ?? {});
    return { kind, enabled: row?.enabled ?? true, settings, setBy: row?.setBy ?? null, setAt: row?.setAt ?? null };
  });
}

/** Sets how a kind is watched for; settings that are not given are as shipped. Throws a BadQuestion for settings that it does not have. */
export async function setAlertRule(
  session: Session,
  kind: AlertKind,
  { enabled, settings, setBy }: { enabled: boolean; settings: unknown; setBy: string },
): Promise<AlertRule> {
  const parsed = SETTINGS[kind].safeParse(settings);
  if (!parsed.success) {
    const told = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`).join('; ');
    throw new BadQuestion(`setAlertRule.${kind}`, settings, `settings of this kind (${told})`);
  }
  await session.execute(
    `INSERT INTO hub.alert_rule (workspace_id, kind, enabled, settings, set_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (workspace_id, kind) DO UPDATE SET enabled = excluded.enabled, settings = excluded.settings, set_by = excluded.set_by, set_at = clock_timestamp()`,
    [session.workspaceId, kind, enabled, JSON.stringify(settings), setBy],
  );
  return (await alertRules(session)).find((rule) => rule.kind === kind)!;
}
