import { Mention } from '../../entities/facts/Mention';
import { about, unnamed } from './about';
import { count, difference, ratio, total } from './kinds';

const sided = (is: 'positive' | 'neutral' | 'negative') => [{ property: 'sentiment', is }];

export const mentionsPositive = count(
  Mention,
  about(
    ['Positive mentions', '正面提及量', '正面提及量'],
    ['Mentions that speak well of the brand.', '正面评价品牌的提及数。', '正面評價品牌的提及數。'],
    'COUNT',
    'UP',
    '好评',
    '好評',
  ),
  sided('positive'),
);

export const mentionsNegative = count(
  Mention,
  about(
    ['Negative mentions', '负面提及量', '負面提及量'],
    ['Mentions that speak ill of the brand.', '负面评价品牌的提及数。', '負面評價品牌的提及數。'],
    'COUNT',
    'DOWN',
    'crisis',
    '负面舆情',
    '負面輿情',
    '差评',
    '負評',
  ),
  sided('negative'),
);

export const mentionsNeutral = count(
  Mention,
  about(
    ['Neutral mentions', '中性提及量', '中性提及量'],
    ['Mentions that take no side.', '没有立场的提及数。', '沒有立場的提及數。'],
    'COUNT',
  ),
  sided('neutral'),
);

const netPositive = difference(mentionsPositive, [mentionsNegative], unnamed('COUNT'));
/** Mentions that take a side. */
const polar = total(mentionsPositive, [mentionsNegative], unnamed('COUNT'));
/** Mentions whose sentiment is known: of a language that nobody here reads it is not, and that is not the same as neutral. */
const judged = total(mentionsPositive, [mentionsNeutral, mentionsNegative], unnamed('COUNT'));

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
    '情感净值',
    '情感淨值',
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

export const positiveSentimentRate = ratio(
  mentionsPositive,
  polar,
  about(
    ['Positive sentiment rate', '正面情感占比', '正面情感占比'],
    ['The share of positive mentions among those that take a side.', '有立场的提及中正面所占比例。', '有立場的提及中正面所占比例。'],
    'PERCENT',
    'UP',
    'BHI',
  ),
);

export const negativeSentimentRate = ratio(
  mentionsNegative,
  judged,
  about(
    ['Negative sentiment rate', '负面占比', '負面占比'],
    [
      'The share of negative mentions among all whose sentiment is known.',
      '情感已知的提及中负面所占比例。',
      '情感已知的提及中負面所占比例。',
    ],
    'PERCENT',
    'DOWN',
    'negative share',
    '负面率',
    '負面率',
  ),
);
