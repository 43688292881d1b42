import { sampleRatio } from '../../stats/sample-ratio';
import type { Reason } from './experiment-text';
import type { ToldExperiment } from './told-experiment';

/** One arm: its planned share, null where it is not told, and its users on the experiment's last day. */
export interface Arm {
  readonly key: string;
  readonly name: string;
  readonly place: number | null;
  readonly weight: number | null;
  readonly users: number;
}

/** Whether the arms got the users that were planned; no result is to be believed where they did not. */
export interface SplitCheck {
  readonly pValue: number | null;
  readonly ok: boolean;
  /** Of the arm furthest off, as a share of its expected users. */
  readonly largestDeviation: number | null;
  readonly reasons: readonly Reason[];
}

/** Planned shares that add up to less belong to arms of which one is not told. */
const WHOLE = 0.99;

/** The arms, in the experiment's own order. A metric may count only some of an arm's users: the arm's number is the largest that is told. */
export function armsOf({ variants, day }: ToldExperiment): Arm[] {
  const rows = variants.filter((row) => row.day === day);
  const arms = [...new Set(rows.map(({ variant }) => variant))].map((key) => {
    const of = rows.filter(({ variant }) => variant === key);
    return {
      key,
      name: of.find(({ variantName }) => variantName)?.variantName ?? key,
      place: of.find(({ variantPlace }) => variantPlace !== null)?.variantPlace ?? null,
      weight: of.find(({ weight }) => weight !== null)?.weight ?? null,
      users: Math.max(...of.map(({ users }) => users ?? 0)),
    };
  });
  return arms.sort((a, b) => (a.place ?? Number.MAX_VALUE) - (b.place ?? Number.MAX_VALUE) || (a.key < b.key ? -1 : 1));
}

/** Holds the users of the arms against their planned shares. */
export function checkSplit(arms: readonly Arm[]): SplitCheck {
  const weights = arms.flatMap(({ weight }) => weight ?? []);
  if (weights.length < arms.length) return unknown(['noWeights']);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole < WHOLE) return unknown(['armMissing', String(Math.round(whole * 100))]);
  const users = arms.map((arm) => arm.users);
  const checked = sampleRatio(users, weights);
  if (!checked) return unknown(['onlyArm']);
  const { pValue, ok, largestDeviation } = checked;
  const reasons: Reason[] = ok ? [] : [['badSplit', pValue.toPrecision(2), Math.abs(largestDeviation * 100).toPrecision(2)]];
  return { pValue, ok, largestDeviation, reasons };
}

function unknown(reason: Reason): SplitCheck {
  return { pValue: null, ok: false, largestDeviation: null, reasons: [reason] };
}
