import fc from 'fast-check';
import {
  execute,
  GraphQLEnumType,
  type GraphQLError,
  GraphQLFloat,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLSchema,
  GraphQLString,
  parse,
} from 'graphql';
import { PreparedQueries } from '../../src/graph/answer-text/prepared-query';
import type { GraphContext } from '../../src/graph/graph-context';
import { fieldsBelow } from '../../src/graph/selected-fields';

const COLOUR = new GraphQLEnumType({ name: 'Colour', values: { RED: { value: 'r' }, BLUE: { value: 2 } } });

/** What a field may hold: values, nothing, errors, and promises of each. */
const VALUES: [name: string, type: GraphQLOutputType, give: (key: unknown) => unknown][] = [
  ['text', GraphQLString, () => 'a "text"\n\u2028'],
  ['number', GraphQLFloat, () => -0],
  ['endless', GraphQLFloat, () => Number.POSITIVE_INFINITY],
  ['wrong', GraphQLInt, () => 'x'],
  ['colour', COLOUR, () => 'r'],
  ['blue', COLOUR, () => 2],
  ['noColour', COLOUR, () => 'green'],
  ['nothing', GraphQLString, () => null],
  ['missing', new GraphQLNonNull(GraphQLString), () => undefined],
  ['thrown', GraphQLString, () => fail('thrown')],
  ['thrownWhole', new GraphQLNonNull(GraphQLString), () => fail('thrown whole')],
  ['given', GraphQLString, () => new Error('given')],
  ['argument', GraphQLString, (key) => `<${key}>`],
  ['numbers', new GraphQLList(new GraphQLNonNull(GraphQLInt)), () => [1, 2, 3]],
  ['holes', new GraphQLList(GraphQLInt), () => [1, null, new Error('a hole'), Promise.resolve(4), Promise.reject(new Error('late'))]],
  ['noHoles', new GraphQLList(new GraphQLNonNull(GraphQLInt)), () => [1, null]],
  ['noList', new GraphQLList(GraphQLInt), () => 7],
];

function fail(message: string): never {
  throw new Error(message);
}

/** No resolver makes its fields, but for one whose values may be known before it is asked. */
const ROW: GraphQLObjectType = new GraphQLObjectType({
  name: 'Row',
  fields: () => ({
    name: { type: GraphQLString },
    size: { type: GraphQLFloat },
    at: { type: GraphQLString },
    colour: { type: COLOUR },
    sizes: { type: new GraphQLList(new GraphQLNonNull(GraphQLInt)) },
    row: { type: ROW },
    rows: { type: new GraphQLList(new GraphQLNonNull(ROW)) },
    sums: { type: ROW, resolve: sumsOf, extensions: { isForeseeable: true } },
  }),
});

let timesForeseen = 0;

/** Of a row without a size there are none, and of one that cannot be read neither. */
function sumsOf({ size, name }: { size?: unknown; name?: unknown }): unknown {
  return size === undefined ? null : { size, sizes: [1, 2], row: name instanceof Error ? name : { size } };
}

/** The rows; what the sums of those with a name are is known before these are asked for where the variable says so. */
function rowsWithSums(rows: unknown, { foreseen }: GraphContext, info: GraphQLResolveInfo): unknown {
  if (info.variableValues.yes) for (const node of fieldsBelow(info, ['sums'])) foreseen.set(node, sumsForeseen);
  return rows;
}

/** Rows as they should be and as they may be: yet to come, missing, failed, and with parts that are so. */
const ROWS: unknown[] = [
  { name: 'a', size: 0.1, at: new Date(0), colour: 'r', sizes: [1, 2], row: { name: 'b' }, rows: [] },
  { name: () => 'called', size: '2', colour: 2, sizes: new Set([1]), rows: [{ size: 1 }, Promise.resolve({ size: 2 })] },
  Promise.resolve({ name: 'late', size: true, rows: [{ name: 'c' }, { size: 'x' }] }),
  null,
  new Error('a row failed'),
  { name: new Error('given'), size: Number.NaN, colour: 'green', sizes: [1, null], row: Promise.resolve({ size: 1 }), rows: 7 },
  {
    get name() {
      return fail('a name failed');
    },
    size: 10n,
    row: new Error('inner'),
    rows: [null],
  },
];

/** Rows of which nothing has to be asked twice. */
const PLAIN_ROWS = [
  { name: 'a "text"\n\u2028', size: -0, at: new Date(0), colour: 'r', sizes: [1, 2], row: { name: 'b', size: '7' }, rows: [] },
  { name: null, size: 1e21, colour: 2, sizes: null, row: null, rows: [{ size: 0.1, name: 'c' }, { name: '' }] },
];

function sumsForeseen(row: { size?: unknown; name?: unknown }): unknown {
  if (row.name === undefined) return undefined;
  timesForeseen += 1;
  return sumsOf(row);
}

