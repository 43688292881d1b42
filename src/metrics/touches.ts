import { Touch } from '../../entities/facts/Touch';
import { about } from './about';
import { count, people, ratio } from './kinds';

export const touches = count(
  Touch,
  about(
    ['Touches', '触点', '觸點'],
    [
      'Visits, clicks and views of people whom the site or shop knows by a key.',
      '可识别人群（以匿名键表示）的访问、点击与浏览次数。',
      '可識別人群（以匿名鍵表示）的造訪、點擊與瀏覽次數。',
    ],
    'COUNT',
    'UP',
    'touchpoints',
  ),
);

export const peopleTouched = people(
  Touch,
  'person',
  about(
    ['People touched', '触达人数', '觸及人數'],
    [
      'Different people who were touched; one who came on two days is one.',
      '被触达的不同人数；多日触达只计一次。',
      '被觸及的不同人數；多日觸及只計一次。',
    ],
    'PEOPLE',
    'UP',
  ),
);

export const touchesPerPerson = ratio(
  touches,
  peopleTouched,
  about(
    ['Touches per person', '人均触点', '人均觸點'],
    ['Touches for each different person.', '每位不同人的触点数。', '每位不同人的觸點數。'],
    'RATIO',
  ),
);
