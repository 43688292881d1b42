import type { Asker } from '../metrics/question';

/** Why a goal has no forecast, or one without an interval, in English. */
const EN = {
  notStarted: (from: string, through: string) => `the goal starts on ${from} and the data end on ${through}`,
  noValue: () => 'the metric has no value in the goal so far',
  extreme: (aggregation: string) => `a ${aggregation} goal hangs on one extreme day, which is not forecast`,
  nothingToFollow: () => 'nothing was planned so far, and there is neither a year to repeat nor eight weeks to follow',
  tooYoung: () => 'the goal is too young for a backtest, so no interval is given',
};

/** Everything that is said of a missing forecast, in one language. */
type ForecastWords = typeof EN;

const ZH_HANS: ForecastWords = {
  notStarted: (from, through) => `目标自${from}开始，而数据截止于${through}`,
  noValue: () => '该指标在目标期内尚无数值',
  extreme: (aggregation) => `${aggregation}类目标取决于单日极值，不作预测`,
  nothingToFollow: () => '至今没有计划值，也没有上一年可参照或满八周的数据可外推',
  tooYoung: () => '目标开始不久，无法回测，因此不给出区间',
};

const ZH_HANT: ForecastWords = {
  notStarted: (from, through) => `目標自${from}開始，而資料截止於${through}`,
  noValue: () => '該指標在目標期內尚無數值',
  extreme: (aggregation) => `${aggregation}類目標取決於單日極值，不作預測`,
  nothingToFollow: () => '至今沒有計劃值，也沒有上一年可參照或滿八週的資料可外推',
  tooYoung: () => '目標開始不久，無法回測，因此不給出區間',
};

/** What is said of a missing forecast, by language. */
export const FORECAST_WORDS: Record<Asker['locale'], ForecastWords> = { EN, ZH_HANS, ZH_HANT };
