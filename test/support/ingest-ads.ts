import { z } from 'zod';
import { AdDay } from '../../entities/facts/AdDay';
import { connector, stream } from '../../ingest/connector';
import { Fatal, Skippable, TooLarge } from '../../ingest/errors';
import type { AnyConnector } from '../../ingest/load-connectors';
import { type Day, daysOf } from '../../src/lib/day';
import type { StubAnswer, StubRequest } from './ingest-platform';

/** One ad on one day as the stub platform tells it. */
export interface StubAd {
  readonly day: Day;
  readonly ad: string;
  readonly spend: number;
  readonly clicks: number | string;
}

/** The ads of one account on one day; the same whenever it is asked. */
export function adsOf(account: string, day: Day, ads = 3): StubAd[] {
  const seed = Number(day.replaceAll('-', '')) % 9973;
  return Array.from({ length: ads }, (_, at) => ({
    day,
    ad: `${account}-${at}`,
    spend: (seed * (at + 3)) % 1009,
    clicks: (seed + at) % 97,
  }));
}

/** Answers `GET /report?account&from&to&page` with the days' ads, `pageSize` a page. */
export function reportOf(request: StubRequest, ads: (account: string, day: Day) => StubAd[] = adsOf, pageSize = 10): StubAnswer {
  const { query } = request;
  const page = Number(query.get('page') ?? 0);
  const days = [...daysOf({ from: query.get('from')!, to: query.get('to')! })];
  const rows = days.flatMap((day) => ads(query.get('account')!, day));
  const data = rows.slice(page * pageSize, (page + 1) * pageSize);
  return { body: { data, next: (page + 1) * pageSize < rows.length ? page + 1 : null } };
}

const shape = z.looseObject({ day: z.string(), ad: z.string(), spend: z.int(), clicks: z.int() });

/** A connector for {@link reportOf}: seven days a window, three days of lookback, ten days of history, one part an account. */
export function adsConnector(changes: { auth?: AnyConnector['auth']; secrets?: string[]; historyDays?: number } = {}): AnyConnector {
  return connector({
    name: 'stub-ads',
    label: 'Stub ads',
    schedule: '0 */4 * * *',
    auth: changes.auth ?? { kind: 'none' },
    secrets: changes.secrets ?? [],
    rateLimit: { requests: 1000, perSeconds: 1 },
    historyDays: changes.historyDays ?? 10,
    timeZone: 'UTC',
    config: z.object({ baseUrl: z.string(), tokenUrl: z.string().optional(), accounts: z.array(z.string()).default(['a']) }),
    streams: [
      stream({
        name: 'ads',
        into: AdDay,
        lookbackDays: 3,
        lagDays: 1,
        windowDays: 7,
        parts: (config: { baseUrl: string; accounts: string[] }) => config.accounts,
        request: ({ config, part, window }) => ({ url: `${config.baseUrl}/report?account=${part}&from=${window.from}&to=${window.to}` }),
        next: (page) => {
          const { next } = page.json() as { next: number | string | null };
          // A number is a page; a text is the address of the next page.
          if (typeof next === 'string') return { url: next };
          const url = new URL(page.request.url);
          url.searchParams.set('page', String(next));
          return next === null ? null : { url: url.href };
        },
        classify: (page) => {
          if (page.status === 413) throw new TooLarge('too many days');
          if (page.status === 403) throw new Skippable('no right to this account');
          if (page.status === 410) throw new Fatal('this version is gone');
        },
        missing: (page) => (page.json() as { missing?: string }).missing ?? null,
        records: (page) => (page.json() as { data: unknown[] }).data,
        shape,
        map: ({ day, ad, spend, clicks }) => [
          {
            day,
            campaign: { key: 'stub-ads:1', name: 'One', platform: 'stub-ads', channel: 'paid_social' },
            ad,
            currency: 'EUR',
            spend: BigInt(spend) * 1_000_000n,
            clicks,
          },
        ],
      }),
    ],
  }) as unknown as AnyConnector;
}
