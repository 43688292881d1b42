import { existsSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import { parse } from 'yaml';
import { settingsOf as connectorSettings } from '../../ingest/connector-settings';
import { loadConnectors } from '../../ingest/load-connectors';
import { createSource, listSources, type SourceChange, updateSource } from '../../ingest/sources';
import { type Hub, withHub } from './hub';
import { ingestDeps } from './ingest-deps';
import { driftCommand, maturityCommand } from './learnt';
import { missedCommand } from './missed';
import { print } from './print';
import { WrongUsage } from './wrong-usage';

interface SourceOptions {
  key?: string;
  name?: string;
  set?: string[];
  secret?: string[];
  schedule?: string;
  catchUp?: string;
  timeZone?: string;
  currency?: string;
  brand?: string;
  allowPrivate?: string[];
  json?: boolean;
}

/** `brandhub sources`: what is pulled; `sources add|set|disable|enable` change it, `sources connectors` tells what can be connected, `sources missed` what was not pulled in its time. */
export function sourcesCommand(): Command {
  const sources = new Command('sources').description('sources: list, add, set, enable, disable').option('--json', 'print JSON');
  // A misspelt subcommand would be told as one argument too many.
  sources
    .enablePositionalOptions()
    .allowExcessArguments()
    .action(async (options: { json?: boolean }, command: Command) => {
      const [other] = command.args;
      if (other !== undefined)
        command.error(`error: unknown command '${other}'; expected ${command.commands.map((each) => each.name()).join(', ')}`);
      await withHub((hub) => show(hub, options));
    });
  sources.addCommand(missedCommand());
  sources.command('connectors').description('what can be connected').option('--json', 'print JSON').action(connectors);
  described(sources.command('add <connector>').description('connect an account'))
    .option('--key <key>', 'what the source is called in commands; default the connector')
    .action(add);
  described(sources.command('set <key>').description("change a source's settings")).action(change);
  for (const enabled of [true, false]) {
    sources
      .command(`${enabled ? 'enable' : 'disable'} <key>`)
      .description(enabled ? 'pull it again as its schedule says' : 'stop pulling it; what it brought stays')
      .action((key: string) => withHub((hub) => hub.session((session) => updateSource(session, ingestDeps(hub), key, { enabled }))));
  }
  return sources.addCommand(driftCommand()).addCommand(maturityCommand());
}

function described(command: Command): Command {
  const list = (value: string, before: string[] = []) => [...before, value];
  return command
    .option(
      '--set <name=value>',
      'a setting, see sources connectors; read as YAML, a list as [a, b]; @file reads it from a file (repeatable)',
      list,
    )
    .option('--secret <name=value>', 'a secret; @file reads it from a file (repeatable)', list)
    .option('--name <name>', 'what people call it')
    .option('--schedule <cron>', "cron, in the workspace's time zone")
    .option('--catch-up <policy>', 'missed slots: latest (one run covers them), none, all, or all:<most>')
    .option('--time-zone <zone>', 'IANA zone in which the platform cuts its days')
    .option('--currency <code>', 'ISO 4217 currency of its money')
    .option('--brand <key>', 'the brand that the account belongs to')
    .option('--allow-private <host>', 'a host, or host:port, that may be asked although its address is not public (repeatable)', list)
    .option('--json', 'print JSON');
}

async function show(hub: Hub, options: { json?: boolean }, key?: string): Promise<void> {
  const found = await hub.session((session) => listSources(session, ingestDeps(hub), key));
  const header = ['key', 'name', 'connector', 'schedule', 'catch-up', 'enabled', 'fresh to', 'zone', 'currency', 'brand', 'secrets'];
  const rows = found.map((source) => [
    source.key,
    source.name,
    source.connector,
    source.schedule,
    source.catchUp,
    source.enabled,
    source.freshTo,
    source.timeZone,
    source.currency,
    source.brand,
    source.secretNames.join(' '),
  ]);
  print(found, options, header, rows);
}

function connectors(options: { json?: boolean }): void {
  const found = [...loadConnectors().values()].map((connector) => {
    const { name, label, schedule, secrets, optionalSecrets = [], timeZone, historyDays, streams } = connector;
    return {
      name,
      label,
      schedule,
      settings: connectorSettings(connector),
      secrets,
      optionalSecrets,
      timeZone,
      historyDays,
      streams: streams.map((each) => each.name),
    };
  });
  const rows = found.map((each) => [
    each.name,
    each.label,
    each.schedule,
    each.settings.map(({ name, required, kind }) => (required ? `${name} (${kind ?? 'required'})` : `[${name}]`)).join(' '),
    [...each.secrets, ...each.optionalSecrets.map((name) => `[${name}]`)].join(' '),
    each.streams.join(' '),
  ]);
  print(found, options, ['connector', 'label', 'schedule', 'settings, [optional]', 'secrets, [optional]', 'streams'], rows);
}

async function add(connector: string, options: SourceOptions): Promise<void> {
  const key = options.key ?? connector;
  await withHub(async (hub) => {
    await hub.session((session) => createSource(session, ingestDeps(hub), { ...settingsOf(options), key, connector }));
    await show(hub, options, key);
  });
}

async function change(key: string, options: SourceOptions): Promise<void> {
  await withHub(async (hub) => {
    const deps = ingestDeps(hub);
    await hub.session(async (session) => {
      const [stored] = await listSources(session, deps, key);
      const { config, ...rest } = settingsOf(options);
      await updateSource(session, deps, key, { ...rest, ...(config ? { config: { ...stored?.config, ...config } } : {}) });
    });
    await show(hub, options, key);
  });
}

/** The options that were given, as a change of a source. */
function settingsOf(options: SourceOptions): SourceChange {
  const { name, schedule, catchUp, timeZone, currency, brand } = options;
  const plain = Object.fromEntries(
    Object.entries({ name, schedule, catchUp, timeZone, currency, brand }).filter(([, value]) => value !== undefined),
  );
  return {
    ...plain,
    ...(options.set ? { config: pairs('--set', options.set, (value) => parse(textOf('--set', value))) } : {}),
    ...(options.allowPrivate ? { privateHosts: options.allowPrivate } : {}),
    ...(options.secret ? { secrets: pairs('--secret', options.secret, (value) => textOf('--secret', value)) } : {}),
  };
}

function pairs<T>(option: string, given: string[], read: (value: string) => T): Record<string, T> {
  return Object.fromEntries(
    given.map((each) => {
      const at = each.indexOf('=');
      // What stands after a secret's name must not come back in an error.
      if (at < 1) throw new WrongUsage(`${option}: expected name=value`);
      return [each.slice(0, at), read(each.slice(at + 1))];
    }),
  );
}

/** What an option says, from the file that it names by `@file`. */
function textOf(option: string, value: string): string {
  if (!value.startsWith('@')) return value;
  const file = value.slice(1);
  if (!existsSync(file)) throw new WrongUsage(`${option}: ${file}: there is no such file`);
  return readFileSync(file, 'utf8').trim();
}
