import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { Collaboration } from '../../entities/creators/Collaboration';
import { Creator } from '../../entities/creators/Creator';
import { dayIn } from '../lib/day';
import { type StatementCheck, statementOf } from '../metrics/creators/collaboration-statement';
import { fraudSignals } from '../metrics/creators/fraud-signals';
import { REFUND_GROUPS, type RefundGroup, refundOutlooks } from '../metrics/creators/refund-outlook';
import { SCORECARD, scorecardOf } from '../metrics/creators/scorecard';
import { tierBenchmarks } from '../metrics/creators/tier-benchmarks';
import { resolveRange } from '../metrics/period';
import { parseRosterFile } from '../metrics/roster/roster-file';
import { saveRoster } from '../metrics/roster/save-roster';
import { type Hub, withHub } from './hub';
import { print } from './print';
import { wholeNumber } from './whole-number';
import { WrongUsage } from './wrong-usage';

interface Days {
  days: number;
  json?: boolean;
}

/** `brandhub creators load|list|show|account|benchmarks|signals|refunds`: who creators are, and what came of them. */
export function creatorsCommand(): Command {
  const creators = new Command('creators').description(
    'creators, what was agreed with them and what came of it: load, list, show, account …',
  );
  const json = ['--json', 'print JSON'] as const;
  const child = (usage: string, description: string) =>
    creators
      .command(usage)
      .description(description)
      .option(...json);
  const days = ['--days <n>', 'of the last days', wholeNumber, 90] as const;
  child('load <file>', 'make the creators and collaborations that a YAML file names what it says of them').action(load);
  child('list', 'the creators of the roster').action(list);
  child('show <key>', "a creator's scorecard")
    .option(...days)
    .action(show);
  child('account <collaboration>', 'the account of a collaboration, held against its terms')
    .option('--as-of <instant>', 'as it was known then (ISO 8601)')
    .action(account);
  child('benchmarks <metric>', 'how the accounts of each tier lie by a metric of posts')
    .option(...days)
    .action(benchmarks);
  child('signals', 'what stands apart among creators, livestreams and collaborations')
    .option(...days)
    .action(signals);
  child('refunds', 'what of livestream sales is likely to come back in the end')
    .addOption(new Option('--by <group>', 'told apart by').choices([...REFUND_GROUPS]).default('ALL'))
    .option(...days)
    .action(refunds);
  return creators;
}

const lastDays = (hub: Hub, days: number) => resolveRange({ last: days, unit: 'DAY' }, hub.today);
const askerOf = (hub: Hub) => ({ today: hub.today, locale: 'EN' as const });
const rounded = (value: number | null | undefined, places = 2) => (value == null ? '' : Number(value.toFixed(places)));
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

async function load(file: string, options: { json?: boolean }): Promise<void> {
  if (!existsSync(file)) throw new Error(`${file}: there is no such file`);
  const roster = parseRosterFile(await readFile(file, 'utf8'), path.basename(file));
  await withHub(async (hub) => {
    const changed = await hub.session((session) => saveRoster(session, roster));
    const told = { changed, creators: roster.creators.length, collaborations: roster.collaborations.length };
    if (options.json) print(told, options, [], []);
    else
      process.stdout.write(
        `${told.creators} creators and ${told.collaborations} collaborations ${changed ? 'hold from now on' : 'hold already'}.\n`,
      );
  });
}

async function list(options: { json?: boolean }): Promise<void> {
  await withHub(async (hub) => {
    const where = { workspaceId: hub.workspace.id };
    const rows = await hub.session((session) => session.manager.find(Creator, { where, order: { key: 'ASC' } }));
    const cells = rows.map(({ key, name, tier, category }) => [key, name, tier, category]);
    print(rows, options, ['key', 'name', 'tier', 'category'], cells);
  });
}

