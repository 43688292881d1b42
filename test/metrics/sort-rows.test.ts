import { pageOf } from '../../src/metrics/sort-rows';

const rows = ['1', '10', '2', '', '0'].map((key) => ({ period: null, dimensions: [{ dimension: 'AGE' as const, key, label: key }] }));
const question = { by: ['AGE' as const], first: 3, orderBy: [{ dimension: 'AGE' as const, descending: false }] };
const keys = (page: { rows: readonly (typeof rows)[number][] }) => page.rows.map(({ dimensions: [age] }) => age?.key);

test('ages of cohorts stand in the order of their months, from page to page', () => {
  const first = pageOf(rows, question, () => null);
  expect(keys(first)).toEqual(['', '0', '1']);
  expect(keys(pageOf(rows, { ...question, after: first.endCursor as string }, () => null))).toEqual(['2', '10']);
});
