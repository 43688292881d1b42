import { type Sandbox, startSandbox } from '../../../ingest/sandbox/sandbox';

describe('the sandbox reference rates', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ today: '2026-11-22' });
  });
  afterAll(() => sandbox.close());

  const get = async (file: string) => (await fetch(`${sandbox.url}/ecb/stats/eurofxref/${file}`)).text();

  it('has every working day of two years and ten days, newest first, six currencies each', async () => {
    const text = await get('eurofxref-hist.xml');
    const days = [...text.matchAll(/<Cube time="([\d-]+)">/g)].map((match) => match[1] as string);
    const truth = [...sandbox.world.rates({ from: '2024-10-22', to: '2026-11-22', servedOn: '2026-11-22' })];
    expect(days).toEqual([...new Set(truth.map((rate) => rate.day))].toReversed());
    expect(days[0]).toBe('2026-11-20');
    expect(days.at(-1)).toBe('2024-10-22');
    expect([...text.matchAll(/<Cube currency="([A-Z]{3})" rate="(\d+\.\d+)"\/>/g)].length).toBe(truth.length);
    expect(text).toContain(
      '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">',
    );
  });

  it('gives the last working day in the daily file, in single quotes', async () => {
    const text = await get('eurofxref-daily.xml');
    expect([...text.matchAll(/<Cube time='([\d-]+)'>/g)].map((match) => match[1])).toEqual(['2026-11-20']);
    expect([...text.matchAll(/currency='([A-Z]{3})'/g)].map((match) => match[1])).toEqual(['USD', 'JPY', 'GBP', 'CNY', 'HKD', 'TWD']);
  });

  it('keeps the Hong Kong dollar near its peg', () => {
    const rates = new Map(
      [...sandbox.world.rates({ from: '2026-11-20', to: '2026-11-20', servedOn: '2026-11-22' })].map((rate) => [
        rate.currency,
        Number(rate.rate),
      ]),
    );
    expect((rates.get('HKD') as number) / (rates.get('USD') as number)).toBeCloseTo(7.8, 1);
  });
});
