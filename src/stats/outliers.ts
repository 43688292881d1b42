import { robustZ, type Spread, spreadOf } from './spread';

/** Beyond so many robust deviations a value is an outlier: the usual bound for modified z scores. */
export const OUTLIER_Z = 3.5;
/** Among fewer peers nothing is told apart. */
export const LEAST_PEERS = 8;

/** Something with a value, to be held against its peers. */
export interface Peer {
  readonly key: string;
  readonly value: number;
}

/**
 * `log`: by ratios, for values above 0. `side`: which way out counts. `leastDistance` from the median, on the rule's scale: where peers are nearly
 * the same, what is far in deviations may still be nothing.
 */
export interface OutlierRule {
  readonly scale: 'linear' | 'log';
  readonly side: 'high' | 'low' | 'both';
  readonly threshold?: number;
  readonly leastPeers?: number;
  readonly leastDistance?: number;
}

/** A peer that lies apart, how far, and how all of them lie (in the values' own units). */
export interface Outlier {
  readonly key: string;
  readonly value: number;
  /** Robust deviations from the median, on the rule's scale; negative below. */
  readonly z: number;
  readonly peers: Spread;
}

/** The peers that lie apart from the others, the farthest first; none among too few, or where all others are the same. */
export function outliersAmong(peers: readonly Peer[], rule: OutlierRule): Outlier[] {
  const { scale, side, threshold = OUTLIER_Z, leastPeers = LEAST_PEERS, leastDistance = 0 } = rule;
  const usable = scale === 'log' ? peers.filter(({ value }) => value > 0) : peers;
  const own = spreadOf(usable.map(({ value }) => value));
  const place = (value: number) => (scale === 'log' ? Math.log(value) : value);
  const spread = spreadOf(usable.map(({ value }) => place(value)));
  if (!own || !spread || usable.length < leastPeers) return [];
  return usable
    .flatMap(({ key, value }) => {
      const z = robustZ(place(value), spread);
      const isNear = Math.abs(place(value) - spread.median) < leastDistance;
      if (z === null || isNear || Math.abs(z) < threshold || (side === 'high' && z < 0) || (side === 'low' && z > 0)) return [];
      return [{ key, value, z, peers: own }];
    })
    .sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
}
