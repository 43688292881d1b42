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
/** Whose word is taken for the truth. */
const SURE = new Set(['human', 'source']);
/** More judges of one brand's mentions than any workspace has models. */
const MOST_JUDGES = 500;

/**
 * The audit of a brand's sentiment over a range. The machine is measured on audited labels of all brands (one brand's would be too few), each mention
 * once, and only on what was said by the models that judged the range: an audit of an older one tells nothing of them. The shares are those of
 * the brand's mentions in the range; what people or the source said is taken as it is.
 */
export async function auditSentiment(session: Session, brand: string, range: Range, asker: Asker): Promise<SentimentAudit> {
  const where = [{ dimension: 'BRAND' as const, op: 'IN' as const, values: [brand] }];
  const question = { by: [], range, where, fx: 'DAY_RATE' as const, orderBy: [], totals: false, first: MOST_JUDGES };
  const { rows: whole } = await answer(session, { ...question, select: [NET] }, asker);
  const { rows } = await answer(session, { ...question, select: COUNTS, by: ['JUDGED_BY'] }, asker);
  const judges = rows.map(({ dimensions, values }) => ({ judge: dimensions[0]?.key ?? '', counts: values.map(({ value }) => value ?? 0) }));
  const machines = judges.filter(({ judge }) => judge !== '' && !SURE.has(judge));
  const audited = await auditedPairs(
    session,
    machines.map(({ judge }) => judge),
  );
  const matrix = confusionOf(audited.machine, MOODS.length);
  const sure = judges.filter(({ judge }) => SURE.has(judge));
  const shares = correctedShares(summed(machines), matrix, summed(sure));
  const [negative, neutral, positive] = shares?.shares ?? [];
  return {
    netSentiment: whole[0]?.values[0] ?? null,
    machine: agreementOf(matrix),
    matrix,
    people: agreementOf(confusionOf(audited.people, MOODS.length)),
    corrected: shares && negative && neutral && positive ? { negative, neutral, positive, net: shares.net } : null,
  };
}

function summed(judges: readonly { counts: readonly number[] }[]): number[] {
  return MOODS.map((_, at) => judges.reduce((sum, { counts }) => sum + counts[at]!, 0));
}

type Pair = [number, number];

async function auditedPairs(session: Session, machines: readonly string[]): Promise<{ machine: Pair[]; people: Pair[] }> {
  const rows = await session.query<{ mention: string; label: Mood; machine: Mood | null }>(
    `SELECT concat_ws(' ', source_id, brand_id, post) AS mention, label, machine_label AS machine FROM hub.mention_label
     WHERE workspace_id = $1 AND audited AND machine = ANY($2::text[]) ORDER BY source_id, brand_id, post, labelled_at DESC, labeller`,
    [session.workspaceId, machines],
  );
  const byMention = [...Map.groupBy(rows, ({ mention }) => mention).values()];
  const pair = (a: Mood, b: Mood): Pair => [MOODS.indexOf(a), MOODS.indexOf(b)];
  return {
    machine: byMention.flatMap(([newest]) => (newest?.machine ? [pair(newest.label, newest.machine)] : [])),
    people: byMention.flatMap(([first, second]) => (first && second ? [pair(first.label, second.label)] : [])),
  };
}
