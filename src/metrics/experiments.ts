import { VariantDay } from '../../entities/facts/VariantDay';
import { about, unnamed } from './about';
import { last, ratio } from './kinds';
import type { Dimension } from './question';

/** The same users are told again for every phase and every outcome of an experiment; over variants they add up. */
const APART: readonly Dimension[] = ['EXPERIMENT', 'PHASE', 'OUTCOME'];

export const variantUsers = last(
  VariantDay,
  'users',
  about(
    ['Variant users', '实验用户数', '實驗用戶數'],
    ['Users that a variant has had by the last known day.', '截至最近一日进入实验组的用户数。', '截至最近一日進入實驗組的用戶數。'],
    'PEOPLE',
    'BAND',
    'units',
    'sample size',
    '样本量',
    '樣本數',
    'A/B',
  ),
  APART,
);

const outcome = last(VariantDay, 'sum', unnamed('COUNT'), APART);
const denominator = last(VariantDay, 'denominator', unnamed('COUNT'), APART);

export const outcomePerUser = ratio(
  outcome,
  variantUsers,
  about(
    ['Outcome per user', '人均实验指标', '人均實驗指標'],
    [
      'The outcome of a variant for each of its users by the last known day: for a yes-or-no outcome, its conversion rate.',
      '截至最近一日，实验组指标除以用户数；是否类指标即转化率。',
      '截至最近一日，實驗組指標除以用戶數；是否類指標即轉化率。',
    ],
    'RATIO',
    'BAND',
    'variant mean',
    'lift inputs',
    '实验转化率',
    '實驗轉化率',
    'A/B',
  ),
);

export const outcomeRatio = ratio(
  outcome,
  denominator,
  about(
    ['Outcome ratio', '实验比率指标', '實驗比率指標'],
    [
      'Of an outcome that is a ratio: its sum over the sum of what it is divided by, by the last known day.',
      '比率类实验指标：截至最近一日，分子合计除以分母合计。',
      '比率類實驗指標：截至最近一日，分子合計除以分母合計。',
    ],
    'RATIO',
    'BAND',
    'variant ratio',
    'A/B',
  ),
);
