import { about } from './about';
import { impressions, spend } from './ads';
import { creatorImpressions } from './creators';
import { product } from './kinds';
import type { Metric } from './metric';

/** What {@link creatorEarnedMediaValue} takes for granted. */
const ASSUMPTION =
  'an impression of a creator’s post is worth what the own ads of the same cut paid for one (spend / impressions); nobody paid it (own-cpm-1)';

export const creatorEarnedMediaValue: Metric = product(creatorImpressions, spend, impressions, {
  ...about(
    ['Earned media value (modelled)', '媒体价值（模型估算）', '媒體價值（模型估算）'],
    [
      'What the impressions of creators’ posts would have cost as ads of the same cut. A model and no money: it goes into no return.',
      '若以同期自有广告的千次曝光成本购买达人内容曝光所需金额；为模型估算而非实际金额，不计入任何回报。',
      '若以同期自有廣告的千次曝光成本購買達人內容曝光所需金額；為模型估算而非實際金額，不計入任何回報。',
    ],
    'MONEY',
    'BAND',
    'EMV',
    'emv_modelled',
    '媒体价值',
    '媒體價值',
  ),
  assumption: ASSUMPTION,
});
