const CURRENCY =
  /^(?:(?:US|HK|NT|CA|AU|SG)\$|R\$|[¥￥$€£₩₹฿₫₱₺]|RMB|CNY|USD|EUR|GBP|HKD|TWD|JPY|KRW|SGD|THB)\s*|\s*(?:[¥￥$€£₩₹฿元円원]|RMB|CNY|USD|EUR|GBP|HKD|TWD|JPY|KRW|SGD|THB)$/gi;
const SCALES: Readonly<Record<string, number>> = { '%': -2, '‰': -3, 千: 3, k: 3, 万: 4, 萬: 4, w: 4, m: 6, 亿: 8, 億: 8 };
const PLAIN = /^\d*(?:\.\d*)?$/;
const GROUPED = /^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?$/;

/**
 * The plain decimal text of a number as people and reports write it: currency signs, thousands separators (also spaces and
 * apostrophes), `(1,234.50)` for negative, `%`, `1.2万`, `3亿`, `5k`, full-width digits. `decimal` is the decimal sign. Powers of ten come
 * out as an exponent (`12.5%` is `12.5e-2`), so that no digit goes through a float. Null when the text is no such number.
 */
export function decimalText(text: string, decimal: '.' | ',' = '.'): string | null {
  const folded = text.normalize('NFKC').trim();
  const bracketed = /^\((.*)\)$/.exec(folded);
  const { sign, body } = unsigned(bracketed?.[1] ?? folded);
  const { digits, power } = unscaled(body);
  const separated = decimal === ',' ? digits.replace(/[.,]/g, (each) => (each === ',' ? '.' : ',')) : digits;
  const exponent = /^(.*\d\.?)e([+-]?\d{1,3})$/i.exec(separated);
  const mantissa = ungrouped(exponent?.[1] ?? separated);
  if (mantissa === null || (bracketed && sign !== '')) return null;
  const scale = power + Number(exponent?.[2] ?? 0);
  return `${bracketed ? '-' : sign}${mantissa}${scale === 0 ? '' : `e${scale}`}`;
}

/** The sign, wherever it stands among currency signs, and the rest. */
function unsigned(text: string): { sign: string; body: string } {
  const bare = text.replace(CURRENCY, '').trim();
  const signed = /^([-+−])\s*(.*)$/.exec(bare);
  const sign = signed && signed[1] !== '+' ? '-' : '';
  return { sign, body: signed ? (signed[2] ?? '').replace(CURRENCY, '').trim() : bare };
}

function unscaled(body: string): { digits: string; power: number } {
  const power = SCALES[body.slice(-1).toLowerCase()];
  return power === undefined ? { digits: body, power: 0 } : { digits: body.slice(0, -1).trim(), power };
}

function ungrouped(digits: string): string | null {
  const joined = digits.replace(/(?<=\d)['’\s](?=\d{3}(\D|$))/g, '');
  if (!/\d/.test(joined)) return null;
  if (PLAIN.test(joined)) return joined;
  return GROUPED.test(joined) ? joined.replaceAll(',', '') : null;
}
