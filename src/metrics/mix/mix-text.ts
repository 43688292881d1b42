import type { ReviewCheckName } from '../../stats/mix/review-mix';
import type { Asker } from '../question';

type Spoken = Readonly<Record<Asker['locale'], string>>;
type Speaker = Readonly<Record<Asker['locale'], (...values: string[]) => string>>;

/** Why there is no model, or what it leaves out. */
const SENTENCES = {
  fewWeeks: {
    EN: (weeks) => `${weeks} weeks with an outcome; a model needs 52 at least`,
    ZH_HANS: (weeks) => `只有${weeks}周有结果数据，建模至少需要52周`,
    ZH_HANT: (weeks) => `只有${weeks}週有結果資料，建模至少需要52週`,
  },
  noMedia: {
    EN: () => 'no channel was spent on in 8 weeks or more',
    ZH_HANS: () => '没有任何渠道的投放达到8周',
    ZH_HANT: () => '沒有任何渠道的投放達到8週',
  },
  lateStart: {
    EN: (day) => `the outcome is known from ${day} on: the weeks before are left out`,
    ZH_HANS: (day) => `结果数据自${day}起，此前各周未计入`,
    ZH_HANT: (day) => `結果資料自${day}起，此前各週未計入`,
  },
  fewRegions: {
    EN: (regions) => `${regions} regions with an outcome in half of the weeks; a model over regions needs 2 at least`,
    ZH_HANS: (regions) => `仅${regions}个地区在半数以上的周有结果数据，按地区建模至少需要2个`,
    ZH_HANT: (regions) => `僅${regions}個地區在半數以上的週有結果資料，按地區建模至少需要2個`,
  },
  regionsLeftOut: {
    EN: (names, share) => `left out, with ${share} % of the outcome, as they have none in half of the weeks or no name: ${names}`,
    ZH_HANS: (names, share) => `未计入（占结果的${share}%），因半数以上的周无结果或未注明地区：${names}`,
    ZH_HANT: (names, share) => `未計入（占結果的${share}%），因半數以上的週無結果或未註明地區：${names}`,
  },
  sharedBySplit: {
    EN: (channel) => `${channel} is told without its regions: it is shared out as its platforms split it by region`,
    ZH_HANS: (channel) => `${channel}的花费未注明地区，按平台的地区拆分分摊`,
    ZH_HANT: (channel) => `${channel}的花費未註明地區，按平台的地區拆分分攤`,
  },
  sharedBySize: {
    EN: (channel) => `${channel} is told without its regions: it is shared out by their sizes, so that only its weeks tell what it brings`,
    ZH_HANS: (channel) => `${channel}的花费未注明地区，按地区规模分摊，因此只能由周变动判断其效果`,
    ZH_HANT: (channel) => `${channel}的花費未註明地區，按地區規模分攤，因此只能由週變動判斷其效果`,
  },
  seldom: {
    EN: (channel) => `${channel} was spent on in fewer than 8 weeks: it is left out`,
    ZH_HANS: (channel) => `${channel}的投放不足8周，未计入`,
    ZH_HANT: (channel) => `${channel}的投放不足8週，未計入`,
  },
  liftLeftOut: {
    EN: (test) => `the lift test ${test} is left out: its channel, weeks, revenue or error are not in the model`,
    ZH_HANS: (test) => `增量测试${test}未计入：其渠道、日期、收入或误差不在模型中`,
    ZH_HANT: (test) => `增量測試${test}未計入：其渠道、日期、收入或誤差不在模型中`,
  },
  doNotUse: {
    EN: () => 'a check of the review fails: do not decide budgets by this model',
    ZH_HANS: () => '有检查项未通过：请勿据此模型决定预算',
    ZH_HANT: () => '有檢查項未通過：請勿據此模型決定預算',
  },
  notProof: {
    EN: () => 'a model of what moved together is no proof of what caused it: test the largest channels',
    ZH_HANS: () => '模型只反映共同变动，并不证明因果：请对主要渠道做增量测试',
    ZH_HANT: () => '模型只反映共同變動，並不證明因果：請對主要渠道做增量測試',
  },
  atHigh: {
    EN: (marginal, budget) => `held at its upper bound: the next unit would bring ${marginal} here and ${budget} elsewhere`,
    ZH_HANS: (marginal, budget) => `受上限约束：再投一单位在此带来${marginal}，在别处带来${budget}`,
    ZH_HANT: (marginal, budget) => `受上限約束：再投一單位在此帶來${marginal}，在別處帶來${budget}`,
  },
  atLow: {
    EN: (marginal, budget) => `held at its lower bound: the last unit brings ${marginal} here and would bring ${budget} elsewhere`,
    ZH_HANS: (marginal, budget) => `受下限约束：最后一单位在此带来${marginal}，在别处可带来${budget}`,
    ZH_HANT: (marginal, budget) => `受下限約束：最後一單位在此帶來${marginal}，在別處可帶來${budget}`,
  },
  inside: {
    EN: (marginal) => `the next unit brings ${marginal}, about as much as anywhere that is not at a bound`,
    ZH_HANS: (marginal) => `再投一单位带来${marginal}，与其他未达界限的渠道相近`,
    ZH_HANT: (marginal) => `再投一單位帶來${marginal}，與其他未達界限的渠道相近`,
  },
} satisfies Record<string, Speaker>;

