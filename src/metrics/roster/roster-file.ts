import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { isCurrency } from '../../lib/currency';
import { isDay } from '../../lib/day';
import { microsFromDecimal } from '../../lib/money';
import { RosterFileError } from './RosterFileError';
import type { Roster, RosterCollaboration, RosterCreator } from './roster';

const MAX = 20_000;
const text = z.string().trim().min(1).max(500);
const key = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'expected lower-case letters, digits, dots and dashes');
const day = z.string().refine(isDay, 'expected a day, YYYY-MM-DD');
const currency = z.string().refine(isCurrency, 'expected an ISO 4217 code');
const amount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/, 'expected an amount of 0 or more')
  .transform((each) => microsFromDecimal(each));
const share = amount.refine((value) => value <= 1_000_000n, 'expected a share from 0 to 1');
const flag = z.enum(['true', 'false']).transform((each) => each === 'true');

const account = z.strictObject({ platform: text, account: text });
const price = z.strictObject({ format: text, from: day, amount, currency });
const creator = z.strictObject({
  key,
  name: text,
  tier: text.optional(),
  category: text.optional(),
  exclusive: z.strictObject({ from: day, to: day }).optional(),
  discloses: flag.optional(),
  accounts: z.array(account).min(1).max(100),
  prices: z.array(price).max(500).default([]),
});

const guarantee = z.strictObject({ roi: amount, of: z.enum(['PAID', 'NET']), over: z.enum(['FEE', 'COST']) });
const content = z.strictObject({ platform: text, id: text });
const collaboration = z.strictObject({
  key,
  name: text,
  creator: key,
  brand: key,
  brief: text.optional(),
  from: day,
  to: day,
  currency,
  slotFee: amount.optional(),
  commission: z.strictObject({ rate: share, of: z.enum(['PAID', 'NET']) }).optional(),
  sampleCost: amount.optional(),
  boost: amount.optional(),
  guarantee: guarantee.optional(),
  settledOn: day.optional(),
  goals: z.array(text).max(50).default([]),
  posts: z.array(content).max(MAX).default([]),
  livestreams: z.array(content).max(MAX).default([]),
  /** Everything that these accounts post or stream in the collaboration's days. */
  accounts: z.array(account).max(100).default([]),
});

const schema = z.strictObject({
  creators: z.array(creator).max(MAX).default([]),
  collaborations: z.array(collaboration).max(MAX).default([]),
});

/** Reads a roster of creators and collaborations from YAML text; a RosterFileError that names every place where it is wrong. */
export function parseRosterFile(source: string, file: string): Roster {
  const lines = new LineCounter();
  // Every scalar is text: an account 0012 and a fee 10000.00 are what they say.
  const document = parseDocument(source, { schema: 'failsafe', lineCounter: lines });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken) throw new RosterFileError([`${place(broken.pos[0])} ${broken.message.split('\n')[0]}`]);
  const read = schema.safeParse(document.toJS() ?? {});
  if (!read.success) {
    const problems = read.error.issues.map(
      ({ path, message }) => `${place(offsetOf(document, path))} ${path.join('.') || 'the file'}: ${message}`,
    );
    throw new RosterFileError(problems);
  }
  const roster = { creators: read.data.creators.map(creatorOf), collaborations: read.data.collaborations.map(collaborationOf) };
  const problems = contradictions(roster);
  if (problems.length > 0) throw new RosterFileError(problems.map((problem) => `${file} ${problem}`));
  return roster;
}

function creatorOf({ exclusive, ...rest }: z.infer<typeof creator>): RosterCreator {
  return {
    ...rest,
    tier: rest.tier ?? null,
    category: rest.category ?? null,
    discloses: rest.discloses ?? null,
    exclusiveFrom: exclusive?.from ?? null,
    exclusiveTo: exclusive?.to ?? null,
  };
}

function collaborationOf(given: z.infer<typeof collaboration>): RosterCollaboration {
  const { posts, livestreams, accounts, from, to, commission, guarantee: promised, ...rest } = given;
  return {
    ...rest,
    brief: rest.brief ?? null,
    fromDay: from,
    toDay: to,
    slotFee: rest.slotFee ?? null,
    sampleCost: rest.sampleCost ?? null,
    boost: rest.boost ?? null,
    commission: commission?.rate ?? null,
    commissionOf: commission?.of ?? null,
    guarantee: promised?.roi ?? null,
    guaranteeOf: promised?.of ?? null,
    guaranteeOver: promised?.over ?? null,
    settledOn: rest.settledOn ?? null,
    contents: [
      ...[...posts, ...livestreams].map(({ platform, id }) => ({ platform, content: id, account: '' })),
      ...accounts.map((each) => ({ platform: each.platform, content: '', account: each.account })),
    ],
  };
}

/** What no single place shows: keys that are there twice, accounts and content of two owners, days that end before they begin. */
function contradictions({ creators, collaborations }: Roster): string[] {
  const contents = collaborations.flatMap(({ contents, key }) =>
    contents.filter(({ content }) => content).map((each) => ({ ...each, key })),
  );
  const days = collaborations.filter(({ fromDay, toDay }) => toDay < fromDay);
  return [
    ...doubles(creators.map(({ key }) => key)).map((each) => `creators: "${each}" is there twice`),
    ...doubles(creators.flatMap(({ accounts }) => accounts.map(({ platform, account }) => `${platform}:${account}`))).map(
      (each) => `creators: the account ${each} is there twice`,
    ),
    ...doubles(collaborations.map(({ key }) => key)).map((each) => `collaborations: "${each}" is there twice`),
    ...doubles(contents.map(({ platform, content }) => `${platform}:${content}`)).map((each) => `collaborations: ${each} is there twice`),
    ...days.map(({ key, fromDay, toDay }) => `collaborations: "${key}" ends on ${toDay}, before it begins on ${fromDay}`),
    ...overlaps(collaborations),
  ];
}

/** Accounts whose content two collaborations claim on the same days. */
function overlaps(collaborations: readonly RosterCollaboration[]): string[] {
  const claims = new Map<string, RosterCollaboration[]>();
  for (const each of collaborations) {
    for (const { platform, account, content } of each.contents) {
      if (content === '') claims.set(`${platform}:${account}`, [...(claims.get(`${platform}:${account}`) ?? []), each]);
    }
  }
  return [...claims].flatMap(([account, claimed]) => {
    const sorted = claimed.toSorted((a, b) => (a.fromDay < b.fromDay ? -1 : 1));
    return sorted.flatMap((each, i) => {
      const before = sorted[i - 1];
      return before && each.fromDay <= before.toDay
        ? [`collaborations: "${before.key}" and "${each.key}" both claim what ${account} does on ${each.fromDay}`]
        : [];
    });
  });
}

function doubles(keys: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(keys.filter((key) => seen.has(key) || !seen.add(key)))];
}

function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
