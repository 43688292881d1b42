import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { alertLanguage, setAlertLanguage } from '../alerts/alert-language';
import { alertRules, setAlertRule } from '../alerts/alert-rules';
import { alertText } from '../alerts/alert-text';
import { ALERT_KINDS, type AlertKind } from '../alerts/condition';
import { ALERT_STATES, type AlertState, decideAlert } from '../alerts/record-change';
import { alertsOf, changesOf, deliveriesOf } from '../alerts/stored-alerts';
import { watchAlerts } from '../alerts/watch-alerts';
import type { Asker } from '../metrics/question';
import { alertDestinationsCommand } from './alert-destinations';
import { withHub } from './hub';
import { print } from './print';
import { shortNumber } from './short-number';
import { wholeNumber } from './whole-number';
import { WrongUsage } from './wrong-usage';

type Json = { json?: boolean };
const LOCALES: Asker['locale'][] = ['EN', 'ZH_HANS', 'ZH_HANT'];

/** `brandhub alerts`: what is wrong, what people do about it, what is watched for, and who is told. */
export function alertsCommand(): Command {
  const alerts = new Command('alerts').description('what is wrong: list, show, acknowledge, close, check, rules, destinations, test');
  alerts
    .command('list')
    .description('alerts, those that changed last first')
    .addOption(new Option('--state <states...>', 'only in these states').choices([...ALERT_STATES]).default(['OPEN', 'ACKNOWLEDGED']))
    .addOption(new Option('--kind <kinds...>', 'only of these kinds').choices(ALERT_KINDS))
    .option('--since <instant>', 'changed since then, ISO 8601')
    .option('--first <n>', 'at most so many', wholeNumber, 50)
    .option('--json', 'print JSON')
    .action(list);
  alerts
    .command('show')
    .description('an alert in words, how it went on, and who was told')
    .argument('<id>', 'its id, as in the list', wholeNumber)
    .addOption(new Option('--locale <locale>', 'language').choices(LOCALES).default('EN'))
    .option('--json', 'print JSON')
    .action(show);
  for (const [name, state, what] of [
    ['acknowledge', 'ACKNOWLEDGED', 'take an alert in hand; that it gets worse is still told'],
    ['close', 'CLOSED', 'have done with an alert, until it gets worse or comes back'],
  ] as const)
    alerts
      .command(name)
      .description(what)
      .argument('<id>', 'its id, as in the list', wholeNumber)
      .option('--note <text>', 'what is done about it')
      .option('--by <name>', 'who', 'command line')
      .action((id: number, options: { note?: string; by: string }) => decide(id, state, options));
  alerts
    .command('check')
    .description('look now for what is wrong, as workers do every minute')
    .option('--json', 'print JSON')
    .action(check);
  alerts
    .command('rules')
    .description('what alerts are raised for, or with a kind: change it')
    .addOption(new Option('--kind <kind>', 'the kind to change').choices(ALERT_KINDS))
    .option('--set <json>', 'its settings, a JSON object; @file reads it from a file (docs/alerts.md)')
    .option('--off', 'raise none of this kind')
    .option('--json', 'print JSON')
    .action(rules);
  alerts
    .command('language [locale]')
    .description('the language in which the workspace is told, or a new one: EN, ZH_HANS, ZH_HANT')
    .action(language);
  return alertDestinationsCommand(alerts);
}

async function list(options: Json & { state: AlertState[]; kind?: AlertKind[]; since?: string; first: number }): Promise<void> {
  const since = options.since === undefined ? null : new Date(options.since);
  if (since && Number.isNaN(since.getTime())) throw new WrongUsage(`--since: "${options.since}" is not an ISO 8601 instant`);
  await withHub(async (hub) => {
    const filter = { states: options.state, kinds: options.kind ?? null, since };
    const found = await hub.session((session) => alertsOf(session, filter, options.first));
    const rows = found.map((each) => [
      each.id,
      each.state,
      alertText(each, 'EN').title,
      each.details.day,
      shortNumber(each.details.value),
      shortNumber(each.details.expected),
      shortNumber(each.details.target),
      each.details.currency ?? each.details.unit,
      each.owner,
      each.changedAt.toISOString(),
    ]);
    print(found, options, ['id', 'state', 'what', 'day', 'value', 'expected', 'target', 'unit', 'owner', 'changed'], rows);
  });
}

async function show(id: number, options: Json & { locale: Asker['locale'] }): Promise<void> {
  await withHub(async (hub) => {
    const [alert, changes, deliveries] = await hub.session(async (session) => [
      (await alertsOf(session, { id }, 1))[0],
      await changesOf(session, [id]),
      await deliveriesOf(session, [id]),
    ]);
    if (!alert) throw new Error(`alerts: there is no ${id}`);
    const { title, text } = alertText(alert, options.locale);
    if (!options.json) process.stdout.write(`${title}\n${text}\n${alert.details.lineage ? `Lineage: ${alert.details.lineage}\n` : ''}\n`);
    const rows = changes.map(({ no, at, level, state, by, note, details }) => [
      ...[no, at.toISOString(), level, state, details.value, by, note],
      deliveries.flatMap((each) => (each.changeNo === no ? [`${each.destination} ${each.status.toLowerCase()}`] : [])).join(', '),
    ]);
    print({ ...alert, title, text, changes, deliveries }, options, ['no', 'at', 'level', 'state', 'value', 'by', 'note', 'told'], rows);
  });
}

async function decide(id: number, state: 'ACKNOWLEDGED' | 'CLOSED', { note, by }: { note?: string; by: string }): Promise<void> {
  await withHub(async (hub) => {
    await hub.session((session) => decideAlert(session, id, { state, by, note: note ?? null, at: new Date() }));
    process.stdout.write(`Alert ${id} is ${state.toLowerCase()}.\n`);
  });
}

async function check(options: Json): Promise<void> {
  await withHub(async ({ database, log }) => watchAlerts({ database, log, everyMs: 0 }));
  await list({ ...options, state: ['OPEN', 'ACKNOWLEDGED'], first: 50 });
}

async function rules(options: Json & { kind?: AlertKind; set?: string; off?: boolean }): Promise<void> {
  const { kind, set, off } = options;
  if (kind === undefined && (set !== undefined || off)) throw new WrongUsage('--kind: say of which kind');
  await withHub(async (hub) => {
    const found = await hub.session(async (session) => {
      if (kind !== undefined && (set !== undefined || off))
        await setAlertRule(session, kind, { enabled: !off, settings: settingsOf(set ?? '{}'), setBy: 'command line' });
      return (await alertRules(session)).filter((rule) => kind === undefined || rule.kind === kind);
    });
    const rows = found.map((rule) => [rule.kind, rule.enabled, JSON.stringify(rule.settings), rule.setBy]);
    print(found, options, ['kind', 'enabled', 'settings', 'set by'], rows);
  });
}

function settingsOf(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text);
  } catch (error) {
    throw new WrongUsage(`--set: ${(error as Error).message}`);
  }
}

async function language(locale: string | undefined): Promise<void> {
  const wanted = LOCALES.find((each) => each === locale);
  if (locale !== undefined && !wanted) throw new WrongUsage(`language: "${locale}" is not one of ${LOCALES.join(', ')}`);
  await withHub(async (hub) => {
    const set = await hub.session((session) => (wanted ? setAlertLanguage(session, wanted) : alertLanguage(session)));
    process.stdout.write(`${set}\n`);
  });
}
