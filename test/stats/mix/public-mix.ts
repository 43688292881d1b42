import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Day, toEpoch } from '../../../src/lib/day';
import type { MixInput } from '../../../src/stats/mix/mix-input';

const FOLDER = join(__dirname, '../../../../shared/data');

/** The records of a public file, or null, said aloud, where the public data sets are not there. */
export function publicRecords(file: string): Record<string, string>[] | null {
  const path = join(FOLDER, file);
  if (!existsSync(path)) {
    console.warn(`skipped: the public data sets are not at ${path}`);
    return null;
  }
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = head.split(',').map((name) => name.replaceAll('"', ''));
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, at) => [names[at]!, value.replaceAll('"', '')])));
}

const column = (records: readonly Record<string, string>[], name: string) => records.map((record) => Number(record[name]));

/** Robyn's 208 simulated weeks: media as exposures where they are told, newsletters and competitors as controls, events as holidays. */
export function robynInput(records: Record<string, string>[]): MixInput {
  const media = { tv: 'tv_S', ooh: 'ooh_S', print: 'print_S', facebook: 'facebook_I', search: 'search_clicks_P' };
  const spend = ['tv_S', 'ooh_S', 'print_S', 'facebook_S', 'search_S'];
  const controls = ['competitor_sales_B', 'newsletter'];
  return {
    weeks: records.map(({ DATE }) => toEpoch(DATE as Day)),
    channels: Object.keys(media),
    controls,
    panels: [
      {
        ...{ name: 'all', size: 1, outcome: column(records, 'revenue') },
        media: Object.values(media).map((name) => column(records, name)),
        spend: spend.map((name) => column(records, name)),
        controls: controls.map((name) => column(records, name)),
      },
    ],
    holidays: ['event1', 'event2'].map((name) => ({ name, weeks: records.map(({ events }) => Number(events === name)) })),
  };
}

/** A geo file of Meridian: one panel a geo, divided by its population. */
export function meridianInput(records: Record<string, string>[], controls: readonly string[]): MixInput {
  const channels = Object.keys(records[0]!).flatMap((name) => /^(Channel\d+)_spend$/.exec(name)?.[1] ?? []);
  const geos = Map.groupBy(records, ({ geo }) => geo!);
  return {
    weeks: [...geos.values()][0]!.map(({ time }) => toEpoch(time as Day)),
    channels,
    controls: [...controls],
    panels: [...geos].map(([name, own]) => ({
      ...{ name, size: Number(own[0]!.population) },
      outcome: own.map(({ conversions, revenue_per_conversion: worth }) => Number(conversions) * Number(worth)),
      media: channels.map((channel) => column(own, `${channel}_impression`)),
      spend: channels.map((channel) => column(own, `${channel}_spend`)),
      controls: controls.map((control) => column(own, control)),
    })),
  };
}
