import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import type { FactClass } from '../../../entities/facts/fact';
import type { Connector, HttpRequest, Page, PullContext } from '../../../ingest/connector';

const FOLDER = path.join(__dirname, '../../../ingest/connectors');

/** A stream without the types that differ from one stream to the next. */
export interface AnyStream {
  name: string;
  into: FactClass;
  lookbackDays: number;
  lagDays: number;
  windowDays?: number;
  parts?(config: unknown): string[];
  request(context: PullContext<unknown>): HttpRequest;
  next?(page: Page, context: PullContext<unknown>): HttpRequest | null;
  classify?(page: Page): void;
  records(page: Page): unknown[];
  shape: z.ZodType;
  map(record: unknown, context: PullContext<unknown>): Record<string, unknown>[];
  cursor?(page: Page, context: PullContext<unknown>): unknown;
  waitMs?(page: Page): number;
}

/** A connector without the types that differ from one connector to the next. */
export type AnyConnector = Omit<Connector<unknown>, 'streams'> & { streams: readonly AnyStream[] };

/** Every file of the connectors' folder with what it exports, by file name. */
export function connectorsInFolder(): [file: string, connector: AnyConnector][] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => [path.basename(file, '.ts'), require(path.join(FOLDER, file)).default as AnyConnector]);
}
