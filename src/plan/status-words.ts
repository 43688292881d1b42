import type { Asker } from '../metrics/question';
import type { Colour } from './status-rule';

/** The sentences that explain a goal's status, in English. Numbers and days come as text. */
const EN = {
  startsOn: (from: string, through: string) => `The goal starts on ${from}; the data are read up to ${through}.`,
  noData: () => 'No data have arrived for this metric yet.',
  completeTo: (freshTo: string, needed: string) =>
    `The data are complete to ${freshTo} only; the status as of ${needed} needs them to ${needed}.`,
  noValue: (from: string, needed: string) => `The metric has no value from ${from} to ${needed}.`,
  nothingPlanned: (needed: string) => `Nothing is planned up to ${needed}.`,
  facts: (day: string, actual: string, due: string) => `By ${day} the actual is ${actual} against ${due}`,
  expected: (due: string) => `${due} expected`,
  withinBand: (band: string) => `a band of ${band}`,
  noRatio: (facts: string) => `${facts}; a ratio is not defined there, so the two are compared directly.`,
  paceOf: (facts: string, pace: string, isDown: boolean, onTrack: number, atRisk: number) =>
    `${facts}: pace ${pace}${isDown ? ', expected over actual because lower is better' : ''} (on track from ${onTrack}, at risk from ${atRisk}).`,
  margin: (next: Colour, margin: string, line: string) => `Margin to ${next}: ${margin}, with the line at ${line}.`,
  met: (actual: string, target: string) => `The actual ${actual} meets the target of ${target}.`,
  missed: (end: string, actual: string, target: string, attainment: string | null) =>
    `The goal ended on ${end} with ${actual} against a target of ${target}${attainment === null ? '' : `; attainment ${attainment}`}.`,
  atLeast: (target: string) => `at least ${target}`,
  atMost: (target: string) => `at most ${target}`,
  band: (low: string, high: string) => `${low} to ${high}`,
  stays: (day: string, today: Colour, steady: Colour, confirmations: number) =>
    `The figures of ${day} alone say ${today}; the status stays ${steady} until ${confirmations} evaluations in a row agree.`,
};

/** Everything that is said of a goal's status, in one language. */
type StatusWords = typeof EN;

const HANS: Record<Colour, string> = { ON_TRACK: '正常', AT_RISK: '有风险', OFF_TRACK: '偏离' };
const HANT: Record<Colour, string> = { ON_TRACK: '正常', AT_RISK: '有風險', OFF_TRACK: '偏離' };

const ZH_HANS: StatusWords = {
  startsOn: (from, through) => `目标自${from}开始；数据读取至${through}。`,
  noData: () => '该指标尚无数据。',
  completeTo: (freshTo, needed) => `数据仅完整至${freshTo}；判断${needed}的状态需要数据完整至${needed}。`,
  noValue: (from, needed) => `该指标在${from}至${needed}没有数值。`,
  nothingPlanned: (needed) => `截至${needed}没有计划值。`,
  facts: (day, actual, due) => `截至${day}，实际为${actual}，${due}`,
  expected: (due) => `应达到${due}`,
  withinBand: (band) => `应在${band}之间`,
  noRatio: (facts) => `${facts}；此处比值无意义，直接比较两者。`,
  paceOf: (facts, pace, isDown, onTrack, atRisk) =>
    `${facts}：进度${pace}${isDown ? '（越低越好，以应达值除以实际值）' : ''}（${onTrack}起为正常，${atRisk}起为有风险）。`,
  margin: (next, margin, line) => `距“${HANS[next]}”还差${margin}，界线为${line}。`,
  met: (actual, target) => `实际${actual}，已达到${target}的目标。`,
  missed: (end, actual, target, attainment) =>
    `目标于${end}结束，实际为${actual}，目标为${target}${attainment === null ? '' : `；达成率${attainment}`}。`,
  atLeast: (target) => `不低于${target}`,
  atMost: (target) => `不高于${target}`,
  band: (low, high) => `${low}至${high}`,
  stays: (day, today, steady, confirmations) =>
    `仅看${day}的数值应为“${HANS[today]}”；连续${confirmations}次评估一致之前，状态仍为“${HANS[steady]}”。`,
};

const ZH_HANT: StatusWords = {
  startsOn: (from, through) => `目標自${from}開始；資料讀取至${through}。`,
  noData: () => '該指標尚無資料。',
  completeTo: (freshTo, needed) => `資料僅完整至${freshTo}；判斷${needed}的狀態需要資料完整至${needed}。`,
  noValue: (from, needed) => `該指標在${from}至${needed}沒有數值。`,
  nothingPlanned: (needed) => `截至${needed}沒有計劃值。`,
  facts: (day, actual, due) => `截至${day}，實際為${actual}，${due}`,
  expected: (due) => `應達到${due}`,
  withinBand: (band) => `應在${band}之間`,
  noRatio: (facts) => `${facts}；此處比值無意義，直接比較兩者。`,
  paceOf: (facts, pace, isDown, onTrack, atRisk) =>
    `${facts}：進度${pace}${isDown ? '（越低越好，以應達值除以實際值）' : ''}（${onTrack}起為正常，${atRisk}起為有風險）。`,
  margin: (next, margin, line) => `距「${HANT[next]}」還差${margin}，界線為${line}。`,
  met: (actual, target) => `實際${actual}，已達到${target}的目標。`,
  missed: (end, actual, target, attainment) =>
    `目標於${end}結束，實際為${actual}，目標為${target}${attainment === null ? '' : `；達成率${attainment}`}。`,
  atLeast: (target) => `不低於${target}`,
  atMost: (target) => `不高於${target}`,
  band: (low, high) => `${low}至${high}`,
  stays: (day, today, steady, confirmations) =>
    `僅看${day}的數值應為「${HANT[today]}」；連續${confirmations}次評估一致之前，狀態仍為「${HANT[steady]}」。`,
};

/** What is said of a goal's status, by language. */
export const STATUS_WORDS: Record<Asker['locale'], StatusWords> = { EN, ZH_HANS, ZH_HANT };
