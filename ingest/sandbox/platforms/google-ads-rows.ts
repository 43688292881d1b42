import { addDays } from '../../../src/lib/day';
import type { Call } from '../platform';
import { byPlace } from '../world/ad-countries';
import type { AdDayRow } from '../world/ad-days';
import { type AdAccount, campaignsIn } from '../world/campaigns';
import { byKeyword } from '../world/keywords';
import { type Condition, type Gaql, meets } from './gaql';
import { GOOGLE_FIELDS, type GoogleRow } from './google-ads-fields';

type Json = Record<string, unknown>;

/** The rows of a query: an entity's days summed to the fields that were selected, or the bare entities when no day or number was. */
export function rowsOf(call: Call, account: AdAccount, gaql: Gaql): GoogleRow[] {
  const facts = gaql.fields.some((field) => /^(segments|metrics)\./.test(field));
  const passes = (row: GoogleRow, sum: boolean) =>
    gaql.where.every((condition) => GOOGLE_FIELDS[condition.field]!.sum !== sum || meets(comparable(condition, row), condition));
  const key = (row: GoogleRow) =>
    [...gaql.fields, `${gaql.from}.resource_name`]
      .filter((field) => !GOOGLE_FIELDS[field]!.sum)
      .map((field) => GOOGLE_FIELDS[field]!.read(row))
      .join('\n');
  // Segmented by action, only what had conversions is told.
  const byAction = gaql.fields.includes('segments.conversion_action_name');
  const groups = new Map<string, GoogleRow>();
  for (const row of facts ? factRows(call, account, gaql) : entityRows(call, account)) {
    if (!passes(row, false) || (byAction && row.conversionsMicros === 0n)) continue;
    const group = groups.get(key(row));
    if (group) add(group, row);
    else groups.set(key(row), row);
  }
  const rows = [...groups.values()].filter((row) => passes(row, true));
  for (const { field, descending } of gaql.orderBy.toReversed()) {
    const read = GOOGLE_FIELDS[field]!.read;
    const order = (a: GoogleRow, b: GoogleRow) => (read(a) < read(b) ? -1 : read(a) > read(b) ? 1 : 0);
    rows.sort((a, b) => (descending ? order(b, a) : order(a, b)));
  }
  return gaql.limit === null ? rows : rows.slice(0, gaql.limit);
}

function* factRows(call: Call, account: AdAccount, gaql: Gaql): Generator<GoogleRow> {
  const days = gaql.where.filter((condition) => condition.field === 'segments.date');
  const first = call.world.firstDay(call.today);
  const from = days
    .flatMap(({ operator, values }) => (['=', '>=', '>', 'BETWEEN'].includes(operator) ? [values[0] as string] : []))
    .concat(first)
    .sort()
    .at(-1) as string;
  const to = days
    .flatMap(({ operator, values }) => (['=', '<=', '<', 'BETWEEN'].includes(operator) ? [values.at(-1) as string] : []))
    .concat(call.today)
    .sort()[0] as string;
  for (const row of call.world.adDays({ platform: 'google-ads', account: account.id, from, to, servedOn: call.today })) {
    for (const part of partsFor(gaql, row, account)) yield { ...part, account };
  }
}

function partsFor({ from }: Gaql, row: AdDayRow, account: AdAccount): readonly AdDayRow[] {
  if (from === 'keyword_view' || from === 'search_term_view') return byKeyword(row);
  return from === 'geographic_view' ? byPlace(row, account.brand.key) : [row];
}

function* entityRows(call: Call, account: AdAccount): Generator<GoogleRow> {
  const years = new Set([call.world.firstDay(call.today), addDays(call.today, -365), call.today].map((day) => day.slice(0, 4)));
  const none = { day: '', device: '', impressions: 0, clicks: 0, costMicros: 0n, conversionsMicros: 0n, revenueMicros: 0n };
  for (const year of years) {
    for (const campaign of campaignsIn(account, year)) for (const ad of campaign.ads) yield { account, campaign, ad, ...none };
  }
}

function add(sum: GoogleRow, row: GoogleRow): void {
  sum.impressions += row.impressions;
  sum.clicks += row.clicks;
  sum.costMicros += row.costMicros;
  sum.conversionsMicros += row.conversionsMicros;
  sum.revenueMicros += row.revenueMicros;
}

function comparable(condition: Condition, row: GoogleRow): string | number {
  const field = GOOGLE_FIELDS[condition.field]!;
  return field.sum ? Number(field.read(row)) : field.read(row);
}

/** A row as JSON: nested, lowerCamelCase, each resource named, defaults left out. */
export function resultOf(row: GoogleRow, gaql: Gaql): Json {
  const result: Json = {};
  const resources = new Set([gaql.from, ...gaql.fields.map((field) => field.split('.').slice(0, -1).join('.'))]);
  const names = [...resources].map((resource) => `${resource}.resource_name`).filter((field) => GOOGLE_FIELDS[field]);
  for (const field of [...names, ...gaql.fields]) {
    const value = GOOGLE_FIELDS[field]!.read(row);
    if (value === '' || value === 0) continue;
    const path = field.split('.').map(camel);
    const last = path.pop() as string;
    let place = result;
    for (const step of path) {
      place[step] ??= {};
      place = place[step] as Json;
    }
    place[last] = value;
  }
  return result;
}

/** The selected fields as an answer names them, in lowerCamelCase. */
export function fieldMaskOf(gaql: Gaql): string {
  return gaql.fields.map((field) => field.split('.').map(camel).join('.')).join(',');
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
