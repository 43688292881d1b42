import { type Day, daysBetween, toEpoch } from '../../../src/lib/day';
import { ownBrand } from './brands';
import { roll } from './dice';
import { crisisOn, demandOn } from './season';
import { startOfDayIn } from './zone';

/** Where Verdane posts: two articles a week on WeChat, three videos on Douyin. */
export type OwnChannel = 'wechat' | 'douyin';

/** A post of Verdane's own; `at` in milliseconds since 1970, the numbers are those that it reaches in the end. */
export interface OwnPost {
  readonly number: number;
  readonly day: Day;
  readonly at: number;
  readonly title: string;
  readonly views: number;
  readonly viewers: number;
  readonly likes: number;
  readonly comments: number;
  readonly shares: number;
  readonly saves: number;
  readonly clicks: number;
}

/** Each channel: the weekdays of its posts (Monday is 0), the views of a plain one, and in how many days nearly all of them come. */
const CHANNELS: Readonly<Record<OwnChannel, { weekdays: readonly number[]; views: number; days: number }>> = {
  wechat: { weekdays: [1, 4], views: 5200, days: 7 },
  douyin: { weekdays: [0, 2, 5], views: 21_000, days: 28 },
};

const TITLES: Readonly<Record<OwnChannel, readonly string[]>> = {
  wechat: ['敏感肌的四季护理', '成分小课堂：神经酰胺', '实验室来信', '编辑部试用：{p}', '读者问答：叠涂的顺序', '{p}的诞生'],
  douyin: ['三分钟学会叠涂', '{p}开箱', '配方师的一天', '敏感肌自救指南', '晨间护肤陪伴', '夜间修护实录'],
};
const APOLOGY = '关于近期产品反馈的说明';

/** The posts that come out on a day of Beijing. */
export function ownPostsOn(seed: number, channel: OwnChannel, day: Day): OwnPost[] {
  const { weekdays, views } = CHANNELS[channel];
  const epoch = toEpoch(day);
  if (!weekdays.includes((((epoch + 3) % 7) + 7) % 7)) return [];
  const dice = roll(seed, 'own-post', channel, epoch);
  const product = dice.pick(ownBrand('verdane').products).title.replace(/^青岚 /, '');
  const crisis = crisisOn('verdane', day);
  const seen = Math.round(views * demandOn('verdane', day) * dice.around(0.35) * (crisis ? 2.5 : 1));
  const part = (share: number) => dice.count(seen * share);
  return [
    {
      number: epoch,
      day,
      at: startOfDayIn('Asia/Shanghai', day) + dice.int(8 * 3600, 21 * 3600) * 1000,
      title: crisis ? APOLOGY : dice.pick(TITLES[channel]).replace('{p}', product),
      views: seen,
      viewers: Math.round(seen * 0.92),
      likes: part(0.03),
      comments: part(crisis ? 0.02 : 0.004),
      shares: part(0.012),
      saves: part(0.006),
      clicks: part(0.015),
    },
  ];
}

/** How much of a number that grows with a post is there at the end of a day. */
export function reachedOn(channel: OwnChannel, post: OwnPost, final: number, day: Day): number {
  const age = daysBetween(post.day, day);
  const { days } = CHANNELS[channel];
  if (age < 0) return 0;
  return age >= days ? final : Math.floor(final * (1 - 0.55 * Math.exp((-4 * age) / days)));
}
