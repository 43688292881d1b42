import type { Session } from '../../database/session';
import { type BrandLift, brandLift, type Lift } from '../../stats/brand-lift';
import { detectableEffect } from '../../stats/power';
import { proportionInterval } from '../../stats/proportion-interval';
import { weightedMean } from '../../stats/weighted-mean';
import { BadQuestion } from '../BadQuestion';
import type { Interval } from '../experiment/judge';
import { HIDDEN_BASE, SMALL_BASE } from './crosstab';
import { type QualityFlag, unflagged } from './quality-flags';
import { type Response, readResponses } from './responses';
import { type StoredStudy, studyOf } from './stored-study';
import { type Variable, variableOf } from './variable';

/** What a brand lift test is asked for. */
export interface BrandLiftQuestion {
  readonly study: string;
  readonly question: string;
  /** The answers whose share is compared. */
  readonly values: readonly string[];
  /** The question, or `segment`, that tells who was exposed, and its answers of the two groups. */
  readonly group: string;
  readonly exposed: readonly string[];
  readonly control: readonly string[];
  /** All waves together when null. */
  readonly wave?: string | null;
  readonly weighted: boolean;
  readonly without?: readonly QualityFlag[] | null;
  readonly asOf?: Date | null;
}

/** One group: how many answered, what their weights leave of them, and the share that is compared; null where fewer than five answered. */
export interface LiftGroup {
  readonly n: number;
  readonly effectiveN: number;
  readonly share: number | null;
  readonly interval: Interval | null;
}

/** An estimate with its interval, in shares: 0.06 are six points, or six in a hundred of what it is over. */
export interface ToldLift {
  readonly value: number;
  readonly interval: Interval;
}

/** What an exposure did to a share of answers; null where it cannot be told, with the reason. */
export interface ToldBrandLift {
  readonly control: LiftGroup;
  readonly exposed: LiftGroup;
  readonly absolute: ToldLift | null;
  readonly relative: ToldLift | null;
  readonly headroom: ToldLift | null;
  readonly pValue: number | null;
  readonly significant: boolean;
  /** The smallest absolute lift that so many answers would show four times in five. */
  readonly detectable: number | null;
  readonly reason: string | null;
}

const ALPHA = 0.05;

/** Compares a share of answers between those who were exposed and those who were not: the one way by which a brand lift reaches a person. Null when there is no such study. */
export async function answerBrandLift(session: Session, question: BrandLiftQuestion): Promise<ToldBrandLift | null> {
  const stored = await studyOf(session, question.study);
  if (!stored) return null;
  const all = await readResponses(session, stored, question.wave ?? null, question.asOf ?? undefined);
  const kept = unflagged(all, stored, question.without ?? []);
  const said = chosen(stored, kept, 'question', question.question, { values: question.values });
  const group = chosen(stored, kept, 'group', question.group, { exposed: question.exposed, control: question.control });
  const both = question.exposed.find((value) => question.control.includes(value));
  if (both !== undefined) throw new BadQuestion('brandLift.control', both, 'answers that are not among those of the exposed');
  const isIn = (response: Response, values: readonly string[]) => group.of(response)?.some((value) => values.includes(value)) ?? false;
  // Of several answers one is enough to be exposed.
  const exposed = kept.filter((response) => isIn(response, question.exposed));
  const control = kept.filter((response) => isIn(response, question.control) && !isIn(response, question.exposed));
  const [a, b] = [control, exposed].map((of) => groupOf(of, said, question)) as [LiftGroup, LiftGroup];
  return { control: a, exposed: b, ...liftOf(a, b) };
}

/** A variable, held against the answers that are asked for: one that nobody gave and that is no option is a slip. */
function chosen(
  stored: StoredStudy,
  responses: readonly Response[],
  place: string,
  code: string,
  asked: Readonly<Record<string, readonly string[]>>,
): Variable {
  const variable = variableOf(stored, code, responses, `brandLift.${place}`);
  for (const [name, values] of Object.entries(asked)) {
    const strange = values.find((value) => !variable.values.includes(value));
    if (values.length === 0 || strange !== undefined)
      throw new BadQuestion(`brandLift.${name}`, strange ?? '', `answers to ${code}: ${variable.values.join(', ')}`);
  }
  return variable;
}

function groupOf(responses: readonly Response[], said: Variable, { values, weighted }: BrandLiftQuestion): LiftGroup {
  const told = responses.flatMap((response) => {
    const answers = said.of(response);
    const weight = weighted ? response.weight : 1;
    return answers && weight > 0 ? [{ says: Number(answers.some((value) => values.includes(value))), weight }] : [];
  });
  const mean = weightedMean(
    told.map(({ says }) => says),
    told.map(({ weight }) => weight),
  );
  if (!mean || mean.n < HIDDEN_BASE) return { n: told.length, effectiveN: mean?.effectiveN ?? 0, share: null, interval: null };
  // A share of 1 in floating point may be a hair above it.
  const share = Math.min(mean.value, 1);
  const bounds = proportionInterval(share * mean.effectiveN, mean.effectiveN, 'WILSON', ALPHA);
  return { n: mean.n, effectiveN: mean.effectiveN, share, interval: { ...bounds, level: 1 - ALPHA } };
}

function liftOf(control: LiftGroup, exposed: LiftGroup): Omit<ToldBrandLift, 'control' | 'exposed'> {
  const [fewest, which] = control.n <= exposed.n ? [control.n, 'the control'] : [exposed.n, 'the exposed'];
  const few = `${fewest} answers of ${which}`;
  const nothing = { absolute: null, relative: null, headroom: null, pValue: null, significant: false, detectable: null };
  if (control.share === null || exposed.share === null) return { ...nothing, reason: `${few}; expected ${HIDDEN_BASE} or more` };
  const [a, b] = [shareOf(control), shareOf(exposed)];
  const { absolute, relative, headroom, pValue }: BrandLift = brandLift(a, b, ALPHA);
  const error = Math.sqrt((control.share * (1 - control.share)) / a.n + (exposed.share * (1 - exposed.share)) / b.n);
  return {
    ...{ absolute: told(absolute), relative: relative && told(relative), headroom: headroom && told(headroom) },
    ...{ pValue, significant: pValue !== null && pValue < ALPHA, detectable: error > 0 ? detectableEffect(error) : null },
    reason: fewest < SMALL_BASE ? `${few}, fewer than ${SMALL_BASE}` : null,
  };
}

function shareOf({ share, effectiveN }: LiftGroup) {
  return { count: share! * effectiveN, n: effectiveN };
}

function told({ value, low, high }: Lift): ToldLift {
  return { value, interval: { low, high, level: 1 - ALPHA } };
}
