import { Mention } from '../../entities/facts/Mention';
import { about, unnamed } from './about';
import { Exact } from './exact';
import { count, difference, ratio, share } from './kinds';
import type { Metric } from './metric';

export const mentions = count(
  Mention,
  about(
    ['Mentions', '提及量', '提及量'],
    ['Posts and articles that name the brand.', '提到品牌的帖子与文章数。', '提到品牌的帖子與文章數。'],
    'COUNT',
    'UP',
    'buzz',
    '声量',
    '聲量',
  ),
);

const positive = withSentiment('positive');
const negative = withSentiment('negative');
const netPositive = difference(positive, [negative], unnamed('COUNT'));

/** Mentions that take a side. */
const polar = together(positive, negative);
/** Mentions whose sentiment is known: of a language that nobody here reads it is not, and that is not the same as neutral. */
const judged = together(positive, withSentiment('neutral'), negative);

export const netSentiment = ratio(
  netPositive,
  judged,
  about(
    ['Net sentiment', '净情感', '淨情感'],
    [
      'Positive less negative mentions, over all mentions whose sentiment is known.',
      '正面减负面提及量，除以情感已知的全部提及量。',
      '正面減負面提及量，除以情感已知的全部提及量。',
    ],
    'RATIO',
    'UP',
    'sentiment',
    '情感',
  ),
);

export const polarSentiment = ratio(
  netPositive,
  polar,
  about(
    ['Polar sentiment', '极性情感', '極性情感'],
    [
      'Positive less negative mentions, over those that take a side.',
      '正面减负面提及量，除以有立场的提及量。',
      '正面減負面提及量，除以有立場的提及量。',
    ],
    'RATIO',
    'UP',
    'reputation',
    '美誉度',
    '美譽度',
  ),
);

export const shareOfVoice = share(
  mentions,
  'BRAND',
  about(
    ['Share of voice', '声量份额', '聲量份額'],
    ['The part of the mentions of all tracked brands.', '占全部跟踪品牌提及量的份额。', '占全部追蹤品牌提及量的份額。'],
    'PERCENT',
    'UP',
    'SOV',
  ),
);

function withSentiment(is: string): Metric {
  return count(Mention, unnamed('COUNT'), [{ property: 'sentiment', is }]);
}

function together(...parts: Metric[]): Metric {
  return {
    about: unnamed('COUNT'),
    additivity: 'ALL',
    leaves: parts.flatMap(({ leaves }) => leaves),
    evaluate: (values) => ({
      value: values.reduce<Exact | null>((total, each) => (total && each ? total.plus(each) : null), Exact.zero),
    }),
    formula: (nameOf) => `(${parts.map(nameOf).join(' + ')})`,
  };
}
