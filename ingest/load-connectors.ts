import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import type { FactClass } from '../entities/facts/fact';
import type { Json } from '../src/lib/lossless-json';
import type { Connector, DeletablePosts, HttpRequest, Page, PullContext } from './connector';

const FOLDER = path.join(__dirname, 'connectors');

/** A stream without the types that differ from one to the next. */
export interface AnyStream {
  readonly name: string;
  readonly into: FactClass;
  readonly lookbackDays: number;
  readonly lagDays: number;
  readonly historyDays?: number;
  readonly windowDays?: number;
  parts?(config: unknown): string[];
  request(context: PullContext<unknown>): HttpRequest;
  next?(page: Page, context: PullContext<unknown>): HttpRequest | null;
  classify?(page: Page): void;
  keep?(message: string, context: PullContext<unknown>): boolean;
  records(page: Page): unknown[];
  readonly shape: z.ZodType;
  map(record: unknown, context: PullContext<unknown>): object[];
  readonly posts?: DeletablePosts;
  cursor?(page: Page, context: PullContext<unknown>): Json | null;
  missing?(page: Page, context: PullContext<unknown>): string | null;
  waitMs?(page: Page): number;
}

/** A connector without the types that differ from one to the next. */
export type AnyConnector = Omit<Connector<unknown>, 'streams' | 'config'> & {
  readonly config: z.ZodType<Record<string, unknown>>;
  readonly streams: readonly AnyStream[];
};

/** Connectors by name. */
export type Connectors = ReadonlyMap<string, AnyConnector>;

/** Every connector of a folder, one a file. Throws when a file does not export the connector that it is named after. */
export function loadConnectors(folder = FOLDER): Connectors {
  const names = readdirSync(folder).filter((file) => /\.(ts|js)$/.test(file) && !file.endsWith('.d.ts'));
  return new Map(names.sort().map((file) => load(folder, path.parse(file).name)));
}

function load(folder: string, name: string): [string, AnyConnector] {
  const { default: found } = require(path.join(folder, name)) as { default?: AnyConnector };
  if (!found) throw new Error(`connectors/${name}: no default export; expected connector({ name: '${name}', … })`);
  if (found.name !== name) throw new Error(`connectors/${name}: the connector's name is "${found.name}"; expected that of its file`);
  return [name, found];
}

/** The connector of that name; throws with the names that there are. */
export function connectorNamed(connectors: Connectors, name: string): AnyConnector {
  const found = connectors.get(name);
  if (!found) throw new Error(`connector: "${name}" is unknown; expected one of ${[...connectors.keys()].join(', ')}`);
  return found;
}
