import { detectLanguage } from '../../src/text/detect-language';

it.each([
  ['zh', '这盏灯真的很好用，推荐给大家'],
  ['zh', '這盞燈真的很好用'],
  ['zh', '刚买了 iPhone 17 Pro，开心！'],
  ['zh', '光曜'],
  ['zh', '日本の茶，很好喝，我买了三盒送给朋友'],
  ['en', 'I love the new lamp, it is bright and quiet'],
  ['en', 'Great lamp!'],
  ['en', 'my 云茶 arrived today and it is lovely'],
  ['en', 'https://例え.jp/ない this is the best one'],
  ['ja', '雲のお茶はとても美味しいです'],
  ['ja', 'コーヒー'],
  ['other', 'Die neue Lampe ist wirklich schön und leise, ich mag sie sehr'],
  ['other', 'La nouvelle lampe est très belle, je la recommande vivement'],
  ['other', 'Esta lámpara es muy buena y la recomiendo a todos'],
  ['other', 'Новая лампа очень хорошая'],
  ['other', '새 램프가 정말 좋아요'],
  [null, '👍 12:30 https://example.com @someone'],
  [null, ''],
])('says %s of "%s"', (language, text) => expect(detectLanguage(text)).toBe(language));
