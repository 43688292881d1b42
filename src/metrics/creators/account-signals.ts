import { daysBetween } from '../../lib/day';
import { groupBy } from '../../lib/group-by';
import { type OutlierRule, outliersAmong } from '../../stats/outliers';
import { numberIn, type ToldRow, textIn } from '../evidence/told-rows';
import { type Signal, type SignalName, signalOf } from './signal';

/** A growth of followers counts from a tenth on, and only between posts that lie so near to each other. */
const LEAST_STEP = 0.1;
const LONGEST_GAP_DAYS = 31;
/** Rates of fewer likes, comments or views than this are noise. */
const LEAST_BASE = 50;

/** What the posts of bought and earned creators show, account against account of the same tier. `tierOf` an account (`platform:account`). */
export function accountSignals(posts: readonly ToldRow[], tierOf: (account: string) => string | null): Signal[] {
  const told = posts.filter((post) => textIn(post, 'relation') !== 'own' && textIn(post, 'creator') !== '');
  const tiers = groupBy(told, (post) => tierOf(accountOf(post)) ?? textIn(post, 'tier'));
  return [...tiers].flatMap(([tier, ofTier]) => {
    const accounts = groupBy(ofTier, accountOf);
    const among = tier === '' ? 'accounts without a tier' : `accounts of the tier ${tier}`;
    return [
      ...rateSignals('LIKE_COMMENT_RATIO', accounts, among, ['likes'], ['comments'], RATES),
      ...rateSignals('ENGAGEMENT_RATE', accounts, among, ENGAGEMENTS, ['views'], RATES),
      ...rateSignals('VIEW_COMMENT_MISMATCH', accounts, among, ['comments'], ['views'], RATES),
      ...followerSpikes(accounts, among),
    ];
  });
}

/** Half or twice what is usual. */
const RATES: OutlierRule = { scale: 'log', side: 'both', leastDistance: Math.log(2) };
const ENGAGEMENTS = ['likes', 'comments', 'shares', 'saves'];

/** The account behind a post or livestream, as `platform:account`. */
export function accountOf(row: ToldRow): string {
  return `${textIn(row, 'platform')}:${textIn(row, 'creator')}`;
}

/** One sum over another by account, over the posts that tell the first of both, against those of the peers. */
function rateSignals(
  signal: SignalName,
  accounts: ReadonlyMap<string, readonly ToldRow[]>,
  among: string,
  over: readonly string[],
  under: readonly string[],
  rule: OutlierRule,
): Signal[] {
  const peers = [...accounts].flatMap(([key, posts]) => {
    const full = posts.filter((post) => numberIn(post, over[0] as string) !== null && numberIn(post, under[0] as string) !== null);
    const [above, below] = [totalOf(full, over), totalOf(full, under)];
    // A comment of nobody still is a ratio: half of one stands for none.
    return Math.max(above, below) < LEAST_BASE ? [] : [{ key, value: (above + 0.5) / (below + 0.5), full }];
  });
  return outliersAmong(peers, rule).map((outlier) => {
    const evidence = peers.find(({ key }) => key === outlier.key)?.full ?? [];
    return signalOf(outlier, { signal, subject: { kind: 'ACCOUNT', key: outlier.key }, account: outlier.key, among, evidence });
  });
}

function totalOf(posts: readonly ToldRow[], properties: readonly string[]): number {
  return posts.reduce((sum, post) => properties.reduce((all, property) => all + (numberIn(post, property) ?? 0), sum), 0);
}

/** Followers of one post to the next, as growth a day on the logarithmic scale, against all such steps of the tier. */
function followerSpikes(accounts: ReadonlyMap<string, readonly ToldRow[]>, among: string): Signal[] {
  const steps = [...accounts].flatMap(([account, posts]) => {
    const told = posts.filter((post) => (numberIn(post, 'followers') ?? 0) > 0);
    return told.slice(1).flatMap((after, i) => {
      const before = told[i] as ToldRow;
      const days = daysBetween(before.day, after.day);
      if (days < 1 || days > LONGEST_GAP_DAYS) return [];
      const growth = Math.log((numberIn(after, 'followers') as number) / (numberIn(before, 'followers') as number));
      return [{ key: `${account} ${after.rowId}`, value: growth / days, growth, account, evidence: [before, after] }];
    });
  });
  return outliersAmong(steps, { scale: 'linear', side: 'high' }).flatMap((outlier) => {
    const step = steps.find(({ key }) => key === outlier.key);
    if (!step || step.growth < Math.log(1 + LEAST_STEP)) return [];
    const { account, evidence } = step;
    return [signalOf(outlier, { signal: 'FOLLOWER_SPIKE', subject: { kind: 'ACCOUNT', key: account }, account, among, evidence })];
  });
}
