/** What an article, or all of a time, came to: reads (R), 在看 (Z), likes (L) and forwards (RE). */
export interface ArticleNumbers {
  readonly reads: number;
  readonly wows: number;
  readonly likes: number;
  readonly forwards: number;
}

/** An account's articles of a time: all together, the headline articles together, and the highest of each number. */
export interface AccountTime {
  readonly days: number;
  readonly articles: number;
  readonly all: ArticleNumbers;
  readonly headlines: ArticleNumbers;
  readonly highest: ArticleNumbers;
}

/**
 * The WeChat Communication Index, version 14.2 (清博): 0.6 of what a day came to, 0.2 of what an article did, 0.1 of the headlines of a day, and 0.1
 * of the highest, each on a logarithmic scale; their sum squared, × 12. Null without days or articles.
 */
export function wechatIndex({ days, articles, all, headlines, highest }: AccountTime): number | null {
  if (!(days > 0) || !(articles > 0)) return null;
  const sum = 0.6 * reachOf(all, days) + 0.2 * reachOf(all, articles) + 0.1 * reachOf(headlines, days) + 0.1 * reachOf(highest, 1);
  return sum ** 2 * 1.2 * 10;
}

function reachOf({ reads, wows, likes, forwards }: ArticleNumbers, by: number): number {
  const scaled = (value: number, times: number) => Math.log((value / by) * times + 1);
  return 0.7 * scaled(reads, 1) + 0.09 * scaled(wows, 10) + 0.06 * scaled(likes, 10) + 0.15 * scaled(forwards, 10);
}
