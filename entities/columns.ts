import { Field, ID, Int } from 'type-graphql';
import { Column, type ColumnOptions, PrimaryColumn } from 'typeorm';
import { decimalFromMicros, type Micros, microsFromDecimal } from '../src/lib/money';
import { DateTimeScalar, DayScalar } from './scalars';

/** `graph: false` keeps a column out of the GraphQL type; `nullable` holds for both. */
export interface ColumnWord {
  graph?: boolean;
  nullable?: boolean;
}

/** The workspace that a row belongs to: the head of every primary key, never shown. */
export function WorkspaceKey(): PropertyDecorator {
  return PrimaryColumn({ name: 'workspace_id', type: 'integer' });
}

/** The row's own number, given by the database. */
export function Id(): PropertyDecorator {
  return both(
    PrimaryColumn({ type: 'integer', generated: 'identity' as never }),
    Field(() => ID),
  );
}

/** Text of any length. */
export function Text(word: ColumnWord = {}): PropertyDecorator {
  return stored({ type: 'text' }, () => String, word);
}

/** Texts, in order. */
export function Texts(word: ColumnWord = {}): PropertyDecorator {
  return stored({ type: 'text', array: true }, () => [String], word);
}

/** Yes or no. */
export function Flag(word: ColumnWord = {}): PropertyDecorator {
  return stored({ type: 'boolean' }, () => Boolean, word);
}

/** A whole number up to 2^31. */
export function Whole(word: ColumnWord = {}): PropertyDecorator {
  return stored({ type: 'integer' }, () => Int, word);
}

/** A whole number of rows: 64 bits in SQL, a number in code (2^53 rows are out of reach). */
export function Count(word: ColumnWord = {}): PropertyDecorator {
  return stored(
    { type: 'bigint', transformer: { to: (value) => value, from: (value) => (value === null ? null : Number(value)) } },
    () => Int,
    word,
  );
}

/** An exact decimal of six places in SQL, millionths (bigint) in code; shown by a field of its own. */
export function Amount(word: Omit<ColumnWord, 'graph'> = {}): PropertyDecorator {
  const transformer = {
    to: (micros: Micros | null) => (micros === null ? null : decimalFromMicros(micros)),
    from: (text: string | null) => (text === null ? null : microsFromDecimal(text)),
  };
  return stored({ type: 'numeric', precision: 20, scale: 6, transformer }, () => String, { ...word, graph: false });
}

/** Whole millionths, in a column that ends in `_micros`; shown by a field of its own. */
export function Millionths(word: Omit<ColumnWord, 'graph'> = {}): PropertyDecorator {
  const transformer = {
    to: (value: bigint | null) => value,
    from: (value: bigint | string | null) => (value === null ? null : BigInt(value)),
  };
  return stored({ type: 'bigint', transformer }, () => String, { ...word, graph: false }, '_micros');
}

/** A calendar day, as text. */
export function OnDay(word: ColumnWord = {}): PropertyDecorator {
  return stored({ type: 'date' }, () => DayScalar, word);
}

/** An instant, as a Date. */
export function Instant(word: ColumnWord = {}): PropertyDecorator {
  return stored({ type: 'timestamptz' }, () => DateTimeScalar, word);
}

/** A small document that only code reads. */
export function Document(word: Omit<ColumnWord, 'graph'> = {}): PropertyDecorator {
  return stored({ type: 'jsonb' }, () => String, { ...word, graph: false });
}

/** Bytes that only code reads. */
export function Bytes(word: Omit<ColumnWord, 'graph'> = {}): PropertyDecorator {
  return stored({ type: 'bytea' }, () => String, { ...word, graph: false });
}

/** The id of another row of the workspace. */
export function Link(word: Omit<ColumnWord, 'graph'> = {}): PropertyDecorator {
  return stored({ type: 'integer' }, () => Int, { ...word, graph: false });
}

function stored(options: ColumnOptions, graphType: () => unknown, word: ColumnWord, suffix = ''): PropertyDecorator {
  const nullable = word.nullable ?? false;
  const snake = (property: string | symbol) => String(property).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return (prototype, property) => {
    Column({ ...options, name: snake(property) + suffix, nullable })(prototype, property as string);
    if (word.graph !== false) Field(graphType as () => StringConstructor, { nullable })(prototype, property as string);
  };
}

function both(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (prototype, property) => {
    for (const decorate of decorators) decorate(prototype, property);
  };
}
