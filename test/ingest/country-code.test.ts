import { countryCode } from '../../ingest/record/country-code';

test('countries of three letters are told by two, and what is no country as it is', () => {
  expect(['aut', 'AUT', 'chn', 'xkk', 'zzz', 'QQQ', 'Bayern', ''].map(countryCode)).toEqual([
    ...['AT', 'AT', 'CN', 'XK', '', 'QQQ', 'Bayern', ''],
  ]);
});
