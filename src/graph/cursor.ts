import { GraphQLError } from 'graphql';

/** An opaque place in a list: the sort values of its last row. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The sort values in a cursor. Throws BAD_USER_INPUT unless they are of the given kinds, in order. */
export function decodeCursor(cursor: string, kinds: readonly ('string' | 'number')[]): (string | number)[] {
  const values = parsed(cursor);
  const fits = Array.isArray(values) && values.length === kinds.length && kinds.every((kind, index) => typeof values[index] === kind);
  if (!fits) {
    throw new GraphQLError(`after: "${cursor.slice(0, 80)}" is not a cursor of this list; expected an endCursor that it gave`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return values as (string | number)[];
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
