import { addDays, type Day, daysOf, endOfMonth, startOf, toEpoch } from '../../../src/lib/day';
import { roll } from './dice';
import { LIVE_HOSTS, livePlansOn } from './live-plans';
import { type LiveStream, LiveStreams, paidCents, returnedCents } from './live-streams';
import { startOfDayIn } from './zone';

/** A file of the company's that no platform serves: its name, and its text. */
export interface CompanyFile {
  readonly name: string;
  readonly text: string;
}

const [, GUEST] = LIVE_HOSTS;
const GOODS = 0.45;
/** Returns are over, and the account is closed, after so many days. */
const SETTLED_DAYS = 15;
const MONTHS_DAYS = 92;
const WEEKS = 12;
const TIERS = [
  ['nano', 6, 4_000],
  ['micro', 10, 40_000],
  ['mid', 10, 300_000],
] as const;
/** Of the mid-sized: bought likes, hardly a comment, and followers that came overnight. */
const PUFFED = 'mid-07';

/** What Verdane agreed with its guest host, a collaboration a month, and the people behind the posts that it bought: a roster in YAML. */
export function rosterFile(today: Day): CompanyFile {
  const people = TIERS.flatMap(([tier, count]) =>
    Array.from({ length: count }, (_, i) => {
      const key = personKey(tier, i);
      return `  - { key: ${key}, name: ${key}, tier: ${tier}, category: skincare, accounts: [{ platform: xiaohongshu, account: ${key} }] }`;
    }),
  );
  const months = monthsUntil(today).map(({ from, to }) => {
    const closed = addDays(to, SETTLED_DAYS) < today ? `, settledOn: ${addDays(to, SETTLED_DAYS)}` : '';
    return `  - { key: xiaolu-${from.slice(0, 7)}, name: 小鹿 ${from.slice(0, 7)}, creator: xiaolu, brand: verdane, from: ${from}, to: ${to}, currency: CNY,
      slotFee: ${(GUEST.slotFeeCents / 100) * guestStreams(from, to)}, commission: { rate: ${GUEST.commission}, of: NET }, guarantee: { roi: 1.5, of: NET, over: COST }${closed},
      accounts: [{ platform: douyin, account: '${GUEST.id}' }] }`;
  });
  const guest = `  - { key: xiaolu, name: ${GUEST.name}, tier: mid, category: skincare, discloses: true, accounts: [{ platform: douyin, account: '${GUEST.id}' }],
      prices: [{ format: live, from: 2024-01-01, amount: ${GUEST.slotFeeCents / 100}, currency: CNY }] }`;
  return { name: 'creators.yaml', text: `creators:\n${[guest, ...people].join('\n')}\ncollaborations:\n${months.join('\n')}\n` };
}

/** The accounts of the guest's streams until a day: what was paid, what came back, and what it cost, as far as it is known. */
export function settlementFile(seed: number, today: Day): CompanyFile {
  const made = new LiveStreams(seed);
  const now = startOfDayIn('Asia/Shanghai', addDays(today, 1));
  const rows = monthsUntil(today).flatMap(({ from, to }) => {
    const streams = [...made.between(from, to < today ? to : today)].filter(({ plan }) => plan.host.id === GUEST.id);
    return streams.flatMap((stream) => linesOf(stream, `xiaolu-${from.slice(0, 7)}`, today, now));
  });
  return { name: 'settlements.csv', text: ['day,collaboration,line,entry,platform,creator,status,currency,amount', ...rows].join('\n') };
}

function linesOf(stream: LiveStream, collaboration: string, today: Day, now: number): string[] {
  const { plan, orders, adCostCents } = stream;
  const closing = addDays(plan.day, SETTLED_DAYS);
  const isClosed = closing <= today;
  const paid = paidCents(orders);
  const back = returnedCents(stream, orders, 'refundedAt', now, SETTLED_DAYS);
  const line = (day: Day, entry: string, cents: number) =>
    [
      day,
      collaboration,
      `${plan.day}-${entry}-${day}`,
      entry,
      'douyin',
      GUEST.id,
      isClosed ? 'settled' : 'open',
      'CNY',
      (cents / 100).toFixed(2),
    ].join(',');
  const first = [
    line(plan.day, 'gmv', paid),
    line(plan.day, 'slot_fee', GUEST.slotFeeCents),
    line(plan.day, 'commission', Math.round(paid * GUEST.commission)),
    line(plan.day, 'boost', adCostCents),
  ];
  if (!isClosed) return first;
  return [
    ...first,
    line(closing, 'refund', back),
    line(closing, 'goods', Math.round((paid - back) * GOODS)),
    line(closing, 'commission', -Math.round(back * GUEST.commission)),
  ];
}

const COLUMNS =
  'day,platform,post,creator,creator_name,tier,kind,relation,title,url,currency,followers,impressions,views,likes,comments,shares,saves,clicks,cost,orders,gmv_paid,refunded';

/** The posts of the last twelve weeks that Verdane bought, one a creator and week. */
export function postsFile(seed: number, today: Day): CompanyFile {
  const rows = TIERS.flatMap(([tier, count, followers]) =>
    Array.from({ length: count }, (_, i) => i).flatMap((i) =>
      Array.from({ length: WEEKS }, (_, week) => postOf(seed, today, tier, i, followers, week)),
    ),
  );
  return { name: 'creator-posts.csv', text: [COLUMNS, ...rows].join('\n') };
}

function postOf(seed: number, today: Day, tier: string, place: number, size: number, week: number): string {
  const key = personKey(tier, place);
  const day = addDays(today, -7 * (WEEKS - week) + (place % 5));
  const dice = roll(seed, 'creator-post', key, toEpoch(day));
  const own = roll(seed, 'creator', key);
  const base = size * own.around(0.3);
  const isPuffed = key === PUFFED;
  const followers = Math.round(base * 1.003 ** week * (isPuffed && week >= WEEKS / 2 ? 1.8 : 1)) + dice.int(0, 9);
  const views = Math.round(base * 0.25 * dice.around(0.25));
  const likes = Math.round(views * (isPuffed ? 0.3 : 0.05) * dice.around(0.2));
  const comments = isPuffed ? dice.int(0, 2) : dice.count(views * 0.004);
  const gmv = dice.count(views * 0.0012) * 189;
  const cells = [
    day,
    'xiaohongshu',
    `note-${key}-${day}`,
    key,
    key,
    tier,
    'note',
    'paid',
    `${key} ${day}`,
    '',
    'CNY',
    followers,
    Math.round(views * 2.4),
    views,
  ];
  const more = [
    likes,
    comments,
    dice.count(views * 0.003),
    dice.count(views * 0.008),
    dice.count(views * 0.01),
    Math.round(base * 0.008),
    gmv / 189,
    gmv,
  ];
  return [...cells, ...more, Math.round(gmv * 0.14)].join(',');
}

function personKey(tier: string, place: number): string {
  return `${tier}-${String(place + 1).padStart(2, '0')}`;
}

/** The months that the last 92 days touch, whole. */
function monthsUntil(today: Day): { from: Day; to: Day }[] {
  const firsts = [...daysOf({ from: startOf('MONTH', addDays(today, -MONTHS_DAYS)), to: today })].filter((day) => day.endsWith('-01'));
  return firsts.map((from) => ({ from, to: endOfMonth(from) }));
}

/** How many streams the guest has in some days. */
function guestStreams(from: Day, to: Day): number {
  return [...daysOf({ from, to })].flatMap(livePlansOn).filter(({ host }) => host.id === GUEST.id).length;
}
