/** What the driver has and its types do not tell. */
declare module 'pg/lib/utils' {
  /** A parameter as PostgreSQL's text, or as bytes. Throws for what has none. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
