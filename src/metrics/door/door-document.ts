import { type FactClass, factOf } from '../../../entities/facts/fact';
import { FACTS } from '../../../entities/facts/index';
import { MAPPED } from '../dimensions';
import type { Aggregate, Leaf } from '../leaf';
import type { Metric } from '../metric';
import { formulaOf, METRICS } from '../registry';
import { doorColumns, viewOf, withoutColumn } from './door-columns';
import { dailyViewOf, doorSums, keptApart, leafSql, summedFacts, sumName } from './door-sums';

/** Why what is not a sum is in no daily view. */
export const NOT_SUMMED: Readonly<Record<Exclude<Aggregate, 'sum'>, string>> = {
  distinct: 'one that comes on two days, or in two groups, is one: count it in the rows of the whole',
  last: "a level is not added over days: take each series' newest known value (a series is a source and the row's key without its day)",
  native: 'people of two rows may be the same: there is a number only where one row makes the group',
  peak: 'the largest of several rows is not their sum',
  lowest: "the smallest of several rows' quotients is not the quotient of their sums",
};

const HEAD = `# SQL for analysts

\`brandhub analyst create anna\` makes a login that reads one workspace with SQL, and prints its connection string, once:

\`\`\`sh
npm run brandhub -- analyst create anna --workspace default
psql 'postgres://bh_…:…@127.0.0.1:…/brandhub' -c 'SELECT brand_key, sum(spend) FROM ad_day_sums GROUP BY 1'
npm run brandhub -- analyst list
npm run brandhub -- analyst revoke 1        # refused from now on; whoever is logged in is cut off
\`\`\`

It works on the embedded database, while the hub runs (its port is kept from start to start unless another program has taken it), and on the one that \`DATABASE_URL\` names.

## What a login may do

- Read the views of schema \`analytics\`, which is on its search path, and nothing else: no table of the hub, no raw page, no secret.
- See the rows of its own workspace. Which one that is follows from the login, not from a setting or a role that a statement could change.
- Nothing is written: no table can be reached, and transactions begin read only.
- A statement ends after 60 seconds. A session may set that otherwise; five minutes after its transaction began the worker ends it in any case. Five connections at once.
- PostgreSQL knows no limit of rows for a login. What a statement may return is bounded by its time; put a \`LIMIT\` where a tool loads everything.

What anyone who may log in to a PostgreSQL server can see is not hidden: names of roles and settings, and, by \`EXPLAIN\` and the server's counters, how many rows a
table has in all workspaces together. Not what is in them: every column but the day is an expression, about which the planner has no statistics. A listener of \`hub_run\` hears the
numbers of workspaces and runs. A session that lifts its read-only default can keep large objects, as every login of PostgreSQL can; where that matters, give analysts a
replica. One that takes an advisory lock is cut off. In a database of yours, \`analyst create\` tells what PUBLIC may do there beyond this.

## Answers and SQL

The views hold the rows as they are now; for what was known at an earlier instant ask GraphQL with \`asOf\`. Rows that a sender has taken back are in no view.

- Amounts are exact decimals in the row's own \`currency\`. \`exchange_rate\` has the rates of answers, by day, to the workspace's reporting currency:
  \`SELECT sum(spend * rate) FROM ad_day_sums JOIN exchange_rate USING (day, currency)\` is the metric \`spend\`. A day and currency without a rate has no row.
- What a source does not break down or does not say is null (in answers the key \`''\`); a link whose row is gone is \`#\` and its number.
- A ratio is a sum over a sum: add up both sides, then divide. The parts of a share are that metric's over the group and over everything.
- Search is told twice: \`scope = 'property'\` are whole-site totals, \`scope = 'query'\` rows by query and page, which add up to less. Never add the two. Answers take the totals
  unless they are asked by query or page.
- A split divides the same money again and again: choose one \`split\`.
- Dimensions that rules make of names (${Object.keys(MAPPED).join(', ')}) have no column: the rules are the workspace's, by version, and hold at the moment of the question. Ask GraphQL, or join names of your own.
`;

/** The documentation of the views, in Markdown. */
export function doorDocument(): string {
  const facts = Object.values(FACTS).map(factSection);
  const metrics = [...METRICS].map(([name, metric]) => `| ${name} | \`${formulaOf(metric)}\` | ${partsOf(metric)} |`);
  return `${HEAD}
# Views of rows

One view a fact. Beside them \`workspace\` (key, name, reporting_currency, time_zone) and \`exchange_rate\` (day, currency, reporting_currency, rate).

${facts.join('\n')}
# Daily sums

What metrics are made of, by day and what is kept apart; \`row_count\` is how many rows there are. Money is in the row's currency.

${summedFacts().map(sumsSection).join('\n')}
# Metrics

| metric | formula | made of |
|---|---|---|
${metrics.join('\n')}

${Object.entries(NOT_SUMMED)
  .map(([aggregate, reason]) => `\`${aggregate}\` is in no daily view: ${reason}.`)
  .join('\n\n')}
`;
}

function factSection(fact: FactClass): string {
  const missing = withoutColumn(fact);
  const rules = missing.length > 0 ? `\n\nWithout a column, as rules or the roster make them: ${missing.join(', ')}.` : '';
  const columns = doorColumns(fact).map(({ name, type }) => `${name} ${type}`);
  return `## ${viewOf(fact)}\n\nOne row is ${factOf(fact).grain}.\n\n\`${columns.join(', ')}\`${rules}\n`;
}

function sumsSection(fact: FactClass): string {
  const sums = doorSums(fact).map(({ name, sql, isMoney }) => `| ${name} | \`${sql}\` | ${isMoney ? 'money' : ''} |`);
  return `## ${dailyViewOf(fact)}\n\nBy \`${['day', ...keptApart(fact)].join(', ')}\`.\n\n| column | of ${viewOf(fact)} | |\n|---|---|---|\n${sums.join('\n')}\n`;
}

function partsOf(metric: Metric): string {
  return [...new Set(metric.leaves.map(partOf))].join('; ');
}

function partOf(leaf: Leaf): string {
  const across = leaf.across ? `, over every ${leaf.across}` : '';
  const scope = leaf.scope ? `, scope = '${leaf.scope}'` : '';
  if (leaf.aggregate === 'sum') return `\`${dailyViewOf(leaf.fact)}.${sumName(leaf)}\`${across}${scope}`;
  return `${leaf.aggregate}: \`${leafSql(leaf)}\` of \`${viewOf(leaf.fact)}\`${across}${scope}`;
}
