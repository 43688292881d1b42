import type { AdDayRow } from './ad-days';

/** A row split by shares that come to 1; the parts add up to the row, the last one takes what rounding leaves. */
export function partsOfRow(row: AdDayRow, shares: readonly number[]): AdDayRow[] {
  const rest = { ...row };
  return shares.map((share, place) => {
    const part = place === shares.length - 1 ? { ...rest } : partOf(row, share);
    rest.impressions -= part.impressions;
    rest.clicks -= part.clicks;
    rest.costMicros -= part.costMicros;
    rest.conversionsMicros -= part.conversionsMicros;
    rest.revenueMicros -= part.revenueMicros;
    return part;
  });
}

function partOf(row: AdDayRow, share: number): AdDayRow {
  const permille = BigInt(Math.round(share * 1000));
  const part = (amount: bigint, unit: bigint) => ((amount / unit) * permille) / 1000n;
  return {
    ...row,
    impressions: Math.floor(row.impressions * share),
    clicks: Math.floor(row.clicks * share),
    costMicros: part(row.costMicros, 10_000n) * 10_000n,
    conversionsMicros: part(row.conversionsMicros, 1_000_000n) * 1_000_000n,
    revenueMicros: part(row.revenueMicros, 10_000n) * 10_000n,
  };
}
