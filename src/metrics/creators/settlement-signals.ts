import type { Day } from '../../lib/day';
import { groupBy } from '../../lib/group-by';
import { concentration } from '../../stats/concentration';
import { outliersAmong } from '../../stats/outliers';
import { numberIn, type ToldRow, textIn } from '../evidence/told-rows';
import { accountOf } from './account-signals';
import { streamOf } from './session-signals';
import { type Signal, signalOf } from './signal';

/** Refunds after the settlement count from this share of what was paid on. */
const LEAST_LATE_SHARE = 0.03;
const LEAST_BUYERS = 10;

/** A livestream with what had been refunded of it when it was settled, in units of its currency; null when nobody knew then. */
export interface SettledStream {
  readonly row: ToldRow;
  readonly settledOn: Day;
  readonly refundedThen: number | null;
}

/** Refunds that came once the account was closed, as a share of what was paid, against other settled livestreams. */
export function lateRefundSignals(streams: readonly SettledStream[]): Signal[] {
  const peers = streams.flatMap(({ row, refundedThen }) => {
    const [paid, refunded] = [numberIn(row, 'gmvPaid'), numberIn(row, 'refunded')];
    if (!paid || refunded === null || refundedThen === null) return [];
    return [{ key: streamOf(row), value: (refunded - refundedThen) / paid, row }];
  });
  return outliersAmong(peers, { scale: 'linear', side: 'high' }).flatMap((outlier) => {
    const row = peers.find(({ key }) => key === outlier.key)?.row;
    if (!row || outlier.value < LEAST_LATE_SHARE) return [];
    const subject = { kind: 'LIVESTREAM', key: outlier.key } as const;
    return [
      signalOf(outlier, {
        signal: 'REFUNDS_AFTER_SETTLEMENT',
        subject,
        account: accountOf(row),
        among: 'settled livestreams',
        evidence: [row],
      }),
    ];
  });
}

/** Few buyers behind many orders of a collaboration: how many times the concentration of equal buyers, against other collaborations. */
export function buyerSignals(lines: readonly ToldRow[]): Signal[] {
  const told = lines.filter((line) => textIn(line, 'collaboration') !== '' && textIn(line, 'customer') !== '');
  const peers = [...groupBy(told, (line) => textIn(line, 'collaboration'))].flatMap(([key, own]) => {
    const buyers = [...groupBy(own, (line) => textIn(line, 'customer'))]
      .map(([, ofBuyer]) => ({ lines: ofBuyer, orders: new Set(ofBuyer.map((line) => textIn(line, 'orderId'))).size }))
      .sort((a, b) => b.orders - a.orders);
    const value = (concentration(buyers.map(({ orders }) => orders)) ?? 0) * buyers.length;
    return buyers.length < LEAST_BUYERS ? [] : [{ key, value, evidence: (buyers[0] as (typeof buyers)[number]).lines }];
  });
  return outliersAmong(peers, { scale: 'log', side: 'high', leastDistance: Math.log(1.5) }).map((outlier) => {
    const evidence = peers.find(({ key }) => key === outlier.key)?.evidence ?? [];
    const subject = { kind: 'COLLABORATION', key: outlier.key } as const;
    return signalOf(outlier, { signal: 'BUYER_CONCENTRATION', subject, account: null, among: 'collaborations', evidence });
  });
}
