import { LiveSession } from '../../entities/facts/LiveSession';
import { about } from './about';
import { count, native, peak, ratio, sum } from './kinds';

export const liveSessions = count(
  LiveSession,
  about(
    ['Livestreams', '直播场次', '直播場次'],
    ['Selling livestreams that were held.', '举办的带货直播场数。', '舉辦的帶貨直播場數。'],
    'COUNT',
    'UP',
    '开播场次',
    '開播場次',
  ),
);

export const liveExposures = sum(
  LiveSession,
  'exposures',
  about(
    ['Live exposures', '直播曝光', '直播曝光'],
    ['How often livestreams were shown to somebody who might enter.', '直播间被展示给潜在观众的次数。', '直播間被展示給潛在觀眾的次數。'],
    'COUNT',
  ),
);

export const liveViews = sum(
  LiveSession,
  'views',
  about(
    ['Live views', '直播观看人次', '直播觀看人次'],
    [
      'How often somebody entered a livestream; one person may do so several times.',
      '进入直播间的人次，同一人可多次进入。',
      '進入直播間的人次，同一人可多次進入。',
    ],
    'COUNT',
    'UP',
    'PV',
    '场观',
    '場觀',
  ),
);

export const viewersUnique = native(
  LiveSession,
  'viewers',
  about(
    ['Unique viewers', '观看人数', '觀看人數'],
    [
      'Different viewers of one livestream; cannot be added up.',
      '单场直播的去重观看人数，不可相加。',
      '單場直播的去重觀看人數，不可相加。',
    ],
    'PEOPLE',
    'UP',
    'UV',
    '场观',
    '場觀',
  ),
);

export const viewersPeak = peak(
  LiveSession,
  'peakViewers',
  about(
    ['Peak viewers', '最高在线', '最高在線'],
    ['The most viewers at one moment of any livestream.', '任一场直播的最高在线人数。', '任一場直播的最高在線人數。'],
    'PEOPLE',
    'UP',
    'PCU',
  ),
);

export const watchTime = sum(
  LiveSession,
  'watchSeconds',
  about(
    ['Live watch time', '直播观看总时长', '直播觀看總時長'],
    ['Seconds that all viewers together watched.', '全部观众观看的总秒数。', '全部觀眾觀看的總秒數。'],
    'SECONDS',
  ),
);

export const airTime = sum(
  LiveSession,
  'liveSeconds',
  about(
    ['Live air time', '直播时长', '直播時長'],
    ['Seconds on air.', '直播的总秒数。', '直播的總秒數。'],
    'SECONDS',
    'UP',
    '开播时长',
    '開播時長',
  ),
);

export const viewersAverage = ratio(
  watchTime,
  airTime,
  about(
    ['Average viewers', '平均在线', '平均在線'],
    ['Watched seconds for each second on air.', '观看总时长除以直播时长。', '觀看總時長除以直播時長。'],
    'PEOPLE',
    'UP',
    'ACU',
    'average concurrent users',
  ),
);

export const watchTimePerViewer = ratio(
  watchTime,
  viewersUnique,
  about(
    ['Watch time per viewer', '人均停留', '人均停留'],
    ['Seconds that each unique viewer of one livestream watched.', '单场直播每位观看者的观看秒数。', '單場直播每位觀看者的觀看秒數。'],
    'SECONDS',
    'UP',
    'avg_watch_s',
    '人均观看时长',
    '人均觀看時長',
  ),
);

export const watchTimePerView = ratio(
  watchTime,
  liveViews,
  about(
    ['Watch time per view', '次均观看时长', '次均觀看時長'],
    ['Seconds watched each time that somebody entered.', '每次进入直播间的观看秒数。', '每次進入直播間的觀看秒數。'],
    'SECONDS',
    'UP',
    'avg_watch_s',
  ),
);

export const liveNewFollowers = sum(
  LiveSession,
  'newFollowers',
  about(
    ['Live new followers', '直播涨粉', '直播漲粉'],
    ['Who began to follow during a livestream.', '直播期间新增的粉丝。', '直播期間新增的粉絲。'],
    'COUNT',
  ),
);

export const liveFollowRate = ratio(
  liveNewFollowers,
  liveViews,
  about(
    ['Live follow rate', '直播关注率', '直播追蹤率'],
    ['New followers for each view.', '每次观看带来的新增粉丝。', '每次觀看帶來的新增粉絲。'],
    'PERCENT',
    'UP',
    '转粉率',
    '轉粉率',
  ),
);
