import type { Session } from '../database/session';
import { readingOf } from './answer';
import { isOneOf } from './ask';
import { type Asked, check } from './asked';
import { type Cell, type Cells, estimateOf, readCells } from './cells';
import { combined } from './combine-leaves';
import { type Leaf, leafKey } from './leaf';
import { LeafValues } from './leaf-values';
import { NO_MAPPING } from './mapping/mapping';
import type { Metric } from './metric';
import type { Asker, Dimension, Filter, IdList, MetricName, Question, Range } from './question';
import { metricOf } from './registry';
import { snapshotOf } from './snapshot';

/** Numbers by metric, each computed when it is asked for. */
export interface Numbers {
  /** Null where there is none. */
  of(name: MetricName): number | null;
}

/** Some values of a dimension: by their keys, or by a list of ids that is itself being read, of at most so many; a member is then told by its id. */
export interface Members {
  readonly dimension: Dimension;
  readonly among: readonly string[] | { readonly list: IdList; readonly most: number };
  /** The dimension within whose values keys are unique, where they are not unique by themselves: each key is then a {@link keyWithin} of it. */
  readonly within?: Dimension;
}

/** The key of a member that is unique only within a value of another dimension, as a livestream's is within its platform. */
export function keyWithin(value: string, key: string): string {
  return JSON.stringify([value, key]);
}

/** Which numbers of members are wanted. Without a currency, money is in the workspace's. */
export interface WantedNumbers {
  readonly names: readonly MetricName[];
  readonly range: Range;
  readonly currency?: string | null | undefined;
}

/**
 * Some metrics of many members of a dimension, by the members' keys or ids, from one question however many they are; a member without data is missing. The numbers are
 * those of `answer`; as a list shows nothing else, nothing else is read. What has no number for the dimension is null. Throws a BadQuestion for a name or a
 * range that cannot be.
 */
export async function metricsOfMembers(
  session: Session,
  members: Members,
  wanted: WantedNumbers,
  asker: Asker,
): Promise<Map<string, Numbers>> {
  const read = await cellsOfMembers(session, members, wanted, asker);
  const keyOf = ({ keys: [key = '', inner = ''] }: Cell) => (members.within ? keyWithin(key, inner) : key);
  return new Map((read?.cells.all ?? []).map((cell) => [keyOf(cell), new CellNumbers(read!.metrics, cell)]));
}

/**
 * Some metrics of groups of campaigns, by the groups' names, from one question however many there are: what cannot be added up over campaigns is null, and so
 * is everything of a group without campaigns that have data.
 */
export async function metricsOfGroups(
  session: Session,
  groups: ReadonlyMap<string, readonly string[]>,
  wanted: WantedNumbers,
  asker: Asker,
): Promise<Map<string, Numbers>> {
  const read = await cellsOfMembers(session, { dimension: 'CAMPAIGN', among: [...groups.values()].flat() }, wanted, asker);
  if (!read) return new Map();
  const { cells, metrics } = read;
  const cellOf = new Map(cells.all.map((cell) => [cell.keys[0] ?? '', cell]));
  const leaves = new Map([...metrics.values()].flatMap((metric) => metric.leaves).map((leaf) => [leafKey(leaf), leaf]));
  return new Map(
    [...groups].map(([name, keys]) => [
      name,
      new CellNumbers(
        metrics,
        together(
          keys.flatMap((key) => cellOf.get(key) ?? []),
          leaves,
        ),
      ),
    ]),
  );
}

async function cellsOfMembers(
  session: Session,
  members: Members,
  { names, range, currency }: WantedNumbers,
  asker: Asker,
): Promise<{ readonly cells: Cells; readonly metrics: ReadonlyMap<MetricName, Metric> } | null> {
  const { dimension, among, within } = members;
  const most = 'list' in among ? among.most : new Set(among).size;
  if (most === 0 || names.length === 0) return null;
  const asked = check(questionOf(within ? [within, dimension] : [dimension], [...names], range, currency, most), asker, most);
  const money = asked.currency ?? asker.currency ?? (await snapshotOf(session)).currency;
  const metrics = new Map(asked.select.map((name) => [name, metricOf(name)]));
  const cut: Asked = { ...asked, where: demandsOf(members) };
  const reading = readingOf(session, cut, asker, money, NO_MAPPING);
  return { cells: await readCells(reading, [...metrics.values()], { ...cut, names: 'list' in among ? 'IDS' : 'KEYS' }), metrics };
}

/** What admits the members; of those within others also such as have the value of one and the key of another, whom nobody asks for. */
function demandsOf({ dimension, among, within }: Members): Filter[] {
  if ('list' in among) return [{ dimension, op: 'IN', values: [], list: among.list }];
  if (!within) return [isOneOf(dimension, ...sorted(among))];
  const pairs = among.map((key) => JSON.parse(key) as [value: string, key: string]);
  return [isOneOf(within, ...sorted(pairs.map(([value]) => value))), isOneOf(dimension, ...sorted(pairs.map(([, key]) => key)))];
}

function sorted(keys: readonly string[]): string[] {
  return [...new Set(keys)].sort();
}

function questionOf(by: Dimension[], select: MetricName[], range: Range, currency: string | null | undefined, first: number): Question {
  return {
    select,
    by,
    range,
    where: [],
    ...(currency == null ? {} : { currency }),
    fx: 'DAY_RATE',
    orderBy: [],
    totals: false,
    first,
  };
}

class CellNumbers implements Numbers {
  constructor(
    private readonly metrics: ReadonlyMap<MetricName, Metric>,
    private readonly cell: Cell,
  ) {}

  of(name: MetricName): number | null {
    const metric = this.metrics.get(name);
    return (metric && estimateOf(metric, this.cell).value?.toNumber()) ?? null;
  }
}

/** One cell of many: its leaves are those that are sums, added up. */
function together(cells: readonly Cell[], leaves: ReadonlyMap<string, Leaf>): Cell {
  const values = new LeafValues();
  for (const [key, leaf] of leaves) {
    if (leaf.aggregate !== 'sum' || leaf.across) continue;
    const sum = combined(
      leaf,
      cells.map((cell) => cell.values.get(key)),
    )(0, cells.length - 1);
    if (sum) values.set(key, sum);
  }
  return { period: null, keys: [], labels: [], values };
}
