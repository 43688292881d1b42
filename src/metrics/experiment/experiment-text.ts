import type { Asker } from '../question';

type Speaker = (...values: string[]) => string;

/** Why a number is missing or a winner is not named, by language. Values: see each use. */
const SENTENCES = {
  noTotals: {
    EN: () => 'the source does not tell what the users of each arm came to',
    ZH_HANS: () => '数据来源未提供各组用户的合计值',
    ZH_HANT: () => '資料來源未提供各組使用者的合計值',
  },
  noUsers: {
    EN: () => 'an arm has no users',
    ZH_HANS: () => '有一组没有用户',
    ZH_HANT: () => '有一組沒有使用者',
  },
  noSquares: {
    EN: () => 'the source tells no sums of squares, without which no error can be computed',
    ZH_HANS: () => '数据来源未提供平方和，无法计算误差',
    ZH_HANT: () => '資料來源未提供平方和，無法計算誤差',
  },
  noDenominator: {
    EN: () => 'the denominator of an arm is 0',
    ZH_HANS: () => '有一组的分母为0',
    ZH_HANT: () => '有一組的分母為0',
  },
  noVariance: {
    EN: () => 'the users of an arm do not differ from each other, so that chance cannot be told from effect',
    ZH_HANS: () => '有一组的用户之间没有差异，无法区分偶然与效果',
    ZH_HANT: () => '有一組的使用者之間沒有差異，無法區分偶然與效果',
  },
  zeroBaseline: {
    EN: () => 'the baseline is 0: there is no lift over it',
    ZH_HANS: () => '基准值为0，无法计算提升率',
    ZH_HANT: () => '基準值為0，無法計算提升率',
  },
  notTold: {
    EN: (variant) => `the metric is not told for ${variant}`,
    ZH_HANS: (variant) => `未提供${variant}的该指标`,
    ZH_HANT: (variant) => `未提供${variant}的該指標`,
  },
  onlyArm: {
    EN: () => 'fewer than two arms with users and a planned share are told',
    ZH_HANS: () => '有用户且有计划流量的组不足两个',
    ZH_HANT: () => '有使用者且有計劃流量的組不足兩個',
  },
  noWeights: {
    EN: () => 'the planned shares of the arms are not told: the split cannot be checked',
    ZH_HANS: () => '未提供各组的计划流量占比，无法检查分流',
    ZH_HANT: () => '未提供各組的計劃流量占比，無法檢查分流',
  },
  armMissing: {
    EN: (percent) => `the arms that are told were planned to get ${percent} % of the users: one is missing`,
    ZH_HANS: (percent) => `已提供的各组计划流量合计为${percent}%，缺少某组`,
    ZH_HANT: (percent) => `已提供的各組計劃流量合計為${percent}%，缺少某組`,
  },
  badSplit: {
    EN: (p, percent) => `users are not split as planned: one arm is ${percent} % off, which chance does with p = ${p}`,
    ZH_HANS: (p, percent) => `分流与计划不符：某组偏差${percent}%，偶然出现的概率p = ${p}`,
    ZH_HANT: (p, percent) => `分流與計劃不符：某組偏差${percent}%，偶然出現的機率p = ${p}`,
  },
  fewUsers: {
    EN: (least) => `an arm has fewer than ${least} users`,
    ZH_HANS: (least) => `有一组的用户少于${least}人`,
    ZH_HANT: (least) => `有一組的使用者少於${least}人`,
  },
  old: {
    EN: (day, last) => `the metric was last told on ${day}, the experiment on ${last}`,
    ZH_HANS: (day, last) => `该指标最近更新于${day}，实验最近更新于${last}`,
    ZH_HANT: (day, last) => `該指標最近更新於${day}，實驗最近更新於${last}`,
  },
  notDeciding: {
    EN: () => 'the metric is not one of those that decide',
    ZH_HANS: () => '该指标不属于决策指标',
    ZH_HANT: () => '該指標不屬於決策指標',
  },
  oneLook: {
    EN: () => 'significant only if this was the one planned look: the interval that holds at every look still has 0 in it',
    ZH_HANS: () => '仅当这是计划中的唯一一次查看时才显著：适用于任意次查看的区间仍包含0',
    ZH_HANT: () => '僅當這是計劃中的唯一一次查看時才顯著：適用於任意次查看的區間仍包含0',
  },
  noAdjustedInterval: {
    EN: () => 'an adjusted p-value of 1 has no interval',
    ZH_HANS: () => '校正后p值为1，没有对应的区间',
    ZH_HANT: () => '校正後p值為1，沒有對應的區間',
  },
  noQuantile: {
    EN: () => 'units are not told, or are too few to tell how sure the quantile is',
    ZH_HANS: () => '未提供单位明细，或数量过少，无法判断分位数的误差',
    ZH_HANT: () => '未提供單位明細，或數量過少，無法判斷分位數的誤差',
  },
  noBefore: {
    EN: () => 'nothing is told of the users before the experiment: CUPED was not applied',
    ZH_HANS: () => '未提供用户实验前的数据，未使用CUPED',
    ZH_HANT: () => '未提供使用者實驗前的資料，未使用CUPED',
  },
  ratioBefore: {
    EN: () => 'CUPED is not applied to ratios',
    ZH_HANS: () => 'CUPED不用于比率指标',
    ZH_HANT: () => 'CUPED不用於比率指標',
  },
  manyVariants: {
    EN: (units, percent) => `${units} units (${percent} %) saw several variants: they count in none, and the split is not to be believed`,
    ZH_HANS: (units, percent) => `${units}个单位（${percent}%）见过多个版本：均不计入，分流不可信`,
    ZH_HANT: (units, percent) => `${units}個單位（${percent}%）見過多個版本：均不計入，分流不可信`,
  },
  unlikeBefore: {
    EN: (metric, p) => `the arms differed in ${metric} before the experiment, which chance does with p = ${p}`,
    ZH_HANS: (metric, p) => `实验前各组的${metric}已有差异，偶然出现的概率p = ${p}`,
    ZH_HANT: (metric, p) => `實驗前各組的${metric}已有差異，偶然出現的機率p = ${p}`,
  },
  declaredLate: {
    EN: (day, first) => `what decides was declared on ${day}, after the first users came on ${first}`,
    ZH_HANS: (day, first) => `决策规则声明于${day}，晚于首批用户进入的${first}`,
    ZH_HANT: (day, first) => `決策規則聲明於${day}，晚於首批使用者進入的${first}`,
  },
  fewerThanPlanned: {
    EN: (users, planned) => `an arm has ${users} users of the ${planned} that were planned`,
    ZH_HANS: (users, planned) => `有一组用户为${users}人，计划为${planned}人`,
    ZH_HANT: (users, planned) => `有一組使用者為${users}人，計劃為${planned}人`,
  },
  noPrimary: {
    EN: () => 'no metric is declared to decide: all will be one family',
    ZH_HANS: () => '未声明决策指标：全部指标将作为一个检验族',
    ZH_HANT: () => '未聲明決策指標：全部指標將作為一個檢定族',
  },
  noPlannedUsers: {
    EN: () => 'no number of users is planned: nobody can tell when it may be looked at',
    ZH_HANS: () => '未计划用户数：无法确定何时可以查看结果',
    ZH_HANT: () => '未計劃使用者數：無法確定何時可以查看結果',
  },
} satisfies Record<string, Record<Asker['locale'], Speaker>>;

export type ReasonName = keyof typeof SENTENCES;

/** A reason with its values. */
export type Reason = readonly [name: ReasonName, ...values: string[]];

/** What some reasons say, each once, in the asker's language; null without any. */
export function sayReasons(reasons: readonly Reason[], locale: Asker['locale']): string | null {
  const said = reasons.map(([name, ...values]) => (SENTENCES[name][locale] as Speaker)(...values));
  return said.length === 0 ? null : [...new Set(said)].join(locale === 'EN' ? '; ' : '；');
}
