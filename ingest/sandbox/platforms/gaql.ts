/** A comparison of a query's WHERE clause; several values for IN and BETWEEN. */
export interface Condition {
  readonly field: string;
  readonly operator: '=' | '!=' | '>' | '>=' | '<' | '<=' | 'IN' | 'NOT IN' | 'BETWEEN';
  readonly values: readonly string[];
}

/** A Google Ads query taken apart. */
export interface Gaql {
  readonly fields: readonly string[];
  readonly from: string;
  readonly where: readonly Condition[];
  readonly orderBy: readonly { readonly field: string; readonly descending: boolean }[];
  readonly limit: number | null;
}

const SHAPE =
  /^\s*SELECT\s+(?<fields>.+?)\s+FROM\s+(?<from>\w+)(?:\s+WHERE\s+(?<where>.+?))?(?:\s+ORDER\s+BY\s+(?<order>.+?))?(?:\s+LIMIT\s+(?<limit>\d+))?(?:\s+PARAMETERS\s+.+)?\s*;?\s*$/is;
const CONDITION = /^\s*([\w.]+)\s*(=|!=|>=|<=|>|<|NOT\s+IN|IN|BETWEEN)\s*(.+?)\s*$/is;

/** Takes a query apart; null when it is not one. */
export function parseGaql(text: string): Gaql | null {
  const parts = SHAPE.exec(text)?.groups;
  if (!parts) return null;
  const where = conditionsOf(parts.where);
  if (!where) return null;
  return {
    fields: listOf(parts.fields),
    from: parts.from as string,
    where,
    orderBy: listOf(parts.order).map((item) => {
      const [field = '', direction = 'ASC'] = item.split(/\s+/);
      return { field, descending: direction.toUpperCase() === 'DESC' };
    }),
    limit: parts.limit === undefined ? null : Number(parts.limit),
  };
}

function conditionsOf(text: string | undefined): Condition[] | null {
  if (text === undefined) return [];
  // The AND inside BETWEEN joins two values, not two conditions.
  const pieces = text.replace(/\bBETWEEN\s+(\S+)\s+AND\s+/gi, 'BETWEEN $1 , ').split(/\s+AND\s+/i);
  const conditions: Condition[] = [];
  for (const piece of pieces) {
    const [, field, operator, values] = CONDITION.exec(piece) ?? [];
    if (field === undefined || operator === undefined || values === undefined) return null;
    conditions.push({
      field,
      operator: operator.toUpperCase().replace(/\s+/, ' ') as Condition['operator'],
      values: listOf(values.replace(/^\(|\)$/g, '')).map((value) => value.replace(/^['"]|['"]$/g, '')),
    });
  }
  return conditions;
}

function listOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(',').map((item) => item.trim());
}

/** Whether a field's value meets a condition; numbers are compared as numbers, everything else as text. */
export function meets(value: string | number, { operator, values }: Condition): boolean {
  const compare = (other: string | undefined) =>
    typeof value === 'number' ? value - Number(other) : value < String(other) ? -1 : value > String(other) ? 1 : 0;
  const [first, second] = values;
  switch (operator) {
    case '=':
      return compare(first) === 0;
    case '!=':
      return compare(first) !== 0;
    case '>':
      return compare(first) > 0;
    case '>=':
      return compare(first) >= 0;
    case '<':
      return compare(first) < 0;
    case '<=':
      return compare(first) <= 0;
    case 'IN':
      return values.some((other) => compare(other) === 0);
    case 'NOT IN':
      return values.every((other) => compare(other) !== 0);
    case 'BETWEEN':
      return compare(first) >= 0 && compare(second) <= 0;
  }
}
