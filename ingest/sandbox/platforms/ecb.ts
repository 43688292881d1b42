import { addDays } from '../../../src/lib/day';
import { type Answer, type Call, mounted, type Platform } from '../platform';
import type { RateRow } from '../world/rates';

/** The European Central Bank's reference rates: `eurofxref-daily.xml`, `-hist-90d.xml` and `-hist.xml` (from ten days before the first day of the world). */
const ecb: Platform = {
  name: 'ecb',
  answer: route,
  throttled: () => text(429, 'Too Many Requests'),
  failed: () => text(503, 'Service Unavailable'),
  expired: () => text(403, 'Forbidden'),
};

function text(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

function route(call: Call): Answer {
  const starts: Record<string, string> = {
    '/stats/eurofxref/eurofxref-daily.xml': addDays(call.today, -7),
    '/stats/eurofxref/eurofxref-hist-90d.xml': addDays(call.today, -90),
    '/stats/eurofxref/eurofxref-hist.xml': addDays(call.world.firstDay(call.today), -10),
  };
  const from = starts[call.path];
  if (from === undefined) return text(404, 'Not Found');
  const days = new Map<string, RateRow[]>();
  for (const rate of call.world.rates({ from, to: call.today, servedOn: call.today }))
    days.set(rate.day, [...(days.get(rate.day) ?? []), rate]);
  const newest = [...days.values()].reverse();
  const daily = call.path.endsWith('-daily.xml');
  const shown = call.page(daily ? newest.slice(0, 1) : newest, (rates) => rates.map((rate) => ({ ...rate, rate: '-N/A-' })));
  // The bank writes its daily file with single quotes and the others with double ones.
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: envelope(shown, daily ? "'" : '"') };
}

function envelope(days: readonly (readonly RateRow[])[], quote: string): string {
  const cubes = days.map((rates) => {
    const inner = rates.map(({ currency, rate }) => `<Cube currency=${quote}${currency}${quote} rate=${quote}${rate}${quote}/>`);
    return `<Cube time=${quote}${rates[0]?.day}${quote}>${inner.join('')}</Cube>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender><Cube>${cubes.join('\n')}</Cube></gesmes:Envelope>\n`;
}

/** The rates that every money of the company is converted by. */
export default mounted({
  sources: [
    { key: 'ecb', name: 'Euro reference rates', connector: 'ecb-rates', mount: '/ecb', config: {}, secrets: {}, timeZone: 'Europe/Berlin' },
  ],
  open: () => ecb,
});
