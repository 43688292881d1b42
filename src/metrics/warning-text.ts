import type { Asker } from './question';

type Speaker = (...values: string[]) => string;

/** The sentences of warnings by language. Values: see each use in warnings.ts. */
const SENTENCES = {
  cannotBreakDown: {
    EN: (metric, dimension) => `${metric} cannot be broken down by ${dimension}`,
    ZH_HANS: (metric, dimension) => `${metric}不能按${dimension}细分`,
    ZH_HANT: (metric, dimension) => `${metric}不能按${dimension}細分`,
  },
  cannotAdd: {
    EN: (metric) => `${metric} cannot be added up: it is shown only where a single record makes the number`,
    ZH_HANS: (metric) => `${metric}不可相加，仅在单条记录时显示`,
    ZH_HANT: (metric) => `${metric}不可相加，僅在單筆記錄時顯示`,
  },
  unmapped: {
    EN: (dimension) => `some rows have no ${dimension} by the rules: brandhub rules unmapped lists their names`,
    ZH_HANS: (dimension) => `部分数据按规则没有对应的${dimension}，可用 brandhub rules unmapped 查看名称`,
    ZH_HANT: (dimension) => `部分資料按規則沒有對應的${dimension}，可用 brandhub rules unmapped 查看名稱`,
  },
  cannotMix: {
    EN: (metric, dimension) => `${metric} cannot be added up over ${dimension}: group by it, or filter by one value`,
    ZH_HANS: (metric, dimension) => `${metric}不可跨${dimension}相加，请按其细分或只筛选一个值`,
    ZH_HANT: (metric, dimension) => `${metric}不可跨${dimension}相加，請按其細分或只篩選一個值`,
  },
  modelled: {
    EN: (metric, assumption) => `${metric} is made by a model and goes into no return: ${assumption}`,
    ZH_HANS: (metric, assumption) => `${metric}由模型估算，不计入任何回报：${assumption}`,
    ZH_HANT: (metric, assumption) => `${metric}由模型估算，不計入任何回報：${assumption}`,
  },
  stale: {
    EN: (source, day) => `${source} has answered only up to ${day}`,
    ZH_HANS: (source, day) => `${source}的数据仅更新到${day}`,
    ZH_HANT: (source, day) => `${source}的資料僅更新到${day}`,
  },
  noSource: {
    EN: (metric) => `no source has brought data for ${metric} yet`,
    ZH_HANS: (metric) => `尚无数据来源提供${metric}`,
    ZH_HANT: (metric) => `尚無資料來源提供${metric}`,
  },
  immature: {
    EN: (source, days) => `${source} may still change its last ${days} days`,
    ZH_HANS: (source, days) => `${source}最近${days}天的数据仍可能变动`,
    ZH_HANT: (source, days) => `${source}最近${days}天的資料仍可能變動`,
  },
  partKnown: {
    EN: (metric, source, percent) => `${metric} of ${source} is about ${percent} % of what it will be once its days are complete`,
    ZH_HANS: (metric, source, percent) => `${source}的${metric}目前约为最终值的${percent}%`,
    ZH_HANT: (metric, source, percent) => `${source}的${metric}目前約為最終值的${percent}%`,
  },
  cutPeriod: {
    EN: (from, to) => `the range ${from} to ${to} cuts a period`,
    ZH_HANS: (from, to) => `${from}至${to}的范围截断了一个周期`,
    ZH_HANT: (from, to) => `${from}至${to}的範圍截斷了一個週期`,
  },
  unfinished: {
    EN: (day) => `the range goes past the last complete day, ${day}`,
    ZH_HANS: (day) => `范围超出了最后一个完整日${day}`,
    ZH_HANT: (day) => `範圍超出了最後一個完整日${day}`,
  },
  zones: {
    EN: (zones) => `days are cut in different time zones: ${zones}`,
    ZH_HANS: (zones) => `数据按不同时区划分日期：${zones}`,
    ZH_HANT: (zones) => `資料按不同時區劃分日期：${zones}`,
  },
  lowBase: {
    EN: (metric, n) => `${metric} rests on fewer than ${n} answers`,
    ZH_HANS: (metric, n) => `${metric}的样本少于${n}份`,
    ZH_HANT: (metric, n) => `${metric}的樣本少於${n}份`,
  },
  noRate: {
    EN: (currency, days, target) => `no exchange rate from ${currency || 'an unnamed currency'} to ${target} on ${days}`,
    ZH_HANS: (currency, days, target) => `缺少${days}的${currency || '未注明币种'}兑${target}汇率`,
    ZH_HANT: (currency, days, target) => `缺少${days}的${currency || '未註明幣種'}兌${target}匯率`,
  },
  rareQueries: {
    EN: () => 'rows by query or page leave out rare queries and add up to less than the whole',
    ZH_HANS: () => '按搜索词或页面细分时不含罕见搜索词，合计小于总数',
    ZH_HANT: () => '按搜尋詞或頁面細分時不含罕見搜尋詞，合計小於總數',
  },
  tooManyGroups: {
    EN: (most) => `only the first ${most} groups were read`,
    ZH_HANS: (most) => `仅读取了前${most}组`,
    ZH_HANT: (most) => `僅讀取了前${most}組`,
  },
} satisfies Record<string, Record<Asker['locale'], Speaker>>;

/** What a warning says, in the asker's language. */
export function say(sentence: keyof typeof SENTENCES, locale: Asker['locale'], ...values: string[]): string {
  return (SENTENCES[sentence][locale] as Speaker)(...values);
}

const NONE: Record<Asker['locale'], string> = { EN: '(none)', ZH_HANS: '（无）', ZH_HANT: '（無）' };

/** The label of rows that do not say the dimension. */
export function noneLabel(locale: Asker['locale']): string {
  return NONE[locale];
}
