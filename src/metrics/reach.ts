import { AdLevelDay } from '../../entities/facts/AdLevelDay';
import { about, unnamed } from './about';
import { native, ratio } from './kinds';

export const adReach = native(
  AdLevelDay,
  'reach',
  about(
    ['Ad reach', '广告触达人数', '廣告觸及人數'],
    [
      'Different people who saw the ads, as the platform tells it of one campaign or account on one day; of more it is not known.',
      '平台给出的单个计划或账户单日触达人数；跨计划或跨日不可得。',
      '平台給出的單一活動或帳戶單日觸及人數；跨活動或跨日不可得。',
    ],
    'PEOPLE',
    'UP',
    'reach',
    'unique reach',
    '触达人数',
    '觸達人數',
  ),
);

export const adFrequency = ratio(
  native(AdLevelDay, 'impressions', unnamed('COUNT')),
  adReach,
  about(
    ['Ad frequency', '广告频次', '廣告頻次'],
    [
      'How often each of the people reached saw the ads: the impressions of the same campaign or account and day for each of them.',
      '每位触达者看到广告的次数：同一计划或账户同日的曝光除以触达人数。',
      '每位觸及者看到廣告的次數：同一活動或帳戶同日的曝光除以觸及人數。',
    ],
    'RATIO',
    'BAND',
    'frequency',
    '频次',
    '頻次',
  ),
);