/** What each check of the card asks. */
const CHECKS: Readonly<Record<ReviewCheckName, Spoken>> = {
  weeksPerColumn: { EN: 'weeks for each thing that is fitted', ZH_HANS: '每个待估参数对应的周数', ZH_HANT: '每個待估參數對應的週數' },
  fit: { EN: 'share of the variation that is explained (R²)', ZH_HANS: '可解释的变动比例（R²）', ZH_HANT: '可解釋的變動比例（R²）' },
  outOfSample: {
    EN: 'error on weeks kept aside, over the range',
    ZH_HANS: '留出周的误差（占取值范围）',
    ZH_HANT: '留出週的誤差（占取值範圍）',
  },
  mediaHelp: {
    EN: 'that error over the error without media',
    ZH_HANS: '该误差与不含媒体模型误差之比',
    ZH_HANT: '該誤差與不含媒體模型誤差之比',
  },
  baselineShare: { EN: 'share that no channel brought', ZH_HANS: '非渠道带来的基线占比', ZH_HANT: '非渠道帶來的基線占比' },
  negativeBaseline: { EN: 'share of weeks whose baseline is below 0', ZH_HANS: '基线为负的周占比', ZH_HANT: '基線為負的週占比' },
  residualsTogether: { EN: 'correlation of misses from week to week', ZH_HANS: '相邻周残差的相关', ZH_HANT: '相鄰週殘差的相關' },
  mediaTogether: { EN: 'largest correlation of two channels', ZH_HANS: '渠道之间的最大相关', ZH_HANT: '渠道之間的最大相關' },
  plausibleReturn: {
    EN: 'how far the oddest return is out of 0.02 to 20',
    ZH_HANS: '最异常回报超出0.02至20的倍数',
    ZH_HANT: '最異常回報超出0.02至20的倍數',
  },
  sureReturn: { EN: 'widest 90 % range over its middle', ZH_HANS: '最宽90%区间与其中值之比', ZH_HANT: '最寬90%區間與其中值之比' },
};

/** A sentence and the values in it. */
export type MixSaid = readonly [key: keyof typeof SENTENCES, ...values: string[]];

/** The sentence in the asker's language. */
export function sayMix([key, ...values]: MixSaid, locale: Asker['locale']): string {
  return (SENTENCES[key] as Speaker)[locale](...values);
}

/** What a check asks, in the asker's language. */
export function checkText(name: ReviewCheckName, locale: Asker['locale']): string {
  return CHECKS[name][locale];
}
