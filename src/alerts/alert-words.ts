import type { Asker } from '../metrics/question';
import type { Told } from './alert-text';
import type { AlertKind } from './condition';

/** What is said of a kind: while it is wrong, when it is over, and the numbers. */
interface KindWords {
  readonly title: (told: Told) => string;
  readonly over: (told: Told) => string;
  readonly body: (told: Told) => string;
}

/** Everything that alerts say, in one language. */
interface AlertWords {
  readonly levels: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<AlertKind, KindWords>>;
  readonly goal: (key: string, owner: string | null) => string;
  readonly definition: (label: string, text: string) => string;
  readonly behind: (sources: string) => string;
  readonly trace: (commands: string) => string;
  /** Of what is over: the numbers by which it was last wrong. */
  readonly before: (body: string) => string;
  readonly test: { readonly title: string; readonly text: string };
}

const EN: AlertWords = {
  levels: {
    WATCH: 'watch',
    ALERT: 'alert',
    CRISIS: 'crisis',
    AT_RISK: 'at risk',
    OFF_TRACK: 'off track',
    UP: 'unusually high',
    DOWN: 'unusually low',
  },
  kinds: {
    CRISIS: {
      title: ({ name, level }) => `Crisis of ${name}: ${level}`,
      over: ({ name }) => `Crisis of ${name}: closed`,
      body: ({ day, value, expected, numbers, show: { plain, percent } }) =>
        `${day}: ${plain(value)} mentions where ${plain(expected)} were expected, ${plain(numbers.negative)} negative (${percent(numbers.negativeShare)}), reach ${plain(numbers.reach)}, z ${plain(numbers.z)}.`,
    },
    GOAL: {
      title: ({ name, level }) => `Goal ${name}: ${level}`,
      over: ({ name }) => `Goal ${name}: on track again, or reached`,
      body: ({ label, day, value, expected, target, show: { amount } }) =>
        `${label} up to ${day}: ${amount(value)}; ${amount(expected)} was due; target ${amount(target)}.`,
    },
    SOURCE_FAILING: {
      title: ({ name }) => `Source ${name} fails`,
      over: ({ name }) => `Source ${name} answers again`,
      body: ({ value, expected, said, show: { plain } }) =>
        `${plain(value)} runs in a row failed (told from ${plain(expected)}). Last: ${said}`,
    },
    SOURCE_STALE: {
      title: ({ name }) => `Source ${name} is stale`,
      over: ({ name }) => `Source ${name} is fresh again`,
      body: ({ day, value, expected, show: { plain } }) =>
        `Complete up to ${day}, ${plain(value)} days ago (told beyond ${plain(expected)}).`,
    },
    UNUSUAL_DAY: {
      title: ({ name, level }) => `${name}: ${level}`,
      over: ({ name }) => `${name}: as usual again`,
      body: ({ day, value, expected, numbers, show: { plain, amount } }) =>
        `${day}: ${amount(value)} where ${amount(expected)} was expected (usual ${amount(numbers.low)} to ${amount(numbers.high)}, z ${plain(numbers.z)}).`,
    },
    QUARANTINE: {
      title: ({ name }) => `Source ${name}: records are quarantined`,
      over: ({ name }) => `Source ${name}: the quarantine grows no more`,
      body: ({ value, expected, numbers, said, show: { plain } }) =>
        `${plain(value)} records within ${plain(numbers.hours)} hours wait in quarantine (told from ${plain(expected)}). First: ${said}`,
    },
  },
  goal: (key, owner) => `Goal ${key}${owner ? `, ${owner}` : ''}.`,
  definition: (label, text) => `${label}: ${text}`,
  behind: (sources) => `Late sources, the number may still change: ${sources}.`,
  trace: (commands) => `Trace: ${commands}`,
  before: (body) => `It was: ${body}`,
  test: { title: 'A test of brandhub', text: 'Alerts of this workspace will come here.' },
};