const NODE: GraphQLObjectType = new GraphQLObjectType({
  name: 'Node',
  fields: () => ({
    ...Object.fromEntries(
      VALUES.flatMap(([name, type, give]) => {
        const args = { key: { type: GraphQLString, defaultValue: 'k' } };
        return [
          [name, { type, args, resolve: (_: unknown, { key }: { key?: unknown }) => give(key) }],
          [`${name}Later`, { type, args, resolve: async (_: unknown, { key }: { key?: unknown }) => give(key) }],
        ];
      }),
    ),
    plain: { type: GraphQLString },
    called: { type: GraphQLString },
    node: { type: NODE, resolve: () => SOURCE },
    nodeLater: { type: new GraphQLNonNull(NODE), resolve: async () => SOURCE },
    rows: { type: new GraphQLList(ROW), resolve: (_, __, context, info) => rowsWithSums(ROWS, context, info) },
    plainRows: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(ROW))),
      resolve: (_, __, context, info) => rowsWithSums(PLAIN_ROWS, context, info),
    },
    row: { type: new GraphQLNonNull(ROW), resolve: () => ROWS[0] },
    nodes: { type: new GraphQLList(NODE), resolve: () => [SOURCE, null, SOURCE] },
    wholeNodes: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(NODE))), resolve: async () => [SOURCE, SOURCE] },
  }),
});
const SOURCE = { plain: 'p', called: () => 'c' };
const schema = new GraphQLSchema({ query: NODE });

const LEAVES = [
  // Of two fields that take the same object with them the one that fails first is told, and which that is GraphQL leaves open.
  ...VALUES.flatMap(([name]) => (['missing', 'thrownWhole'].includes(name) ? [name] : [name, `${name}Later`])),
  'plain',
  'called',
  '__typename',
  'argument(key: "x")',
  'argument(key: $key)',
];
const NODES = ['node', 'nodeLater', 'nodes', 'wholeNodes'];
const ROW_FIELDS = [
  'name',
  'size',
  'at',
  'colour',
  'sizes',
  '__typename',
  '__proto__: size',
  'class: name',
  'row { name size }',
  'rows { size name }',
  'sums { size sizes }',
  'row { sums { size row { size } } }',
];
const CONDITIONS = ['', '', '', ' @skip(if: $yes)', ' @include(if: $yes)', ' @include(if: false)'];

/** Selections with aliases, conditions and fragments, of every kind of field. */
const selection = fc.letrec<{ selection: string }>((tie) => ({
  selection: fc
    .array(
      fc.oneof(
        { depthSize: 'small' },
        fc.tuple(fc.nat(5), fc.constantFrom(...LEAVES), fc.constantFrom(...CONDITIONS)),
        fc.tuple(fc.nat(5), fc.constantFrom(...NODES), fc.constantFrom(...CONDITIONS), tie('selection')),
        fc.tuple(fc.constantFrom('... on Node', '...'), tie('selection')),
        fc.tuple(
          fc.constantFrom('rows', 'plainRows', 'row'),
          fc.subarray(ROW_FIELDS, { minLength: 1 }).map((fields) => `{ ${fields.join(' ')} }`),
        ),
      ),
      { minLength: 1, maxLength: 5 },
    )
    .map((parts) => `{ ${parts.map(written).join(' ')} }`),
}));

/** The same alias always stands for the same field, as it must where selections are merged. */
function written(part: unknown[]): string {
  if (typeof part[0] === 'string') return part.join(' ');
  const [dice, name, condition, inner = ''] = part as [number, string, string, string?];
  const place = [...LEAVES, ...NODES].indexOf(name);
  return `${dice === 0 || name.includes('(') ? `a${place}: ` : ''}${name}${condition} ${inner}`;
}

/**
 * The errors of what is in the answer, in any order, and whether there are others. Once an error has taken an object away, GraphQL leaves open which
 * further errors of that object's fields are told.
 */
function told(errors: readonly GraphQLError[] = [], data: unknown): [told: string[], isMoreLost: boolean] {
  const [kept, lost] = [errors.filter(({ path }) => isThere(path, data)), errors.filter(({ path }) => !isThere(path, data))];
  return [kept.map((each) => JSON.stringify(each)).sort(), lost.length > 0];
}

function isThere(path: GraphQLError['path'], data: unknown): boolean {
  const parent = (path ?? []).slice(0, -1).reduce<unknown>((place, key) => (place as Record<string, unknown> | null)?.[key], data);
  return parent !== null && parent !== undefined;
}

describe('an answer written at once', () => {
  const queries = new PreparedQueries(schema);
  it('is what graphql-js gives, with the same errors in the same places', async () => {
    let planned = 0;
    await fc.assert(
      fc.asyncProperty(selection.selection, fc.boolean(), fc.constantFrom('v', undefined), async (text, yes, key) => {
        const query = `query ($yes: Boolean = true, $key: String) { u1: argument(key: $key) u2: plain @include(if: $yes) ... ${text} }`;
        const variables = { yes, ...(key === undefined ? {} : { key }) };
        const context = { foreseen: new Map() } as unknown as GraphContext;
        const sent = { query, operationName: undefined, variables };
        const answer = await queries.find(sent)?.execution(sent, JSON.stringify(variables))?.(context);
        if (!answer) return;
        planned += 1;
        const expected = await execute({ schema, document: parse(query), variableValues: variables, contextValue: context });
        expect(answer.data).toBe(JSON.stringify(expected.data));
        const data = expected.data as unknown;
        expect(told(answer.errors, data)).toEqual(told(expected.errors, data));
      }),
      { numRuns: 500 },
    );
    expect(planned).toBeGreaterThan(100);
    expect(timesForeseen).toBeGreaterThan(100);
  });
});
