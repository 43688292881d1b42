import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isDay } from '../src/lib/day';

const TEXT_DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** A calendar day, `2026-11-23`. */
export const DayScalar = textScalar(
  'Day',
  'An ISO 8601 calendar day, "2026-11-23".',
  (text) => (isDay(text) ? text : null),
  '"2026-11-23"',
);

/** An exact decimal, carried as a string. */
export const DecimalScalar = textScalar(
  'Decimal',
  'An exact decimal, serialised as a string.',
  (text) => (TEXT_DECIMAL.test(text) ? text : null),
  '"12.50"',
);

/** An instant, ISO 8601 with an offset; a Date in code. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An ISO 8601 instant with an offset, "2026-11-23T08:00:00.000Z".',
  serialize: (value) => new Date(value as Date).toISOString(),
  parseValue: (value) => instantOf(value),
  parseLiteral: (node) => instantOf(literalText(node)),
});

function textScalar(name: string, description: string, accept: (text: string) => string | null, example: string) {
  const parse = (value: unknown): string => {
    const accepted = typeof value === 'string' ? accept(value) : null;
    if (accepted === null) throw new GraphQLError(`${name}: ${JSON.stringify(value)} is not valid; expected text such as ${example}`);
    return accepted;
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: parse,
    parseLiteral: (node) => parse(literalText(node)),
  });
}

function instantOf(value: unknown): Date {
  const hasOffset = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/i.test(value);
  const instant = new Date(hasOffset ? value : Number.NaN);
  if (Number.isNaN(instant.getTime())) {
    throw new GraphQLError(
      `DateTime: ${JSON.stringify(value)} is not an ISO 8601 instant with an offset; expected text such as "2026-11-23T08:00:00Z"`,
    );
  }
  return instant;
}

function literalText(node: ValueNode): unknown {
  return node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : null;
}
