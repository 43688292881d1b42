import type { Effect } from './effect';
import { bounded, type Tail, type TestResult } from './welch';

/** The number of users at which the interval is narrowest, where nothing else is planned. */
export const USUAL_TUNING = 5000;
/** A one-sided p-value outside of these is told as the end: the boundary means nothing at a level of a half. */
const LEAST = 1e-5;
const MOST = 0.4999;

/**
 * An asymptotic confidence sequence of an effect: an interval that holds at all looks together, so that an experiment may be stopped at any. Narrowest
 * when `tuning` users are in (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences":
 * boundary of the normal mixture, its one-sided form, and the choice of ρ). The p-value is the smallest level whose sequence leaves out 0.
 */
export function sequentialTest(effect: Effect, alpha = 0.05, tuning = USUAL_TUNING, tail: Tail = 'BOTH'): TestResult {
  const bounds = bounded(effect.estimate, margin(effect, alpha, tuning, tail), tail);
  return { pValue: tail === 'BOTH' ? alwaysValid(effect, alpha, tuning) : oneSided(effect, alpha, tuning, tail), ...bounds };
}

/** ρ, which makes the sequence of level α narrowest at `tuning` users. */
export function mixtureScale(alpha: number, tuning: number): number {
  const twice = -2 * Math.log(alpha);
  return Math.sqrt((twice + Math.log(twice + 1)) / tuning);
}

function margin({ standardError, n }: Effect, alpha: number, tuning: number, tail: Tail): number {
  const rho = mixtureScale(tail === 'BOTH' ? alpha : 2 * alpha, tuning);
  const grown = n * rho * rho + 1;
  const log = tail === 'BOTH' ? Math.log(Math.sqrt(grown) / alpha) : Math.log1p(Math.sqrt(grown) / (2 * alpha));
  return standardError * Math.sqrt(n) * (Math.sqrt(2 * grown * log) / (n * rho));
}

/** One over the mixture's likelihood ratio at the ρ of the level α, at most 1. */
function alwaysValid({ estimate, standardError, n }: Effect, alpha: number, tuning: number): number {
  const grown = n * mixtureScale(alpha, tuning) ** 2 + 1;
  const z = estimate / standardError;
  return Math.min(Math.sqrt(grown) * Math.exp((-z * z * (grown - 1)) / (2 * grown)), 1);
}

/** The level at which the one-sided bound touches 0, ρ staying that of the level α: the margin solved for its level. */
function oneSided({ estimate, standardError, n }: Effect, alpha: number, tuning: number, tail: Tail): number {
  const grown = n * mixtureScale(2 * alpha, tuning) ** 2 + 1;
  const z = (tail === 'GREATER' ? estimate : -estimate) / standardError;
  if (z <= 0) return MOST;
  const level = Math.sqrt(grown) / (2 * Math.expm1((z * z * (grown - 1)) / (2 * grown)));
  return Math.min(Math.max(level, LEAST), MOST);
}
