import type { Session } from '../../database/session';
import { BadQuestion } from '../BadQuestion';
import { CRISIS_RULE, type CrisisRule } from './crisis-rule';

/** What a number of the rule may be: its least and most, and whether it is a whole one. */
interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole?: true;
}

/** The numbers that a workspace may set, and between what. */
export const CRISIS_LIMITS = {
  spikeFrom: { least: 1, most: 20 },
  chanceFrom: { least: 0, most: 20 },
  leastMentions: { least: 1, most: 1_000_000, whole: true },
  leastChange: { least: 0, most: 10 },
  watchShare: { least: 0.01, most: 1 },
  alertShare: { least: 0.01, most: 1 },
  leastReach: { least: 0, most: 1_000_000_000, whole: true },
  crisisDays: { least: 1, most: 30, whole: true },
  crisisTimes: { least: 1, most: 100 },
  calmBelow: { least: 0, most: 20 },
  calmShare: { least: 0.01, most: 1 },
  calmDays: { least: 1, most: 30, whole: true },
  silenceDays: { least: 0, most: 60, whole: true },
} as const satisfies Partial<Record<keyof CrisisRule, Bounds>>;

/** The name of a number that can be set. */
export type CrisisLimit = keyof typeof CRISIS_LIMITS;

/** A rule with who set it, when and why; the shipped one was set by nobody. */
export interface CrisisRuleVersion {
  readonly rule: CrisisRule;
  readonly why: string;
  readonly setBy: string | null;
  readonly setAt: Date | null;
}

const SHIPPED: CrisisRuleVersion = { rule: CRISIS_RULE, why: 'shipped; docs/brand.md has the reasons', setBy: null, setAt: null };

interface Row {
  readonly version: number;
  readonly limits: Record<CrisisLimit, number>;
  readonly why: string;
  readonly setBy: string;
  readonly setAt: Date;
}

/** The rules that hold or held in the workspace, the newest first; the last is the shipped one. */
export async function crisisRules(session: Session): Promise<CrisisRuleVersion[]> {
  const rows = await session.query<Row>(
    `SELECT version, limits, why, set_by AS "setBy", set_at AS "setAt" FROM hub.crisis_rule WHERE workspace_id = $1 ORDER BY version DESC`,
    [session.workspaceId],
  );
  const own = rows.map(({ version, limits, ...told }) => ({ rule: { ...CRISIS_RULE, ...limits, version: `own-${version}` }, ...told }));
  return [...own, SHIPPED];
}

/** The rule that held at an instant; the newest when none is given. */
export async function crisisRule(session: Session, asOf?: Date): Promise<CrisisRule> {
  const all = await crisisRules(session);
  return (all.find(({ setAt }) => setAt === null || asOf === undefined || setAt <= asOf) ?? SHIPPED).rule;
}

/** Sets some numbers of the rule, as a new version. Throws a BadQuestion for a number out of bounds, limits that contradict each other, or no reason. */
export async function setCrisisRule(
  session: Session,
  changes: Partial<Record<CrisisLimit, number>>,
  { why, setBy }: { why: string; setBy: string },
): Promise<CrisisRuleVersion> {
  if (why.trim() === '' || why.length > 1000)
    throw new BadQuestion('setCrisisRule.why', why.slice(0, 100), 'a reason of at most 1000 characters');
  if (Object.keys(changes).length === 0) throw new BadQuestion('setCrisisRule', changes, `one of ${Object.keys(CRISIS_LIMITS).join(', ')}`);
  for (const [name, value] of Object.entries(changes)) checkLimit(name, value);
  await session.execute('SELECT FROM hub.workspace WHERE id = $1 FOR UPDATE', [session.workspaceId]);
  const rule = { ...(await crisisRule(session)), ...changes };
  if (rule.alertShare < rule.watchShare) throw new BadQuestion('alertShare', rule.alertShare, `at least the watchShare ${rule.watchShare}`);
  if (rule.calmBelow > rule.spikeFrom) throw new BadQuestion('calmBelow', rule.calmBelow, `at most the spikeFrom ${rule.spikeFrom}`);
  const limits = Object.fromEntries((Object.keys(CRISIS_LIMITS) as CrisisLimit[]).map((name) => [name, rule[name]]));
  await session.execute(
    `INSERT INTO hub.crisis_rule (workspace_id, version, limits, why, set_by)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM hub.crisis_rule WHERE workspace_id = $1`,
    [session.workspaceId, JSON.stringify(limits), why, setBy],
  );
  return (await crisisRules(session))[0]!;
}

function checkLimit(name: string, value: number): void {
  const bounds: Bounds | undefined = Object.hasOwn(CRISIS_LIMITS, name) ? CRISIS_LIMITS[name as CrisisLimit] : undefined;
  if (!bounds) throw new BadQuestion('setCrisisRule', name, `one of ${Object.keys(CRISIS_LIMITS).join(', ')}`);
  const fits = Number.isFinite(value) && value >= bounds.least && value <= bounds.most && (!bounds.whole || Number.isInteger(value));
  if (!fits) throw new BadQuestion(name, value, `a ${bounds.whole ? 'whole ' : ''}number from ${bounds.least} to ${bounds.most}`);
}
