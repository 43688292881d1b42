/** Signs of spam that a text shows by itself, and how much each weighs. Who posts how often is not looked at. */
export interface Spam {
  /** From 0 to 1. */
  readonly score: number;
  readonly signs: readonly string[];
}

/** From this score on a mention counts as spam. */
export const SPAM_FROM = 0.6;

type Sign = readonly [name: string, weight: number, shows: (text: string) => boolean];

const ASKS =
  /\b(dm me|click (the )?link|link in bio|promo code|use (my )?code|giveaway|free followers|earn \$?\d|make money|work from home|whatsapp|telegram|onlyfans|crypto|airdrop|buy now|limited offer|100% free)\b|加微信|加我微信|微信号|加薇|加v|私信我|代购|刷单|兼职|日入|扫码|领取优惠|点击链接|免费领|招代理|返利|引流|低价出|优惠券码|\bvx[:：]?\s?\w/iu;
const CONTACT = /(?:\+?\d[\d\s-]{8,}\d)|\bq{1,2}[:：]?\s?\d{6,}/iu;
const LINKS = /https?:\/\/|www\./giu;
const TAGS = /[#＃][\p{L}\p{N}_]+/gu;
const NAMES = /@[\p{L}\p{N}_]+/gu;
const SHOUT = /\p{Lu}{4,}/gu;

const SIGNS: readonly Sign[] = [
  ['asks to buy, follow or write', 0.5, (text) => ASKS.test(text)],
  ['tells a number to call or add', 0.35, (text) => CONTACT.test(text)],
  ['two or more addresses', 0.35, (text) => countOf(text, LINKS) >= 2],
  ['six or more hashtags', 0.35, (text) => countOf(text, TAGS) >= 6],
  ['five or more names called', 0.3, (text) => countOf(text, NAMES) >= 5],
  [
    'an address with hardly a word beside it',
    0.2,
    (text) => countOf(text, LINKS) >= 1 && text.replace(/https?:\S+|[#@]\S+/gu, '').trim().length < 12,
  ],
  ['mostly capitals', 0.15, (text) => (text.match(SHOUT)?.join('').length ?? 0) > Math.max(20, text.length / 2)],
  ['one sign over and over', 0.15, (text) => /(.)\1{7,}/u.test(text)],
];

/** The signs of spam in a text. */
export function spamOf(text: string): Spam {
  const shown = SIGNS.filter(([, , shows]) => shows(text));
  return {
    score: Math.min(
      1,
      shown.reduce((sum, [, weight]) => sum + weight, 0),
    ),
    signs: shown.map(([name]) => name),
  };
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
