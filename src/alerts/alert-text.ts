import type { Texts } from '../metrics/metric';
import type { Asker } from '../metrics/question';
import { METRICS } from '../metrics/registry';
import { ALERT_WORDS } from './alert-words';
import { type AlertDetails, type AlertKind, OVER } from './condition';

/** An alert in words: what is wrong, and the number with what it is held against, what it means, and where to trace it. */
export interface AlertText {
  readonly title: string;
  readonly text: string;
}

/** What is told of: an alert as it was at a change. */
export interface ToldAlert {
  readonly id: number;
  readonly kind: AlertKind;
  readonly level: string;
  readonly details: AlertDetails;
}

type Locale = Asker['locale'];
const TAGS: Readonly<Record<Locale, string>> = { EN: 'en', ZH_HANS: 'zh-Hans', ZH_HANT: 'zh-Hant' };
const LANGUAGES = { EN: 'en', ZH_HANS: 'zhHans', ZH_HANT: 'zhHant' } as const satisfies Record<Locale, keyof Texts>;

/** An alert in a language. */
export function alertText(alert: ToldAlert, locale: Locale): AlertText {
  const { kind, level, details } = alert;
  const words = ALERT_WORDS[locale];
  const metric = details.metric === null ? undefined : METRICS.get(details.metric);
  const language = LANGUAGES[locale];
  const label = metric?.about.label[language] ?? '';
  const told = { ...details, name: details.subject[language], label, level: words.levels[level] ?? level, show: shower(details, locale) };
  const { title, over, body } = words.kinds[kind];
  const lines = [
    level === OVER ? words.before(body(told)) : body(told),
    ...(details.goal === null ? [] : [words.goal(details.goal, details.owner)]),
    ...(metric ? [words.definition(label, metric.about.describe[language])] : []),
    ...(details.behind.length > 0 ? [words.behind(details.behind.join(', '))] : []),
    words.trace(traceOf(alert).join(' · ')),
  ];
  return { title: level === OVER ? over(told) : title(told), text: lines.join('\n') };
}

/** The commands that show what is behind an alert. */
function traceOf({ id, kind, details: { source } }: ToldAlert): string[] {
  const show = `brandhub alerts show ${id}`;
  if (source === null) return [show];
  return [kind === 'QUARANTINE' ? `brandhub quarantine list --source ${source}` : `brandhub runs --source ${source}`, show];
}

/** Numbers of an alert as its language writes them: amounts of its metric, or plain ones. */
function shower({ unit, currency }: AlertDetails, locale: Locale) {
  const plain = (value: number | null | undefined, options: Intl.NumberFormatOptions = {}) =>
    value === null || value === undefined
      ? '–'
      : new Intl.NumberFormat(TAGS[locale], { maximumFractionDigits: 2, ...options }).format(value);
  const percent = (value: number | null | undefined) => plain(value, { style: 'percent', maximumFractionDigits: 1 });
  const amount = (value: number | null | undefined) => {
    if (unit === 'MONEY' && currency) return plain(value, { style: 'currency', currency, maximumFractionDigits: 0 });
    return unit === 'PERCENT' ? percent(value) : plain(value);
  };
  return { plain, percent, amount };
}

/** What the words of a kind are made of. */
export type Told = AlertDetails & {
  readonly name: string;
  readonly label: string;
  readonly level: string;
  readonly show: ReturnType<typeof shower>;
};
