import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS } from '../../src/metrics/registry';
import { PlanFileError } from '../../src/plan/PlanFileError';
import { parsePlanFile } from '../../src/plan/plan-file';
import { targetPath } from '../../src/plan/target-path';
import { matchesCampaign } from './campaign-pattern';

const HEAD = `year: 2026
title: Plan
currency: CNY
timeZone: Asia/Shanghai
brands:
  - { key: lumina, name: Lumina, own: true }
`;
const GOAL = `goals:
  - key: revenue
    title: { en: Revenue, zh-Hans: 收入 }
    metric: revenue
    aggregation: SUM
    target: 120.06
`;

const parse = (source: string, today = '2026-11-23') => parsePlanFile(source, { file: 'plan.yaml', today, metrics: METRICS });

function messageOf(source: string): string {
  try {
    parse(source);
  } catch (error) {
    if (error instanceof PlanFileError) return error.message;
    throw error;
  }
  throw new Error('the plan was accepted');
}

describe('a plan file', () => {
  test('keeps amounts exact and fills in what is left out', () => {
    const plan = parse(HEAD + GOAL);
    const [goal] = plan.goals;
    expect(goal).toMatchObject({
      target: 120_060_000n,
      unit: 'MONEY',
      better: 'UP',
      step: 10_000n,
      range: { from: '2026-01-01', to: '2026-12-31' },
      parent: null,
      where: [],
    });
    expect(goal?.title).toEqual({ en: 'Revenue', zhHans: '收入', zhHant: '收入' });
    expect(plan.brands[0]).toEqual({
      key: 'lumina',
      name: { en: 'Lumina', zhHans: 'Lumina', zhHant: 'Lumina' },
      own: true,
      aliases: [],
      excludes: [],
    });
  });

  test('takes the year of the clock for `current`, and days without a year in it', () => {
    const source = `${HEAD.replace('2026', 'current')}${GOAL}    start: 03-01\n    end: 06-15\n`;
    expect(parse(source, '2031-02-03')).toMatchObject({ year: 2031, goals: [{ range: { from: '2031-03-01', to: '2031-06-15' } }] });
  });

  test('reads percentages as shares, exactly', () => {
    expect(
      parse(HEAD + GOAL.replace('revenue\n    agg', 'ctr\n    agg').replace('SUM', 'RATIO').replace('120.06', '2.05%')).goals[0]?.target,
    ).toBe(20_500n);
  });

  test('hands section, owner and days down to sub-goals', () => {
    const source = `${HEAD}sections: { sales: Sales }\n${GOAL}    section: sales\n    owner: Ada\n    end: 06-30\n    goals:\n      - { key: part, title: Part, metric: revenue, aggregation: SUM, target: 120.06 }\n`;
    expect(parse(source).goals[1]).toMatchObject({
      key: 'part',
      parent: 'revenue',
      owner: 'Ada',
      section: { key: 'sales' },
      range: { to: '2026-06-30' },
    });
  });

  test('counts make-up days and holidays of its calendars', () => {
    const source = `${HEAD}calendar: work\ncalendars: { work: { holidays: [01-01..01-30], workdays: [01-31] } }\n${GOAL}    end: 01-31\n    split: { method: WORKING_DAYS }\n`;
    const path = targetPath(parse(source).goals[0]!);
    expect(path.toDate('2026-01-30')).toBe(0n);
    expect(path.toDate('2026-01-31')).toBe(120_060_000n);
  });
});

