/** Where a number is asked for: in all of the rated days, for one brand, on the day with single rows, for one variant's outcome, of one split, or of one
 * cohort's second month. */
export type Place = 'all' | 'acme' | 'solo' | 'variant' | 'split' | 'cohort';

/** What an analyst would write for a metric: one value, in the currency and the days that {@link statementOf} fills in. */
export interface Analyst {
  readonly sql: string;
  readonly place: Place;
}

/** A sub-select over one fact's rows of the days asked for. */
export function table(name: string): (expression: string, where?: string) => string {
  return (expression, where) =>
    `(SELECT ${expression} FROM fact.${name} WHERE day BETWEEN FROM_DAY AND TO_DAY${where ? ` AND ${where}` : ''})`;
}

/** An amount of a row in the currency asked for, at the last rate of the seven days up to the row's. */
export function money(column: string): string {
  return `fact.money(${column}_micros, currency, day, TARGET)`;
}

export const of = (sql: string, place: Place = 'all'): Analyst => ({ sql, place });
export const per = (over: string, under: string, place: Place = 'all'): Analyst => of(`${over}::numeric / ${under}`, place);

/** The whole statement. */
export function statementOf({ sql }: Analyst, range: { from: string; to: string }, currency: string): string {
  return `SELECT (${sql})::float8 AS value`
    .replaceAll('FROM_DAY', `'${range.from}'`)
    .replaceAll('TO_DAY', `'${range.to}'`)
    .replaceAll('TARGET', `'${currency}'`);
}

/** The function behind {@link money}; whoever calls it sees the rates of the own workspace. */
export const MONEY_FUNCTION = `
  CREATE FUNCTION fact.per_euro(wanted text, on_day date) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN wanted = 'EUR' THEN 1 ELSE
      (SELECT per_euro_micros / 1e6 FROM fact.fx_day WHERE currency = wanted AND day BETWEEN on_day - 7 AND on_day ORDER BY day DESC LIMIT 1) END $$;
  CREATE FUNCTION fact.money(micros bigint, currency text, on_day date, target text) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN micros = 0 THEN 0 ELSE micros / 1e6 / fact.per_euro(currency, on_day) * fact.per_euro(target, on_day) END $$;
  GRANT EXECUTE ON FUNCTION fact.per_euro, fact.money TO PUBLIC;`;
