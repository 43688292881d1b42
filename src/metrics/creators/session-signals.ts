import { groupBy } from '../../lib/group-by';
import { OUTLIER_Z, outliersAmong } from '../../stats/outliers';
import { robustZ, type Spread, spreadOf } from '../../stats/spread';
import { numberIn, type ToldRow, textIn } from '../evidence/told-rows';
import { accountOf } from './account-signals';
import { type Signal, signalOf } from './signal';

/** Orders in so many minutes from the full or half hour on. */
const WINDOW = 3;
/** A step has at least this share of the stream's GMV in it. */
const LEAST_SHARE = 0.1;
const LEAST_ORDERS = 20;
const LEAST_VIEWS = 500;

/** The livestream that a row of a session, minute or product is of, as `platform:session`. */
export function streamOf(row: ToldRow): string {
  return `${textIn(row, 'platform')}:${textIn(row, 'session')}`;
}

/** What livestreams show against those of the same platform, and what their own minutes show. */
export function sessionSignals(sessions: readonly ToldRow[], minutes: readonly ToldRow[]): Signal[] {
  const byStream = groupBy(minutes, streamOf);
  return [
    ...[...groupBy(sessions, (session) => textIn(session, 'platform'))].flatMap(([platform, own]) => platformSignals(platform, own)),
    ...sessions.flatMap((session) => gmvSteps(session, byStream.get(streamOf(session)) ?? [])),
  ];
}

function platformSignals(platform: string, sessions: readonly ToldRow[]): Signal[] {
  const among = `livestreams on ${platform}`;
  const compared = (
    signal: 'BUYER_CONCENTRATION' | 'VIEW_COMMENT_MISMATCH',
    side: 'high' | 'both',
    measure: (row: ToldRow) => number | null,
  ) => {
    const peers = sessions.flatMap((row) => {
      const value = measure(row);
      return value === null ? [] : [{ key: streamOf(row), value, row }];
    });
    return outliersAmong(peers, { scale: 'log', side, leastDistance: Math.log(side === 'high' ? 1.5 : 2) }).map((outlier) => {
      const row = peers.find(({ key }) => key === outlier.key)?.row as ToldRow;
      return signalOf(outlier, {
        signal,
        subject: { kind: 'LIVESTREAM', key: outlier.key },
        account: accountOf(row),
        among,
        evidence: [row],
      });
    });
  };
  return [
    ...compared('BUYER_CONCENTRATION', 'high', (row) => {
      const [orders, buyers] = [numberIn(row, 'orders'), numberIn(row, 'buyers')];
      return orders === null || !buyers || orders < LEAST_ORDERS ? null : orders / buyers;
    }),
    ...compared('VIEW_COMMENT_MISMATCH', 'both', (row) => {
      const [comments, views] = [numberIn(row, 'comments'), numberIn(row, 'views') ?? numberIn(row, 'viewers')];
      return comments === null || !views || views < LEAST_VIEWS ? null : (comments + 0.5) / views;
    }),
  ];
}

interface MinuteWindow {
  readonly rows: readonly ToldRow[];
  readonly isRound: boolean;
  readonly gmv: number;
  readonly entered: number;
}

/** GMV that jumps at a full or half hour while no more people come in than usual. */
function gmvSteps(session: ToldRow, minutes: readonly ToldRow[]): Signal[] {
  const windows = windowsOf(minutes.toSorted((a, b) => (textIn(a, 'minute') < textIn(b, 'minute') ? -1 : 1)));
  const gmv = spreadOf(windows.map((each) => each.gmv));
  const entered = spreadOf(windows.map((each) => each.entered));
  if (!gmv || !entered || windows.length < 5 * WINDOW) return [];
  const total = minutes.reduce((sum, minute) => sum + (numberIn(minute, 'gmvPaid') ?? 0), 0);
  return windows.flatMap((window) => {
    const z = robustZ(window.gmv, gmv);
    const isStep = window.isRound && z !== null && z >= OUTLIER_Z && window.gmv >= LEAST_SHARE * total;
    return isStep && window.entered <= entered.q3 ? [stepSignal(session, window, z, gmv)] : [];
  });
}

function windowsOf(minutes: readonly ToldRow[]): MinuteWindow[] {
  return minutes.slice(0, Math.max(0, minutes.length - WINDOW + 1)).map((first, i) => {
    const rows = minutes.slice(i, i + WINDOW);
    const sumOf = (property: string) => rows.reduce((sum, row) => sum + (numberIn(row, property) ?? 0), 0);
    return { rows, isRound: /:(00|30)Z$/.test(textIn(first, 'minute')), gmv: sumOf('gmvPaid'), entered: sumOf('entered') };
  });
}

function stepSignal(session: ToldRow, { rows, gmv }: MinuteWindow, z: number, peers: Spread): Signal {
  const key = streamOf(session);
  return signalOf(
    { key, value: gmv, z, peers },
    {
      signal: 'GMV_STEP',
      subject: { kind: 'LIVESTREAM', key },
      account: accountOf(session),
      among: `every ${WINDOW} minutes of the stream itself`,
      evidence: rows,
    },
  );
}
