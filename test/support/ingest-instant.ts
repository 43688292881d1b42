import { z } from 'zod';
import { AdDay } from '../../entities/facts/AdDay';
import { connector, stream } from '../../ingest/connector';
import type { AnyConnector } from '../../ingest/load-connectors';

/** A connector whose pulls end as soon as they have begun: its platform has settled no day yet. */
export function instantConnector(): AnyConnector {
  return connector({
    name: 'instant',
    label: 'Instant',
    schedule: '0 * * * *',
    auth: { kind: 'none' },
    secrets: [],
    rateLimit: { requests: 1, perSeconds: 1 },
    historyDays: 1,
    timeZone: 'UTC',
    config: z.object({}),
    streams: [
      stream({
        name: 'nothing',
        into: AdDay,
        lookbackDays: 0,
        lagDays: 2,
        request: () => {
          throw new Error('no day is due');
        },
        records: () => [],
        shape: z.never(),
        map: () => [],
      }),
    ],
  }) as unknown as AnyConnector;
}