const ZH_HANS: AlertWords = {
  levels: { WATCH: '关注', ALERT: '预警', CRISIS: '危机', AT_RISK: '有风险', OFF_TRACK: '偏离', UP: '异常偏高', DOWN: '异常偏低' },
  kinds: {
    CRISIS: {
      title: ({ name, level }) => `${name}舆情：${level}`,
      over: ({ name }) => `${name}舆情：已结束`,
      body: ({ day, value, expected, numbers, show: { plain, percent } }) =>
        `${day}：提及 ${plain(value)} 条，预期 ${plain(expected)} 条；负面 ${plain(numbers.negative)} 条（${percent(numbers.negativeShare)}），触达 ${plain(numbers.reach)}，z ${plain(numbers.z)}。`,
    },
    GOAL: {
      title: ({ name, level }) => `目标「${name}」：${level}`,
      over: ({ name }) => `目标「${name}」：回到正轨或已达成`,
      body: ({ label, day, value, expected, target, show: { amount } }) =>
        `${label}截至 ${day}：${amount(value)}；按计划应为 ${amount(expected)}；目标 ${amount(target)}。`,
    },
    SOURCE_FAILING: {
      title: ({ name }) => `数据源「${name}」拉取失败`,
      over: ({ name }) => `数据源「${name}」恢复正常`,
      body: ({ value, expected, said, show: { plain } }) =>
        `连续 ${plain(value)} 次失败（达 ${plain(expected)} 次即告知）。最近一次：${said}`,
    },
    SOURCE_STALE: {
      title: ({ name }) => `数据源「${name}」数据滞后`,
      over: ({ name }) => `数据源「${name}」数据已更新`,
      body: ({ day, value, expected, show: { plain } }) =>
        `数据完整至 ${day}，距今 ${plain(value)} 天（超过 ${plain(expected)} 天即告知）。`,
    },
    UNUSUAL_DAY: {
      title: ({ name, level }) => `${name}：${level}`,
      over: ({ name }) => `${name}：恢复正常`,
      body: ({ day, value, expected, numbers, show: { plain, amount } }) =>
        `${day}：${amount(value)}，预期 ${amount(expected)}（正常范围 ${amount(numbers.low)} 至 ${amount(numbers.high)}，z ${plain(numbers.z)}）。`,
    },
    QUARANTINE: {
      title: ({ name }) => `数据源「${name}」：有记录被隔离`,
      over: ({ name }) => `数据源「${name}」：隔离记录不再增加`,
      body: ({ value, expected, numbers, said, show: { plain } }) =>
        `${plain(numbers.hours)} 小时内有 ${plain(value)} 条记录待处理（达 ${plain(expected)} 条即告知）。首条原因：${said}`,
    },
  },
  goal: (key, owner) => `目标 ${key}${owner ? `，负责人 ${owner}` : ''}。`,
  definition: (label, text) => `${label}：${text}`,
  behind: (sources) => `以下数据源滞后，数字可能变动：${sources}。`,
  trace: (commands) => `追溯：${commands}`,
  before: (body) => `此前：${body}`,
  test: { title: 'brandhub 测试消息', text: '本工作区的告警将发送到这里。' },
};

const ZH_HANT: AlertWords = {
  levels: { WATCH: '關注', ALERT: '預警', CRISIS: '危機', AT_RISK: '有風險', OFF_TRACK: '偏離', UP: '異常偏高', DOWN: '異常偏低' },
  kinds: {
    CRISIS: {
      title: ({ name, level }) => `${name}輿情：${level}`,
      over: ({ name }) => `${name}輿情：已結束`,
      body: ({ day, value, expected, numbers, show: { plain, percent } }) =>
        `${day}：提及 ${plain(value)} 則，預期 ${plain(expected)} 則；負面 ${plain(numbers.negative)} 則（${percent(numbers.negativeShare)}），觸達 ${plain(numbers.reach)}，z ${plain(numbers.z)}。`,
    },
    GOAL: {
      title: ({ name, level }) => `目標「${name}」：${level}`,
      over: ({ name }) => `目標「${name}」：回到正軌或已達成`,
      body: ({ label, day, value, expected, target, show: { amount } }) =>
        `${label}截至 ${day}：${amount(value)}；按計劃應為 ${amount(expected)}；目標 ${amount(target)}。`,
    },
    SOURCE_FAILING: {
      title: ({ name }) => `資料來源「${name}」擷取失敗`,
      over: ({ name }) => `資料來源「${name}」恢復正常`,
      body: ({ value, expected, said, show: { plain } }) =>
        `連續 ${plain(value)} 次失敗（達 ${plain(expected)} 次即告知）。最近一次：${said}`,
    },
    SOURCE_STALE: {
      title: ({ name }) => `資料來源「${name}」資料滯後`,
      over: ({ name }) => `資料來源「${name}」資料已更新`,
      body: ({ day, value, expected, show: { plain } }) =>
        `資料完整至 ${day}，距今 ${plain(value)} 天（超過 ${plain(expected)} 天即告知）。`,
    },
    UNUSUAL_DAY: {
      title: ({ name, level }) => `${name}：${level}`,
      over: ({ name }) => `${name}：恢復正常`,
      body: ({ day, value, expected, numbers, show: { plain, amount } }) =>
        `${day}：${amount(value)}，預期 ${amount(expected)}（正常範圍 ${amount(numbers.low)} 至 ${amount(numbers.high)}，z ${plain(numbers.z)}）。`,
    },
    QUARANTINE: {
      title: ({ name }) => `資料來源「${name}」：有記錄被隔離`,
      over: ({ name }) => `資料來源「${name}」：隔離記錄不再增加`,
      body: ({ value, expected, numbers, said, show: { plain } }) =>
        `${plain(numbers.hours)} 小時內有 ${plain(value)} 筆記錄待處理（達 ${plain(expected)} 筆即告知）。首筆原因：${said}`,
    },
  },
  goal: (key, owner) => `目標 ${key}${owner ? `，負責人 ${owner}` : ''}。`,
  definition: (label, text) => `${label}：${text}`,
  behind: (sources) => `以下資料來源滯後，數字可能變動：${sources}。`,
  trace: (commands) => `追溯：${commands}`,
  before: (body) => `此前：${body}`,
  test: { title: 'brandhub 測試訊息', text: '本工作區的告警將傳送到這裡。' },
};

/** What alerts say, by language. */
export const ALERT_WORDS: Readonly<Record<Asker['locale'], AlertWords>> = { EN, ZH_HANS, ZH_HANT };
