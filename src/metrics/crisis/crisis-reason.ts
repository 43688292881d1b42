import type { Asker } from '../question';
import type { CrisisRule } from './crisis-rule';
import type { JudgedDay } from './detect-crises';

/** The numbers of a reason, rounded to tenths; `share` is null where no mention of the day was judged, else in percent. */
interface Told {
  readonly mentions: number;
  readonly negative: number;
  readonly expected: number;
  readonly expectedNegative: number;
  readonly z: number;
  readonly share: number | null;
  readonly reach: number;
  readonly alertPercent: number;
  readonly rule: CrisisRule;
}

const SENTENCES: Record<Asker['locale'], { readonly calming: string; readonly say: (told: Told) => string }> = {
  EN: {
    calming: 'not calm yet: ',
    say: ({ mentions, negative, expected, expectedNegative, z, share, reach, alertPercent, rule }) =>
      `${mentions} mentions, ${negative} negative, where ${expected} and ${expectedNegative} were expected (z ${z}, spike from ${rule.spikeFrom}); ${share === null ? 'none judged' : `${share} % negative`} (bad news from ${alertPercent} %); reach ${reach} (from ${rule.leastReach})`,
  },
  ZH_HANS: {
    calming: '尚未平息：',
    say: ({ mentions, negative, expected, expectedNegative, z, share, reach, alertPercent, rule }) =>
      `提及${mentions}条，其中负面${negative}条，预期分别为${expected}和${expectedNegative}条（z ${z}，${rule.spikeFrom}起为激增）；${share === null ? '均未判定情感' : `负面占${share}%`}（${alertPercent}%起为坏消息）；触达${reach}（${rule.leastReach}起计）`,
  },
  ZH_HANT: {
    calming: '尚未平息：',
    say: ({ mentions, negative, expected, expectedNegative, z, share, reach, alertPercent, rule }) =>
      `提及${mentions}則，其中負面${negative}則，預期分別為${expected}和${expectedNegative}則（z ${z}，${rule.spikeFrom}起為激增）；${share === null ? '均未判定情感' : `負面占${share}%`}（${alertPercent}%起為壞消息）；觸及${reach}（${rule.leastReach}起計）`,
  },
};

/** Why a day belongs to a crisis, with the limits of the rule; `isNews` tells that the day by itself is unusual, else the crisis is only not calm yet. */
export function crisisReason(day: Omit<JudgedDay, 'stage' | 'reason'>, isNews: boolean, rule: CrisisRule, locale: Asker['locale']): string {
  const { mentions, negative, reach, negativeShare } = day;
  const { calming, say } = SENTENCES[locale];
  const told = {
    ...{ mentions, negative, reach, rule, alertPercent: rule.alertShare * 100 },
    ...{ expected: round(day.expected ?? 0), expectedNegative: round(day.expectedNegative ?? 0), z: round(day.z ?? 0) },
    share: negativeShare === null ? null : round(negativeShare * 100),
  };
  return `${isNews ? '' : calming}${say(told)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
