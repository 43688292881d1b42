import type { Asker } from '../question';

type Speaker = (...values: string[]) => string;

/** What an answer about attribution leaves out or cannot say, by language. */
const SENTENCES = {
  noTouches: {
    EN: () => 'no touches are known in the range and the window before it: connect a source of touches, or import them',
    ZH_HANS: () => '该区间及其之前的窗口内没有触点数据：请接入触点来源或导入触点文件',
    ZH_HANT: () => '該區間及其之前的窗口內沒有觸點資料：請接入觸點來源或匯入觸點檔案',
  },
  anonymous: {
    EN: (orders) => `${orders} orders do not tell who ordered, so that no touch can be found for them`,
    ZH_HANS: (orders) => `${orders}笔订单未提供顾客，无法匹配触点`,
    ZH_HANT: (orders) => `${orders}筆訂單未提供顧客，無法匹配觸點`,
  },
  unattributed: {
    EN: (orders, days) => `${orders} orders of known people have no touch in the ${days} days before them: nobody is credited`,
    ZH_HANS: (orders, days) => `${orders}笔已知顾客的订单在之前${days}天内没有触点，不归因于任何渠道`,
    ZH_HANT: (orders, days) => `${orders}筆已知顧客的訂單在之前${days}天內沒有觸點，不歸因於任何渠道`,
  },
  open: {
    EN: (journeys, days) => `${journeys} journeys are younger than ${days} days and may still lead to an order: they are left out`,
    ZH_HANS: (journeys, days) => `${journeys}条路径不足${days}天，仍可能转化，未计入`,
    ZH_HANT: (journeys, days) => `${journeys}條路徑不足${days}天，仍可能轉化，未計入`,
  },
  noFailures: {
    EN: (days) =>
      `no journey to nothing is known yet, so that SHAPLEY credits every channel alike: ask of days that ended ${days} days ago`,
    ZH_HANS: (days) => `尚无已知的未转化路径，SHAPLEY对各渠道平均归因：请查询已结束满${days}天的区间`,
    ZH_HANT: (days) => `尚無已知的未轉化路徑，SHAPLEY對各渠道平均歸因：請查詢已結束滿${days}天的區間`,
  },
  unpriced: {
    EN: (orders) => `the revenue of ${orders} orders is not told, or has no exchange rate: it counts as 0`,
    ZH_HANS: (orders) => `${orders}笔订单的金额未提供或缺少汇率，按0计`,
    ZH_HANT: (orders) => `${orders}筆訂單的金額未提供或缺少匯率，按0計`,
  },
  noLiftTest: {
    EN: () => 'no lift test of it ended in the range',
    ZH_HANS: () => '该区间内没有结束的增量测试',
    ZH_HANT: () => '該區間內沒有結束的增量測試',
  },
  liftByCampaign: {
    EN: () => 'lift tests are told by channel and platform, not by campaign',
    ZH_HANS: () => '增量测试只按渠道和平台提供，不按广告系列',
    ZH_HANT: () => '增量測試只按渠道和平台提供，不按廣告活動',
  },
} satisfies Record<string, Record<Asker['locale'], Speaker>>;

/** A sentence and the values in it. */
export type Said = readonly [key: keyof typeof SENTENCES, ...values: string[]];

/** The sentence in the asker's language. */
export function say([key, ...values]: Said, locale: Asker['locale']): string {
  return (SENTENCES[key][locale] as Speaker)(...values);
}
