import { type ServerUnderTest, serverUnderTest } from './running-server';

const many = (count: number, text: (index: number) => string) => Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (depth: number, inner: string) => 'lastRun { source { '.repeat(depth) + inner + ' } }'.repeat(depth);

/** Requests that try to make one request cost as much as a thousand; each with the status and code that refuse it. */
const ATTACKS: [name: string, query: string, status: number, code: string][] = [
  ['5,000 aliases', `{ ${many(5_000, (i) => `a${i}: __typename`)} }`, 400, 'GRAPHQL_PARSE_FAILED'],
  ['31 aliases', `{ sources { ${many(31, (i) => `a${i}: id`)} } }`, 400, 'GRAPHQL_VALIDATION_FAILED'],
  [
    '3,000 chained fragments',
    `{ ...f0 } ${many(3_000, (i) => `fragment f${i} on Query { ...f${i + 1} }`)} fragment f3000 on Query { __typename }`,
    413,
    'BAD_REQUEST',
  ],
  ['150 chained fragments', `{ ...f0 } ${many(150, (i) => `fragment f${i} on Query { ...f${i + 1} }`)}`, 400, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'fragments that double 20 times',
    `{ sources { ...f0 } } ${many(20, (i) => `fragment f${i} on Source { ...f${i + 1} ...f${i + 1} }`)} fragment f20 on Source { id }`,
    400,
    'LIMIT_EXCEEDED',
  ],
  ['depth of 121', `{ sources { ${nested(60, 'id')} } }`, 400, 'LIMIT_EXCEEDED'],
  ['30,000 repeated fields', `{ ${many(30_000, () => '__typename')} }`, 413, 'BAD_REQUEST'],
  ['500 repeated fields', `{ ${many(500, () => '__typename')} }`, 400, 'LIMIT_EXCEEDED'],
  ['11 fields at the root', `{ ${many(11, (i) => `a${i}: brands { id }`)} }`, 400, 'LIMIT_EXCEEDED'],
  ['9 directives', `{ sources { id ${many(9, () => '@include(if: true)')} } }`, 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['9 fields with a directive', `{ sources { ${many(9, (i) => `a${i}: id @include(if: true)`)} } }`, 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a page of 501', '{ campaigns(first: 501) { totalCount } }', 400, 'LIMIT_EXCEEDED'],
  ['a page of -1', '{ campaigns(first: -1) { totalCount } }', 400, 'BAD_USER_INPUT'],
  [
    'pages within pages',
    `{ ${many(9, (i) => `a${i}: campaigns(first: 500) { edges { node { brand { id } } } }`)} }`,
    400,
    'LIMIT_EXCEEDED',
  ],
  [
    'windows that are read one by one, five times',
    `{ ${many(5, (i) => `a${i}: metrics(query: { select: [customers], grain: DAY, window: { moving: 28 }, range: { last: 90, unit: DAY }, first: 1 }) { asOf }`)} }`,
    400,
    'LIMIT_EXCEEDED',
  ],
  ['an introspection that goes round', '{ __schema { types { fields { type { fields { type { name } } } } } } }', 400, 'LIMIT_EXCEEDED'],
  ['a cycle of fragments', '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }', 400, 'GRAPHQL_VALIDATION_FAILED'],
];

describe('limits', () => {
  let server: ServerUnderTest;

  beforeAll(async () => {
    server = await serverUnderTest();
  });
  afterAll(() => server.close());

  it.each(ATTACKS)('refuses %s', async (_name, query, status, code) => {
    const before = process.threadCpuUsage();
    const { status: found, body } = await server.ask(query, { headers: { accept: 'application/graphql-response+json' } });
    expect({ status: found, code: body.errors?.[0]?.extensions.code, data: body.data }).toEqual({ status, code, data: undefined });
    // Refused before it is executed.
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(2);
  });

  it('takes the size of a page from a variable as well', async () => {
    const query = 'query ($first: Int) { campaigns(first: $first) { totalCount } }';
    expect((await server.ask(query, { variables: { first: 501 } })).body.errors?.[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
    expect((await server.ask(query, { variables: { first: 500 } })).body.data).toEqual({ campaigns: { totalCount: 0 } });
  });

  it('lets through what tools and dashboards ask: the introspection of an explorer, ten fields at the root, a depth of twelve', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const found = await server.ask(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }));
    expect(found.body.errors).toBeUndefined();
    expect((await server.ask(`{ ${many(10, (i) => `a${i}: brands { id }`)} }`)).body.errors).toBeUndefined();
    expect((await server.ask(`{ sources { ${nested(5, 'id')} } }`)).body.errors).toBeUndefined();
    expect((await server.ask(`{ sources { ${nested(5, 'lastRun { id }')} } }`)).body.errors?.[0]?.message).toMatch(
      /^depth: 13 is more than the 12/,
    );
  });

  it('names no part of the schema to whoever guesses', async () => {
    for (const query of [
      '{ brandz { id } }',
      '{ brands { nam } }',
      '{ campaigns(serch: "x") { totalCount } }',
      '{ brands { ... on Bran { id } } }',
    ]) {
      const { text } = await server.ask(query);
      expect(text).not.toMatch(/did you mean/i);
    }
  });
});
