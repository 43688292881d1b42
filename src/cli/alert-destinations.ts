import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { ALERT_KINDS, type AlertKind } from '../alerts/condition';
import {
  type AlertDestination,
  DESTINATION_FORMATS,
  type DestinationFormat,
  destinations,
  queueTest,
  removeDestination,
  retryDead,
  setDestination,
} from '../alerts/destinations';
import { deliveryOf } from '../alerts/stored-alerts';
import { deliverAlerts } from '../delivery/deliver-alerts';
import { withHub } from './hub';
import { ingestDeps } from './ingest-deps';
import { print } from './print';

type Json = { json?: boolean };

interface SetOptions extends Json {
  format?: DestinationFormat;
  url?: string;
  secret?: string;
  kinds?: AlertKind[];
  allowPrivate?: string[];
  off?: boolean;
  on?: boolean;
}

/** Adds `alerts destinations|set|remove|test|retry` to the command: who is told. */
export function alertDestinationsCommand(alerts: Command): Command {
  alerts.command('destinations').description('who is told, and what waits or was given up').option('--json', 'print JSON').action(list);
  alerts
    .command('set <key>')
    .description('make a destination, or change one; what is not given stays')
    .addOption(new Option('--format <format>', 'how it is spoken to').choices([...DESTINATION_FORMATS]))
    .option('--url <url>', 'its address; @file reads it from a file')
    .option('--secret <text>', 'signs what is sent; @file reads it from a file')
    .addOption(new Option('--kinds <kinds...>', 'only these kinds; all unless said').choices(ALERT_KINDS))
    .option('--allow-private <hosts...>', 'a host, or host:port, that may be told although its address is not public')
    .option('--off', 'tell it nothing for now; what was queued waits')
    .option('--on', 'tell it again')
    .option('--json', 'print JSON')
    .action(set);
  alerts.command('remove <key>').description('take a destination away, with what waits for it').action(remove);
  alerts.command('test <key>').description('send a test now').option('--json', 'print JSON').action(test);
  alerts.command('retry <key>').description('try anew what was given up').action(retry);
  return alerts;
}

async function list(options: Json): Promise<void> {
  await withHub(async (hub) => show(await hub.session(destinations), options));
}

async function set(key: string, options: SetOptions): Promise<void> {
  const { format, kinds, allowPrivate, off, on } = options;
  const change = {
    ...(format ? { format } : {}),
    ...(options.url === undefined ? {} : { url: textOf(options.url) }),
    ...(options.secret === undefined ? {} : { secret: textOf(options.secret) }),
    ...(kinds ? { kinds } : {}),
    ...(allowPrivate ? { privateHosts: allowPrivate } : {}),
    ...(off || on ? { enabled: !off } : {}),
  };
  await withHub(async (hub) => {
    const all = await hub.session(async (session) => {
      await setDestination(session, ingestDeps(hub).key, key, change);
      return destinations(session);
    });
    show(
      all.filter((each) => each.key === key),
      options,
    );
  });
}

async function remove(key: string): Promise<void> {
  await withHub(async (hub) => {
    if (!(await hub.session((session) => removeDestination(session, key)))) throw new Error(`alerts: there is no destination "${key}"`);
    process.stdout.write(`Destination ${key} is gone.\n`);
  });
}

async function test(key: string, options: Json): Promise<void> {
  await withHub(async (hub) => {
    const { database, log } = hub;
    const id = await hub.session((session) => queueTest(session, key, new Date()));
    await deliverAlerts({ database, log, key: ingestDeps(hub).key });
    const delivery = await hub.session((session) => deliveryOf(session, id));
    print(delivery, options, ['destination', 'status', 'error'], [[key, delivery!.status, delivery!.error]]);
    if (delivery!.status !== 'DELIVERED')
      throw new Error(`alerts: ${key} did not take the test: ${delivery!.error ?? 'it is switched off'}`);
  });
}

async function retry(key: string): Promise<void> {
  await withHub(async (hub) => {
    const count = await hub.session((session) => retryDead(session, key, new Date()));
    process.stdout.write(`${count} deliveries are tried anew.\n`);
  });
}

function show(all: readonly AlertDestination[], options: Json): void {
  const rows = all.map((each) => [
    each.key,
    each.format,
    each.host,
    each.kinds.join(' '),
    each.enabled,
    each.waiting,
    each.dead,
    each.error,
  ]);
  print(all, options, ['key', 'format', 'host', 'kinds', 'enabled', 'waiting', 'dead', 'error'], rows);
}

function textOf(value: string): string {
  return value.startsWith('@') ? readFileSync(value.slice(1), 'utf8').trim() : value;
}