async function show(key: string, options: Days): Promise<void> {
  await withHub(async (hub) => {
    const range = lastDays(hub, options.days);
    const where = { workspaceId: hub.workspace.id, key };
    const card = await hub.session(
      async (session) => {
        if (!(await session.manager.existsBy(Creator, where)))
          throw new Error(`creator: there is no "${key}"; brandhub creators list shows those of the roster`);
        return scorecardOf(session, key, range, askerOf(hub));
      },
      { snapshot: true },
    );
    const fields = [...Object.keys(SCORECARD), 'newCustomers'] as (keyof typeof SCORECARD)[];
    const lifts = card.brandSearchLift.map(({ day, lift, reason }) => [`brand search after ${day}`, lift ? rounded(lift.lift, 3) : reason]);
    print(card, options, ['what', 'value'], [...fields.map((field) => [field, rounded(card[field].value, 4)]), ...lifts]);
  });
}

async function account(key: string, options: { asOf?: string; json?: boolean }): Promise<void> {
  const asOf = options.asOf === undefined ? undefined : new Date(options.asOf);
  if (asOf && Number.isNaN(asOf.getTime()))
    throw new WrongUsage(`--as-of: "${options.asOf}" is not an ISO 8601 instant; expected e.g. 2026-11-23T08:00:00Z`);
  await withHub(async (hub) => {
    const where = { workspaceId: hub.workspace.id, key };
    const statement = await hub.session(
      async (session) => {
        const terms = await session.manager.findOne(Collaboration, { where });
        if (!terms) throw new Error(`collaboration: there is no "${key}"; brandhub creators load brings them in`);
        return statementOf(session, terms, askerOf(hub), asOf);
      },
      { snapshot: true },
    );
    const checks = new Map(statement.checks.map((check) => [check.entry, check]));
    const rows = Object.entries(statement.values).map(([field, { value }]) => {
      const entry = CHECKED[field];
      const check = entry && checks.get(entry);
      return [field, rounded(value, 4), check?.agreed ?? '', check?.difference ?? ''];
    });
    print(statement, options, [`in ${statement.currency}`, 'value', 'agreed', 'difference'], rows);
  });
}

/** Which check a line of the account shows. */
const CHECKED: Readonly<Record<string, StatementCheck['entry']>> = {
  gmvPaid: 'GMV',
  slotFees: 'SLOT_FEE',
  commission: 'COMMISSION',
  sampleCost: 'SAMPLE',
  boostCost: 'BOOST',
  guarantee: 'GUARANTEE',
};

async function benchmarks(metric: string, options: Days): Promise<void> {
  await withHub(async (hub) => {
    const range = lastDays(hub, options.days);
    const found = await hub.session((session) => tierBenchmarks(session, metric, range, [], askerOf(hub)), { snapshot: true });
    const rows = found.map(({ label, spread }) => [
      label,
      spread.n,
      ...[spread.q1, spread.median, spread.q3].map((each) => rounded(each, 4)),
    ]);
    print(found, options, ['tier', 'n', 'q1', 'median', 'q3'], rows);
  });
}

async function signals(options: Days): Promise<void> {
  await withHub(async (hub) => {
    const question = { range: lastDays(hub, options.days), today: hub.today };
    const found = await hub.session((session) => fraudSignals(session, question), { snapshot: true });
    const rows = found.map(({ signal, subject, value, z, peers, among, day }) => {
      return [signal, subject.key, day, rounded(value, 4), rounded(z, 1), rounded(peers.median, 4), `${peers.n} ${among}`];
    });
    print(found, options, ['signal', 'of', 'day', 'value', 'z', 'median', 'peers'], rows);
  });
}

async function refunds(options: Days & { by: RefundGroup }): Promise<void> {
  await withHub(async (hub) => {
    const today = dayIn(hub.workspace.timeZone, new Date());
    const question = { range: lastDays(hub, options.days), by: options.by, lastAge: 30, today };
    const found = await hub.session((session) => refundOutlooks(session, question), { snapshot: true });
    const rows = found.map(({ key, currency, n, paid, refunded, projection, reason }) => {
      const ends = projection && [projection.amount, projection.low, projection.high].map((each) => percent(each / paid));
      return [
        key || '(all)',
        currency,
        n,
        rounded(paid),
        percent(refunded / paid),
        ends ? `${ends[0]} (${ends[1]} to ${ends[2]})` : reason,
      ];
    });
    print(found, options, [options.by.toLowerCase(), 'currency', 'n', 'paid', 'refunded', 'in the end'], rows);
  });
}
