import { AdDay } from '../../entities/facts/AdDay';
import { about } from '../../src/metrics/about';
import { definitionVersion } from '../../src/metrics/definition-version';
import { apart, count, difference, ratio, share, sum } from '../../src/metrics/kinds';
import { METRICS } from '../../src/metrics/registry';

const said = (label: string, unit: 'MONEY' | 'COUNT' | 'RATIO' = 'MONEY') => about([label, label, label], [label, label, label], unit);
const spend = sum(AdDay, 'spend', said('spend'));
const revenue = sum(AdDay, 'revenueClaimed', said('revenue'));
const roas = ratio(revenue, spend, said('roas', 'RATIO'));

describe('the version of a definition', () => {
  it('is told of every metric, and no two that mean different things share one', () => {
    const versions = [...METRICS.values()].map(definitionVersion);
    expect(versions.filter((version) => !/^[0-9a-f]{12}$/.test(version))).toEqual([]);
    const twice = [...METRICS].filter(([, metric], i) => versions.indexOf(definitionVersion(metric)) !== i).map(([name]) => name);
    expect(twice).toEqual([]);
  });

  it('stays with another label and another description', () => {
    expect(definitionVersion(sum(AdDay, 'spend', said('what the ads cost')))).toBe(definitionVersion(spend));
    expect(definitionVersion(ratio(revenue, sum(AdDay, 'spend', said('cost')), said('return', 'RATIO')))).toBe(definitionVersion(roas));
  });

  it('changes with the column, a condition, the unit, a factor, the dimension across or apart, and with any part', () => {
    const versions = [
      spend,
      revenue,
      sum(AdDay, 'spend', said('spend'), [{ property: 'device', is: 'mobile' }]),
      sum(AdDay, 'spend', said('spend'), [{ property: 'device', is: 'desktop' }]),
      sum(AdDay, 'spend', said('spend', 'COUNT')),
      count(AdDay, said('spend', 'COUNT')),
      roas,
      ratio(revenue, spend, { ...said('roas', 'RATIO'), factor: 100 }),
      ratio(revenue, difference(spend, [revenue], said('less')), said('roas', 'RATIO')),
      ratio(spend, revenue, said('roas', 'RATIO')),
      share(spend, 'BRAND', said('share', 'RATIO')),
      share(spend, 'CHANNEL', said('share', 'RATIO')),
      apart(['DEVICE'])(spend),
    ].map(definitionVersion);
    expect(new Set(versions).size).toBe(versions.length);
  });
});
