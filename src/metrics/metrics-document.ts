import { dimensionsOfMetric } from './catalog';
import { DIMENSION_CATALOG } from './dimension-catalog';
import { formulaOf, METRICS } from './registry';

const HEAD = `# Metrics

Every number that brandhub shows is one of these. The list is written from the registry (\`src/metrics\`); a test keeps it true.

- A ratio is a sum over a sum, computed anew for every cell; it is null when the divisor is 0 or unknown. Null means "not defined", 0 means "observed zero".
- Money is converted at the rate of each row's day (the last known rate within seven days), or at the plan's rates.
- PERCENT is a share: 0.05 is 5 %. RATIO is a plain quotient: 3.2 is 3.2 to 1. POINTS is a score.
- \`sum\`, \`distinct\`, \`last\`, \`native\`, \`peak\` and \`lowest\` in a formula are aggregates of a fact's rows. \`last\`: the newest known value of each
  series, added up over the series. \`native\`: a single row's own number, which cannot be added. \`distinct\`: different values, counted.
- "Adds up over" says what totals may be summed over; every total that brandhub shows is computed from the facts.
`;

const ADDS_UP = { ALL: 'everything', TIME: 'time', NONE: 'nothing' };

/** The documentation of all metrics, in Markdown. */
export function metricsDocument(): string {
  return `${HEAD}\n${[...METRICS.keys()].map(section).join('\n')}\n${dimensions()}`;
}

function section(name: string): string {
  const metric = METRICS.get(name);
  if (!metric) return '';
  const { label, describe, unit, better, synonyms = [] } = metric.about;
  return `## ${name}

${label.en} · ${label.zhHans} · ${label.zhHant}

${describe.en}

- formula: \`${formulaOf(metric)}\`
- unit: ${unit}; better: ${better}; adds up over: ${ADDS_UP[metric.additivity]}
- by: ${dimensionsOfMetric(metric).join(', ')}${synonyms.length > 0 ? `\n- also: ${synonyms.join(', ')}` : ''}
`;
}

function dimensions(): string {
  const rows = [...DIMENSION_CATALOG].map(([name, { label, describe, above, madeOf }]) => {
    const made = madeOf ? `${madeOf}, by rules` : '';
    return `| ${name} | ${label.zhHans} · ${label.zhHant} | ${describe.en} | ${above.join(' → ')} | ${made} |`;
  });
  return `# Dimensions

Rules make some dimensions of the names of another one: [examples/mapping-rules.yaml](examples/mapping-rules.yaml) is such a file, \`brandhub rules load\` takes it.

| name | | meaning | below | made of |
|---|---|---|---|---|
${rows.join('\n')}
`;
}