describe('what is wrong in a plan file is told with its line', () => {
  test.each([
    ['broken YAML', `${HEAD}goals: [`, /^plan\.yaml:7:9 YAML: /],
    [
      'a currency that is none',
      `${HEAD}${GOAL}`.replace('currency: CNY', 'currency: RMB'),
      /currency: found "RMB"; expected an ISO 4217 code/,
    ],
    ['a pattern without quotes', `${HEAD + GOAL}    campaigns: *search\n`, 'plan.yaml:13:16 YAML: "*search" reads as an alias'],
    ['an empty file', '', 'plan.yaml:1:1 plan: missing; expected a plan: year, title'],
    ['a missing field', HEAD, 'plan.yaml:1:1 goals: missing; expected a list of goals'],
    ['an unknown field', `${HEAD + GOAL}    targt: 4\n`, 'plan.yaml:13:12 goals[0].targt: found "4"; this field is not known'],
    [
      'an amount that is no number',
      HEAD + GOAL.replace('120.06', '1,200'),
      'plan.yaml:12:13 goals[0].target: found "1,200"; expected a decimal number with at most six decimals',
    ],
    [
      'an unknown metric',
      HEAD + GOAL.replace('metric: revenue', 'metric: turnover'),
      /plan\.yaml:10:13 goals\[0\]\.metric: found "turnover"; expected a metric's name, one of .*revenue/,
    ],
    [
      'a brand that is not listed',
      `${HEAD + GOAL}    where: { BRAND: nova }\n`,
      'plan.yaml:13:21 goals[0].where.BRAND: found "nova"; "nova" is no brand of this plan; expected one of lumina',
    ],
    [
      'an unknown dimension',
      `${HEAD + GOAL}    where: { COLOUR: red }\n`,
      'goals[0].where.COLOUR: found "red"; expected a dimension, one of BRAND',
    ],
    [
      'a day that does not exist',
      `${HEAD + GOAL}    start: 02-30\n`,
      'plan.yaml:13:12 goals[0].start: found "02-30"; "02-30" is not a day of the calendar',
    ],
    [
      'an end before the start',
      `${HEAD + GOAL}    start: 05-01\n    end: 04-01\n`,
      'plan.yaml:14:10 goals[0].end: found "04-01"; expected start ≤ end',
    ],
    [
      'eleven weights',
      `${HEAD + GOAL}    split: { method: SEASONAL, weights: [1,1,1,1,1,1,1,1,1,1,1] }\n`,
      'plan.yaml:13:41 goals[0].split.weights: expected 12 weights',
    ],
    [
      'months that miss the target',
      `${HEAD + GOAL}    split: { method: MANUAL, quarters: [1, 2, 3, 4] }\n`,
      'plan.yaml:13:12 goals[0].split: split.quarters: they add up to 10; expected the target 120.06',
    ],
    [
      'numbers that the method does not use',
      `${HEAD + GOAL}    split: { quarters: [1, 2, 3, 4] }\n`,
      'plan.yaml:13:24 goals[0].split.quarters: expected quarters with method: MANUAL only',
    ],
    [
      'a repeated key',
      HEAD + GOAL + GOAL.replace('goals:\n', ''),
      'plan.yaml:13:10 goals[1].key: found "revenue"; this key is used already',
    ],
    [
      'a band without a direction',
      `${HEAD + GOAL}    better: UP\n    band: { low: 1, high: 500 }\n`,
      'plan.yaml:13:13 goals[0].better: found "UP"; expected better: BAND',
    ],
    ['an unknown calendar', `${HEAD}calendar: moon\n${GOAL}`, 'plan.yaml:7:11 calendar: found "moon"; expected a calendar: weekdays'],
    [
      'a time zone that does not exist',
      HEAD.replace('Asia/Shanghai', 'Asia/Atlantis') + GOAL,
      'plan.yaml:4:11 timeZone: found "Asia/Atlantis"; expected an IANA time zone',
    ],
    [
      'a level that is split by season',
      `${HEAD + GOAL.replace('SUM', 'AVERAGE')}    split: { method: WORKING_DAYS }\n`,
      'WORKING_DAYS would divide the target, but aggregation AVERAGE makes it a level',
    ],
  ])('%s', (_name, source, expected) => {
    expect(messageOf(source)).toMatch(expected);
  });

  test('sub-goals of a sum have to add up to it, or the goal says that they are partial', () => {
    const source = (more: string) =>
      `${HEAD + GOAL}${more}    goals:\n      - { key: part, title: Part, metric: revenue, aggregation: SUM, target: 100 }\n`;
    expect(messageOf(source(''))).toContain(
      'plan.yaml:12:13 goals[0].target: found "120.06"; its sub-goals on revenue add up to 100, 20.06 away; expected the same sum, or partial: true',
    );
    expect(parse(source('    partial: true\n')).goals).toHaveLength(2);
  });

  test('every problem is told at once, in the order of the file', () => {
    const lines = messageOf(HEAD.replace('CNY', 'yuan') + GOAL.replace('120.06', 'lots')).split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['plan.yaml:3:11', 'plan.yaml:12:13']);
  });
});

describe('the example plan', () => {
  const file = join(__dirname, '../../docs/examples/annual-plan.yaml');
  const plan = parsePlanFile(readFileSync(file, 'utf8'), { file, today: '2026-11-23', metrics: METRICS });

  test('is a valid plan of the present year with 20 to 28 goals in every section', () => {
    expect(plan.year).toBe(2026);
    expect(plan.goals.length).toBeGreaterThanOrEqual(20);
    expect(plan.goals.length).toBeLessThanOrEqual(28);
    expect(new Set(plan.goals.map((goal) => goal.section?.key))).toEqual(
      new Set(['sales', 'customers', 'brand', 'channels', 'search', 'budget', 'research']),
    );
  });

  test('is valid in other years too', () => {
    for (const today of ['2025-01-01', '2028-02-29', '2031-12-31']) {
      expect(parsePlanFile(readFileSync(file, 'utf8'), { file, today, metrics: METRICS }).year).toBe(Number(today.slice(0, 4)));
    }
  });

  test('speaks three languages', () => {
    for (const { title } of plan.goals) expect(new Set([title.en, title.zhHans]).size).toBe(2);
    expect(plan.goals[0]?.title).toEqual({ en: 'Revenue of all brands', zhHans: '全品牌销售额', zhHant: '全品牌銷售額' });
  });

  test('makes months of every goal', () => {
    for (const goal of plan.goals) {
      const total = targetPath(goal).months.reduce((sum, month) => sum + month.target, 0n);
      if (goal.aggregation === 'SUM') expect(total).toBe(goal.target);
    }
  });
});

describe('a campaign pattern', () => {
  const campaign = { key: 'google-ads:42', name: 'Lumina | Search (Brand) | US' };
  test.each([
    ['Lumina | *', true],
    ['lumina | search (brand) | *', true],
    ['google-ads:*', true],
    ['*', true],
    ['Search', false],
    ['*Search (Br.nd)*', false],
    ['Kumo | *', false],
  ])('%s: %s', (pattern, fits) => {
    expect(matchesCampaign(pattern, campaign)).toBe(fits);
  });
});
