import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeFeed } from '../../../ingest/feed/decode-feed';
import { parseFeedDate } from '../../../ingest/feed/parse-feed-date';
import { withoutVerbatim } from '../../../ingest/feed/without-verbatim';
import { connectorNamed, loadConnectors } from '../../../ingest/load-connectors';
import { pageOf } from '../../../ingest/page';

const CORPORA = path.join(__dirname, '../../../../shared/data/feeds');
const available = existsSync(CORPORA);
if (!available) console.warn(`${CORPORA} is absent: the feed corpora are not read`);

const feed = connectorNamed(loadConnectors(), 'feed');
const stream = feed.streams[0]!;
const files = (folder: string) =>
  readdirSync(path.join(CORPORA, folder), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.xml') || /json.*\.json$/.test(file),
  );

/** What a file comes to: `items`, `empty` (a feed without items), `refused` (entities), `cut` (no end of a feed) or `no feed`. */
function outcomeOf(folder: string, file: string): string {
  const body = readFileSync(path.join(CORPORA, folder, file));
  const page = pageOf({ request: { url: `http://feeds.test/${file}` }, status: 200, headers: {}, body });
  try {
    const records = stream.records(page);
    for (const record of records) stream.shape.parse(record);
    return records.length > 0 ? 'items' : 'empty';
  } catch (error) {
    const { name, message } = error as Error;
    return name === 'Skippable'
      ? 'refused'
      : message.includes('before the end')
        ? 'cut'
        : message.includes('no feed')
          ? 'no feed'
          : message;
  }
}

function count(folder: string): Record<string, number> {
  const outcomes = files(folder).map((file) => outcomeOf(folder, file));
  return Object.fromEntries([...new Set(outcomes)].sort().map((outcome) => [outcome, outcomes.filter((each) => each === outcome).length]));
}

(available ? describe : describe.skip)('the feed corpora', () => {
  // Empty: files that only describe a channel, and items without a single element that counts (a lone expiration date).
  it('well-formed feeds are read, and the two that declare entities are refused', () =>
    expect(count('feedparser/wellformed')).toEqual({ items: 260, empty: 196, refused: 2 }));
  // Cut: seven files in UTF-32, which the Encoding Standard does not have, and one whose end is damaged. Most others are a bare <rss/>.
  it('feeds in many charsets', () => expect(count('feedparser/encoding')).toEqual({ items: 11, empty: 63, cut: 8 }));
  it('ill-formed feeds are read as far as they go, unless their end is missing', () =>
    expect(count('feedparser/illformed')).toEqual({ items: 7, empty: 7, cut: 5 }));
  it('feeds in the wild, from RSS 0.90 to Atom', () => expect(count('feedsmith/feeds')).toEqual({ items: 13 }));
});

describe('the charset of a feed', () => {
  const chinese = '<?xml version="1.0" encoding="GB18030"?><t>光曜灯饰</t>';
  // 光曜 in GB18030.
  const gb = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="GB18030"?><t>'),
    Buffer.from([0xb9, 0xe2, 0xea, 0xd7]),
    Buffer.from('</t>'),
  ]);
  it('is that of the XML declaration when nothing else tells it', () => expect(decodeFeed(gb)).toContain('光曜'));
  it('is that of the HTTP header before the declaration', () =>
    expect(decodeFeed(Buffer.from(chinese), 'text/xml; charset="utf-8"')).toContain('光曜灯饰'));
  it('is that of the byte order mark before the header', () =>
    expect(decodeFeed(Buffer.from(`\ufeff${chinese}`), 'text/xml; charset=gb18030')).toContain('光曜灯饰'));
  it('is passed over when its name is unknown', () =>
    expect(decodeFeed(Buffer.from('<?xml version="1.0" encoding="x-none"?>é'))).toContain('é'));
});

describe('markup', () => {
  it('is what is left of XML without comments and CDATA', () =>
    expect(withoutVerbatim('<a><!-- <!ENTITY --><b><![CDATA[<!DOCTYPE x [ ]]></b><!x></a>')).toBe('<a><b></b><!x></a>'));
  it('is found in one pass, however many marks are left open', () => {
    const before = process.threadCpuUsage();
    expect(withoutVerbatim(`${'<!x'.repeat(1_000_000)}<!--`)).toHaveLength(3_000_000);
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(5);
  });
});

describe('a date of a feed', () => {
  it.each([
    ['Mon, 02 Nov 2026 10:00:00 +0800', '2026-11-02T02:00:00.000Z'],
    ['Mon, 02 Nov 2026 10:00:00 GMT', '2026-11-02T10:00:00.000Z'],
    ['Monday, 2 November 26 10:00 EST', '2026-11-02T15:00:00.000Z'],
    ['02 Nov 2026', '2026-11-01T16:00:00.000Z'],
    ['2026-11-02T10:00:00Z', '2026-11-02T10:00:00.000Z'],
    ['2026-11-02T10:00:00.123+08:00', '2026-11-02T02:00:00.000Z'],
    ['2026-11-02 10:00:00', '2026-11-02T02:00:00.000Z'],
    ['2026-11-02', '2026-11-01T16:00:00.000Z'],
    ['2026/11/2 9:05', '2026-11-02T01:05:00.000Z'],
    ['2026年11月2日', '2026-11-01T16:00:00.000Z'],
    ['2026年11月2日 10:30', '2026-11-02T02:30:00.000Z'],
    ['2026年11月2日 10时30分', '2026-11-02T02:30:00.000Z'],
    ['Nov 2, 2026 10:00 UTC', '2026-11-02T10:00:00.000Z'],
  ])('"%s" means %s where the source is in Shanghai', (text, instant) =>
    expect(parseFeedDate(text, 'Asia/Shanghai')?.toISOString()).toBe(instant),
  );

  it('without a zone keeps to the clock changes of its place', () =>
    expect(parseFeedDate('2026-07-01 12:00', 'Europe/Berlin')?.toISOString()).toBe('2026-07-01T10:00:00.000Z'));

  it.each(['', 'yesterday', '32 Foo 20xx', '2026-02-30', '2026-13-01', '2026-11-02 25:61'])('"%s" is none', (text) =>
    expect(parseFeedDate(text, 'UTC')).toBeNull(),
  );
});
