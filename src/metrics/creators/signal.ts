import type { Outlier } from '../../stats/outliers';
import type { Spread } from '../../stats/spread';
import type { ToldRow } from '../evidence/told-rows';

/** What may show that numbers were helped along. None is a proof. */
export const SIGNALS = [
  'FOLLOWER_SPIKE',
  'LIKE_COMMENT_RATIO',
  'ENGAGEMENT_RATE',
  'VIEW_COMMENT_MISMATCH',
  'BUYER_CONCENTRATION',
  'REFUNDS_AFTER_SETTLEMENT',
  'GMV_STEP',
] as const;
export type SignalName = (typeof SIGNALS)[number];

/** Who or what a signal is about: `platform:account`, `platform:session`, or a collaboration's key. */
export interface Subject {
  readonly kind: 'ACCOUNT' | 'LIVESTREAM' | 'COLLABORATION';
  readonly key: string;
}

/** One thing that stands apart from its peers, how far, how the peers lie, and the rows that show it. */
export interface Signal {
  readonly signal: SignalName;
  readonly subject: Subject;
  /** The account of the creator, where it is known: `platform:account`. */
  readonly account: string | null;
  readonly day: string;
  readonly value: number;
  /** Robust deviations from the peers' median; negative below. */
  readonly z: number;
  readonly peers: Spread;
  /** Whom it was compared with, in words of the data: a tier, a platform, the stream's own minutes. */
  readonly among: string;
  readonly evidence: readonly ToldRow[];
}

/** At most so many rows are shown for a signal. */
const MOST_EVIDENCE = 20;

/** A signal of an outlier. */
export function signalOf(
  outlier: Outlier,
  told: Omit<Signal, 'value' | 'z' | 'peers' | 'day' | 'evidence'> & { evidence: readonly ToldRow[] },
): Signal {
  const { value, z, peers } = outlier;
  const evidence = told.evidence.slice(-MOST_EVIDENCE);
  return { ...told, value, z, peers, evidence, day: evidence.at(-1)?.day ?? '' };
}
