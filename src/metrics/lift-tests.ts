import { LiftTest } from '../../entities/facts/LiftTest';
import { about } from './about';
import { ratio, sum } from './kinds';

export const conversionsIncremental = sum(
  LiftTest,
  'conversionsIncremental',
  about(
    ['Conversions (incremental)', '增量转化', '增量轉化'],
    [
      'Conversions that lift tests found would not have come without the channel, by the day on which a test ended.',
      '增量测试得出的、没有该渠道便不会发生的转化，记在测试结束日。',
      '增量測試得出的、沒有該渠道便不會發生的轉化，記在測試結束日。',
    ],
    'COUNT',
    'UP',
    'lift',
    'conv_incremental',
  ),
);

export const revenueIncremental = sum(
  LiftTest,
  'revenueIncremental',
  about(
    ['Revenue (incremental)', '增量收入', '增量收入'],
    [
      'Revenue that lift tests found would not have come without the channel, by the day on which a test ended.',
      '增量测试得出的、没有该渠道便不会产生的收入，记在测试结束日。',
      '增量測試得出的、沒有該渠道便不會產生的收入，記在測試結束日。',
    ],
    'MONEY',
    'UP',
  ),
);

export const spendTested = sum(
  LiftTest,
  'spendTested',
  about(
    ['Spend under test', '测试花费', '測試花費'],
    [
      'What lift tests spent beyond what they would have without what was tested.',
      '增量测试相对未投放情形多花的费用。',
      '增量測試相對未投放情形多花的費用。',
    ],
    'MONEY',
    'DOWN',
  ),
);

export const roasIncremental = ratio(
  revenueIncremental,
  spendTested,
  about(
    ['ROAS (incremental)', '增量投产比', '增量投產比'],
    ['Incremental revenue for each unit of spend under test.', '每单位测试花费带来的增量收入。', '每單位測試花費帶來的增量收入。'],
    'RATIO',
    'UP',
    'iROAS',
  ),
);
