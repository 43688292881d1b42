import type { Session } from '../database/session';
import { answer } from '../metrics/answer';
import { factsOf, type Metric, type Texts } from '../metrics/metric';
import type { Answer, Asker, MetricRow } from '../metrics/question';
import { metricOf } from '../metrics/registry';
import type { AlertSettings } from './alert-rules';
import { type AlertDetails, type Condition, detailsOf, type Found } from './condition';
import { type LateSources, lateOf } from './late-sources';
import { type WatchedBrand, watchedBrands } from './watched-brands';

/** The newest day that can be judged is looked for among so many. */
const LOOK_BACK_DAYS = 14;
/** Why a day cannot be judged, or not yet. */
const NOT_JUDGED = new Set(['INCOMPLETE', 'IMMATURE', 'UNKNOWN', 'SHORT_HISTORY', 'NO_SPREAD']);

/** The metrics whose newest judged day is unusual for its weekday, brand by brand. What is not complete yet is not judged. */
export async function findUnusualDays(
  session: Session,
  rule: AlertSettings['UNUSUAL_DAY'],
  asker: Asker,
  late: LateSources,
): Promise<Found> {
  const brands = await watchedBrands(session, rule.brands);
  const conditions: Condition[] = [];
  const unsure: string[] = [];
  if (brands.length === 0) return { conditions, unsure };
  for (const name of rule.metrics) {
    const answered = await ask(session, name, brands, asker);
    for (const brand of brands) {
      const thing = `${name} of ${brand.key}`;
      const newest = newestJudged(answered, brand);
      if (!newest) unsure.push(`UNUSUAL_DAY ${thing}`);
      const direction = newest?.values[0]?.anomaly?.direction;
      if (!newest || !direction) continue;
      conditions.push({ kind: 'UNUSUAL_DAY', thing, level: direction, details: detailsOfDay(name, brand, newest, answered, late) });
    }
  }
  return { conditions, unsure };
}

function ask(session: Session, metric: string, brands: readonly WatchedBrand[], asker: Asker): Promise<Answer> {
  const where = [{ dimension: 'BRAND' as const, op: 'IN' as const, values: brands.map(({ key }) => key) }];
  const most = brands.length * LOOK_BACK_DAYS;
  return answer(
    session,
    {
      ...{ select: [metric], by: ['BRAND'], grain: 'DAY', range: { last: LOOK_BACK_DAYS, unit: 'DAY' }, where },
      ...{ fx: 'DAY_RATE', orderBy: [], totals: false, first: most, anomalies: true },
    },
    asker,
    { maxFirst: most },
  );
}

function newestJudged({ rows }: Answer, brand: WatchedBrand): MetricRow | undefined {
  return rows
    .filter(({ dimensions }) => dimensions[0]?.key === brand.key)
    .sort((a, b) => (a.period! < b.period! ? 1 : -1))
    .find(({ values: [value] }) => value?.anomaly && !NOT_JUDGED.has(value.anomaly.reason ?? ''));
}

function detailsOfDay(name: string, brand: WatchedBrand, row: MetricRow, { currency }: Answer, late: LateSources): AlertDetails {
  const metric = metricOf(name);
  const { value, anomaly, lineage } = row.values[0]!;
  const { score, expected, low, high } = anomaly!;
  const named = Object.entries({ z: score, low, high }).filter((each): each is [string, number] => each[1] !== null);
  return detailsOf({
    subject: ofBrand(metric, brand.names),
    ...{ brand: brand.key, metric: name, unit: metric.about.unit, currency: metric.about.unit === 'MONEY' ? currency : null },
    ...{ day: row.period, value, expected, lineage },
    numbers: Object.fromEntries(named),
    behind: lateOf(late, factsOf([metric])),
  });
}

function ofBrand({ about: { label } }: Metric, names: Texts): Texts {
  return { en: `${label.en} of ${names.en}`, zhHans: `${names.zhHans}的${label.zhHans}`, zhHant: `${names.zhHant}的${label.zhHant}` };
}
