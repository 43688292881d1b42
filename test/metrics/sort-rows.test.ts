import { pageOf } from '../../src/metrics/sort-rows';

const rows = ['1', '10', '2', '', '0'].map((key) => ({ period: null, dimensions: [{ dimension: 'AGE' as const, key, label: key }] }));
const question = { by: ['AGE' as const], first: 3, orderBy: [{ dimension: 'AGE' as const, descending: false }] };
const keys = (page: { rows: readonly (typeof rows)[number][] }) => page.rows.map(({ dimensions: [age] }) => age?.key);

test('ages of cohorts stand in the order of their months, from page to page', () => {
  const first = pageOf(rows, question, () => null);
  expect(keys(first)).toEqual(['', '0', '1']);
  expect(keys(pageOf(rows, { ...question, after: first.endCursor as string }, () => null))).toEqual(['2', '10']);
});

test.each([
  ['in order', [1, 2, 3, 4, 5]],
  ['out of order', [4, 1, 5, 3, 2]],
])('periods that come %s are told from page to page', (_how, days) => {
  const periods = days.map((day) => ({ period: `2026-01-0${day}`, dimensions: [] }));
  const asked = { by: [], grain: 'DAY' as const, first: 2, orderBy: [] };
  const told: unknown[] = [];
  let page = pageOf(periods, asked, () => null);
  for (;;) {
    told.push(page.rows.map(({ period }) => period.slice(-1)));
    if (!page.hasNextPage) break;
    page = pageOf(periods, { ...asked, after: page.endCursor as string }, () => null);
  }
  expect(told).toEqual([['1', '2'], ['3', '4'], ['5']]);
});
