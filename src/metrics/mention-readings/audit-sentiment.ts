import type { Session } from '../../database/session';
import { type Agreement, agreementOf, type Confusion, confusionOf } from '../../stats/confusion';
import { correctedShares, type Estimate } from '../../stats/corrected-shares';
import { MOODS, type Mood } from '../../text/sentiment-model';
import { answer } from '../answer';
import type { Asker, MetricValue, Range } from '../question';

/** How far a brand's sentiment can be trusted: how the machine agrees with people, and the shares that follow once its mistakes are taken out. */
export interface SentimentAudit {
  /** As it is published. */
  readonly netSentiment: MetricValue | null;
  readonly machine: Agreement;
  /** `matrix[what people say][what the machine said]`, in the order of {@link MOODS}. */
  readonly matrix: Confusion;
  /** How two people who labelled the same mentions agree: n 0 when none did. */
  readonly people: Agreement;
  /** Null when a mood was never audited, or nothing is counted. */
  readonly corrected: {
    readonly negative: Estimate;
    readonly neutral: Estimate;
    readonly positive: Estimate;
    readonly net: Estimate;
  } | null;
}

const NET = 'netSentiment';
const COUNTS = ['mentionsNegative', 'mentionsNeutral', 'mentionsPositive'];

/**
 * The audit of a brand's sentiment over a range. The machine is measured on every audited label of the workspace (all brands: one brand's would
 * be too few), each mention once; the shares are those of the brand's mentions in the range.
 */
export async function auditSentiment(session: Session, brand: string, range: Range, asker: Asker): Promise<SentimentAudit> {
  const where = [{ dimension: 'BRAND' as const, op: 'IN' as const, values: [brand] }];
  const question = { select: [NET, ...COUNTS], by: [], range, where, fx: 'DAY_RATE' as const, orderBy: [], totals: false, first: 1 };
  const { rows } = await answer(session, question, asker);
  const told = (name: string) => rows[0]?.values.find(({ metric }) => metric === name) ?? null;
  const audited = await auditedPairs(session);
  const matrix = confusionOf(audited.machine, MOODS.length);
  const shares = correctedShares(
    COUNTS.map((name) => told(name)?.value ?? 0),
    matrix,
  );
  const [negative, neutral, positive] = shares?.shares ?? [];
  return {
    netSentiment: told(NET),
    machine: agreementOf(matrix),
    matrix,
    people: agreementOf(confusionOf(audited.people, MOODS.length)),
    corrected: shares && negative && neutral && positive ? { negative, neutral, positive, net: shares.net } : null,
  };
}

type Pair = [number, number];

async function auditedPairs(session: Session): Promise<{ machine: Pair[]; people: Pair[] }> {
  const rows = await session.query<{ mention: string; label: Mood; machine: Mood | null }>(
    `SELECT concat_ws(' ', source_id, brand_id, post) AS mention, label, machine_label AS machine FROM hub.mention_label
     WHERE workspace_id = $1 AND audited ORDER BY source_id, brand_id, post, labelled_at DESC, labeller`,
    [session.workspaceId],
  );
  const byMention = [...Map.groupBy(rows, ({ mention }) => mention).values()];
  const pair = (a: Mood, b: Mood): Pair => [MOODS.indexOf(a), MOODS.indexOf(b)];
  return {
    machine: byMention.flatMap(([newest]) => (newest?.machine ? [pair(newest.label, newest.machine)] : [])),
    people: byMention.flatMap(([first, second]) => (first && second ? [pair(first.label, second.label)] : [])),
  };
}
