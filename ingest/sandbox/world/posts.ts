import { addDays, type Day, daysOf, toEpoch } from '../../../src/lib/day';
import { WORLD_BRANDS, type WorldBrand } from './brands';
import { type Dice, roll } from './dice';
import { HOMONYMS, PHRASES, type Script } from './phrases';
import { type Crisis, crisisOn, demandOn } from './season';

/** How a post speaks of the brand that it names. */
export type Mood = 'positive' | 'neutral' | 'negative';

/**
 * A public post. `day` is its UTC day; `text` is plain, hashtags included; `brands` are those it speaks about (none for
 * homonyms and plain chatter); a `reblog` repeats the post `of` word for word, a `copy` nearly so.
 */
export interface Post {
  readonly id: string;
  readonly at: number;
  readonly day: Day;
  readonly author: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly language: string | null;
  readonly script: Script;
  readonly brands: readonly string[];
  readonly mood: Mood;
  readonly kind: 'original' | 'reblog' | 'copy' | 'homonym' | 'chatter';
  readonly of: Post | null;
  /** Likes that it will have in the end, reached within a week. */
  readonly likes: number;
}

type Draft = Omit<Post, 'id' | 'at' | 'day'>;

const DAY_MS = 86_400_000;
const MOODS: Readonly<Record<string, readonly (readonly [Mood, number])[]>> = {
  lumina: [
    ['positive', 52],
    ['neutral', 32],
    ['negative', 16],
  ],
  verdane: [
    ['positive', 46],
    ['neutral', 34],
    ['negative', 20],
  ],
  kumo: [
    ['positive', 58],
    ['neutral', 32],
    ['negative', 10],
  ],
};
const RIVAL_MOODS = [
  ['positive', 42],
  ['neutral', 36],
  ['negative', 22],
] as const;
const SCRIPTS: Readonly<Record<string, readonly (readonly [Script, number])[]>> = {
  lumina: [
    ['en', 74],
    ['zh-Hans', 20],
    ['zh-Hant', 6],
  ],
  verdane: [
    ['en', 14],
    ['zh-Hans', 72],
    ['zh-Hant', 14],
  ],
  kumo: [
    ['en', 66],
    ['zh-Hans', 20],
    ['zh-Hant', 14],
  ],
};
const RIVAL_SCRIPTS = [
  ['en', 55],
  ['zh-Hans', 38],
  ['zh-Hant', 7],
] as const;
const LANGUAGES: Readonly<Record<Script, string>> = { en: 'en', 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW' };

/** Makes and remembers the posts of the world, about twelve a day and more in a crisis. */
export class Posts {
  private readonly days = new Map<Day, readonly Post[]>();

  constructor(private readonly seed: number) {}

  /** The posts of an inclusive range of UTC days, oldest first. */
  *between(from: Day, to: Day): Generator<Post> {
    for (const day of daysOf({ from, to })) yield* this.on(day);
  }

  /** The posts of one UTC day, oldest first; ids grow with time. */
  on(day: Day): readonly Post[] {
    const known = this.days.get(day);
    if (known) return known;
    const dice = roll(this.seed, 'posts', toEpoch(day));
    const drafts = [...brandDrafts(day, dice), ...strayDrafts(dice)];
    const times = drafts.map(() => Math.floor(dice.next() * (DAY_MS - 60_000))).sort((a, b) => a - b);
    const midnight = Date.parse(`${day}T00:00:00Z`);
    const posts = shuffled(drafts, dice).map((draft, place) => dated(draft, day, midnight + (times[place] as number), place));
    const echoes = this.echoes(day, posts, dice);
    this.days.set(day, [...posts, ...echoes]);
    return this.days.get(day) as readonly Post[];
  }

  /** Reblogs and near copies of the day's earlier posts, all in its last minute. */
  private echoes(day: Day, posts: readonly Post[], dice: Dice): Post[] {
    const sources = posts.filter((post) => post.kind === 'original');
    if (sources.length === 0) return [];
    const drafts = [
      ...Array.from({ length: dice.count(0.6) }, () => echo(dice.pick(sources), 'reblog', dice)),
      ...Array.from({ length: dice.count(0.6) }, () => echo(dice.pick(sources), 'copy', dice)),
    ];
    const lastMinute = Date.parse(`${addDays(day, 1)}T00:00:00Z`) - 60_000;
    return drafts.map((draft, place) => dated(draft, day, lastMinute + place * 1000, posts.length + place));
  }
}

function dated(draft: Draft, day: Day, at: number, place: number): Post {
  return { id: String((BigInt(at) << 16n) | BigInt(place)), at, day, ...draft };
}

function brandDrafts(day: Day, dice: Dice): Draft[] {
  return WORLD_BRANDS.flatMap((brand) => {
    const crisis = crisisOn(brand.key, day);
    const usual = dice.count((brand.own ? 1.9 : 0.95) * demandOn(brand.key, day) * dice.around(0.2));
    const angry = crisis ? dice.count(22 * crisis.intensity) : 0;
    return [
      ...Array.from({ length: usual }, () => opinion(brand, dice.weighted(MOODS[brand.key] ?? RIVAL_MOODS), null, dice)),
      ...Array.from({ length: angry }, () => opinion(brand, 'negative', crisis, dice)),
    ];
  });
}

function strayDrafts(dice: Dice): Draft[] {
  const chatter = Array.from({ length: dice.count(1.1) }, (): Draft => {
    const script = dice.weighted(RIVAL_SCRIPTS);
    const [text, tag] = dice.pick(PHRASES[script].unbranded);
    return draft(`${text} #${tag}`, [tag], script, [], 'neutral', 'chatter', null, dice);
  });
  const homonyms = Array.from({ length: dice.count(0.4) }, (): Draft => {
    const [text, tag, script] = dice.pick(HOMONYMS);
    return draft(`${text} #${tag}`, [tag], script, [], 'neutral', 'homonym', null, dice);
  });
  return [...chatter, ...homonyms];
}

function opinion(brand: WorldBrand, mood: Mood, crisis: Crisis | null, dice: Dice): Draft {
  const script = dice.weighted(SCRIPTS[brand.key] ?? RIVAL_SCRIPTS);
  const phrases = PHRASES[script];
  const bodies = crisis ? phrases.crisis[crisis.theme] : [...phrases[mood].any, ...phrases[mood][brand.trade]];
  const body = dice.pick(bodies).replaceAll('{i}', dice.pick(phrases.items[brand.trade])).replaceAll('{n}', brand.names[script]);
  const tag = dice.pick(brand.hashtags.filter((name) => /^[a-z]/.test(name) === (script === 'en')));
  const both = dice.chance(0.25) ? [tag, brand.hashtags[0] as string] : [tag];
  const tags = [...new Set(both)];
  const text = `${dice.pick(phrases.openers)}${body}${dice.pick(phrases.tails)} ${tags.map((name) => `#${name}`).join(' ')}`;
  return draft(text, tags, script, [brand.key], mood, 'original', null, dice);
}

function echo(of: Post, kind: 'reblog' | 'copy', dice: Dice): Draft {
  const suffix = kind === 'copy' ? dice.pick([' !!', ' https://pics.example/a1', ' 👍', ' …']) : '';
  return draft(of.text + suffix, of.tags, of.script, of.brands, of.mood, kind, of, dice);
}

function draft(
  text: string,
  tags: readonly string[],
  script: Script,
  brands: readonly string[],
  mood: Mood,
  kind: Post['kind'],
  of: Post | null,
  dice: Dice,
): Draft {
  const language = dice.chance(0.06) ? null : dice.chance(0.1) && script !== 'en' ? 'zh' : LANGUAGES[script];
  return { author: `user${dice.int(1, 900)}`, text, tags, language, script, brands, mood, kind, of, likes: dice.count(3) * dice.int(1, 5) };
}

function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  return items
    .map((item) => ({ item, rank: dice.next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
