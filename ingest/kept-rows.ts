import { type FactClass, factOf } from '../entities/facts/fact';
import { queryText } from '../src/database/copy';
import type { Session } from '../src/database/session';
import { layoutOf } from './fact-layout';
import { quoted, statementsOf } from './fact-statements';
import type { LinkedRows } from './link-rows';

/** Rows beside a page's own that are worth reading, whatever the page's size, and how many for each row of the page. */
const FEW = 2_000;
const READ_PER_ROW = 4;

/** Rows that a fact holds, each as key and values in one line of COPY, in the order of their keys. */
export class KeptRows {
  #lines: ReadonlySet<string> | undefined;

  constructor(readonly text: string) {}

  get lines(): ReadonlySet<string> {
    this.#lines ??= new Set(this.text.split('\n').slice(0, -1));
    return this.#lines;
  }
}

/**
 * What the fact holds where a source's rows would go: the days and links between the lowest and the highest that they name. Null when
 * that is so much more than the rows themselves that the database does better alone. `meanwhile` is called when the database reads them.
 */
export async function keptRows(
  session: Session,
  fact: FactClass,
  sourceId: number,
  { rows, ids }: Pick<LinkedRows, 'rows' | 'ids'>,
  meanwhile?: () => void,
): Promise<KeptRows | null> {
  const { table } = factOf(fact);
  const days = [...new Set(rows.map(({ day }) => day))].sort();
  const [known] = await session.query<{ rows: number }>(
    `SELECT coalesce(sum(rows), 0)::float8 AS rows FROM rollup.source_day
     WHERE workspace_id = $1 AND day = ANY($2::date[]) AND fact = $3 AND source_id = $4`,
    [session.workspaceId, days, table, sourceId],
  );
  if (known!.rows === 0) return new KeptRows('');
  if (known!.rows > Math.max(FEW, READ_PER_ROW * rows.length)) return null;
  const between = layoutOf(fact).links.map(
    ({ column }, at) => ` AND f.${quoted(column)} BETWEEN ${ids[at]!.lowest} AND ${ids[at]!.highest}`,
  );
  meanwhile?.();
  const { kept, keyOrder } = statementsOf(fact);
  return new KeptRows(
    await queryText(
      session.client,
      `SELECT ${kept} FROM fact.${quoted(table)} f WHERE f.workspace_id = ${session.workspaceId} AND f.source_id = ${sourceId}
       AND f.day BETWEEN '${days[0]}' AND '${days.at(-1)}' AND f.day = ANY('{${days.join(',')}}')${between.join('')} ORDER BY ${keyOrder}`,
    ),
  );
}
