import { Mention } from '../../../entities/facts/Mention';
import { inWorkspace } from '../../../src/database/session';
import { answer } from '../../../src/metrics/answer';
import { auditSentiment } from '../../../src/metrics/mention-readings/audit-sentiment';
import { labelMention } from '../../../src/metrics/mention-readings/label-mention';
import { readAgain } from '../../../src/metrics/mention-readings/read-again';
import { sampleMentions } from '../../../src/metrics/mention-readings/sample-mentions';
import { trainModel } from '../../../src/metrics/mention-readings/train-model';
import { workspaceModels } from '../../../src/metrics/mention-readings/workspace-models';
import { checkRollups } from '../../../src/metrics/refresh-rollups';
import type { Mood } from '../../../src/text/sentiment-model';
import { type IngestWorkspace, ingestWorkspace, loadPage } from '../../support/ingest-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

const DAY = '2026-03-02';
const ASKER = { today: '2026-03-10', locale: 'EN' as const };
const RANGE = { from: '2026-03-01', to: '2026-03-08' };

const mention = (post: string, text: string | null, more: object = {}) => ({
  day: DAY,
  brand: 'lumen',
  post,
  platform: 'mastodon',
  language: 'en',
  text,
  ...more,
});
const load = async (rows: readonly object[], seq = 0) =>
  loadPage(hub, await hub.startRun(), seq, { fact: Mention, rows: rows.map((values, recordNo) => ({ recordNo, values })) });
const stored = (posts: readonly string[]) =>
  hub.rows(`SELECT post, written, sentiment, sentiment_by, topic, spam, cluster FROM fact.mention WHERE post = ANY($1) ORDER BY post`, [
    posts,
  ]);
const inHub = <T>(work: Parameters<typeof inWorkspace<T>>[2], options = {}) => inWorkspace(hub.database, 1, work, options);
const asked = (select: string[], more: object = {}) =>
  inHub(
    (session) =>
      answer(session, { select, by: [], range: RANGE, where: [], fx: 'DAY_RATE', orderBy: [], totals: false, first: 10, ...more }, ASKER),
    { snapshot: true },
  );
const value = async (metric: string, more: object = {}) => (await asked([metric], more)).rows[0]?.values[0]?.value ?? null;

const SAID = [
  mention('1', 'I love my new Lumen lamp, the light is beautiful'),
  mention('2', 'RT @friend: I love my new Lumen lamp, the light is beautiful!! https://t.example/1'),
  mention('3', '收到就是破的，太差了，客服還不理人', { language: 'zh-TW' }),
  mention('4', 'Lumen 加微信 wx123 领取优惠，点击链接 https://a.example https://b.example', { language: 'zh' }),
  mention('5', null, { sentiment: 'negative' }),
  mention('6', 'I love this Lumen lamp so much', { sentiment: 'negative' }),
];

describe('a mention that is written', () => {
  it('is read: how it is written, how it speaks and by whose word, what it is about, whether it is spam, whose repost it is', async () => {
    expect(await load(SAID)).toMatchObject({ inserted: 6, quarantined: 0 });
    expect(await stored(['1', '2', '3', '4', '5', '6'])).toEqual([
      { post: '1', written: 'en', sentiment: 'positive', sentiment_by: 'linear-en-1', topic: 'design', spam: 'ok', cluster: 'mastodon:1' },
      { post: '2', written: 'en', sentiment: 'positive', sentiment_by: 'linear-en-1', topic: 'design', spam: 'ok', cluster: 'mastodon:1' },
      {
        post: '3',
        written: 'zh-Hant',
        sentiment: 'negative',
        sentiment_by: 'words-1',
        topic: 'delivery',
        spam: 'ok',
        cluster: 'mastodon:3',
      },
      {
        post: '4',
        written: 'zh-Hans',
        sentiment: expect.anything(),
        sentiment_by: 'words-1',
        topic: 'price',
        spam: 'spam',
        cluster: 'mastodon:4',
      },
      { post: '5', written: null, sentiment: 'negative', sentiment_by: 'source', topic: null, spam: null, cluster: 'mastodon:5' },
      { post: '6', written: 'en', sentiment: 'negative', sentiment_by: 'source', topic: null, spam: 'ok', cluster: 'mastodon:6' },
    ]);
  });

  it('is read the same when it is told again, whatever the order', async () => {
    expect(await load(SAID.toReversed())).toMatchObject({ inserted: 0, revised: 0, unchanged: 6 });
  });

  it('is in the cluster of a text that another day and another platform brought first', async () => {
    await load([mention('77', 'I love my new Lumen lamp, the light is beautiful', { day: '2026-03-05', platform: 'weibo' })]);
    expect(await stored(['77'])).toMatchObject([{ cluster: 'mastodon:1' }]);
    expect([await value('mentions'), await value('mentionsUnique')]).toEqual([7, 5]);
  });

  it('is counted by topic and by spam', async () => {
    const { rows } = await asked(['mentions'], { by: ['SPAM'] });
    expect(Object.fromEntries(rows.map(({ dimensions, values }) => [dimensions[0]?.key, values[0]?.value]))).toEqual({
      ok: 5,
      spam: 1,
      '': 1,
    });
  });
});

describe('a text that is looked for', () => {
  const found = async (post: string) => {
    const [row] = await hub.rows<{ n: bigint }>('SELECT count(*) AS n FROM hub.mention_band WHERE post = $1', [post]);
    return Number(row?.n);
  };

  it('is found by its bands when it is the first of its kind, and its copies are not', async () => {
    expect([(await found('1')) > 10, await found('2')]).toEqual([true, 0]);
  });

  it('changes its bands with its words', async () => {
    await load([mention('60', 'The first words of a post about Lumen that will be changed', { brand: 'other' })]);
    const before = await found('60');
    await load([mention('60', 'Now something quite different stands there, of Lumen', { brand: 'other' })]);
    expect([before > 10, (await found('60')) > 10]).toEqual([true, true]);
    expect((await stored(['60']))[0]).toMatchObject({ cluster: 'mastodon:60' });
  });

  it('a month later is a text of its own', async () => {
    const said = 'The lamps of Lumen are on offer again this weekend, come early';
    await load([
      mention('61', said, { day: '2026-03-01', brand: 'other' }),
      mention('62', `${said}!`, { day: '2026-03-20', brand: 'other' }),
    ]);
    await load([mention('63', `${said} dear friends`, { day: '2026-04-20', brand: 'other' })]);
    expect((await stored(['61', '62', '63'])).map(({ cluster }) => cluster)).toEqual(['mastodon:61', 'mastodon:61', 'mastodon:63']);
  });

  it('is not looked for any more once it is two months old, and keeps its cluster', async () => {
    const old = mention('50', 'An old post on the lamps of Lumen and what they cost', { day: '2025-06-01', brand: 'other' });
    await load([old]);
    expect((await found('50')) > 10).toBe(true);
    await load([mention('51', 'A young post on the lamps of another house and what they do', { brand: 'other' })]);
    expect(await found('50')).toBe(0);
    expect(await load([old])).toMatchObject({ inserted: 0, revised: 0, unchanged: 1 });
  });
});

describe('what a person says of a mention', () => {
  const say = (post: string, label: Mood, labeller = 'ann', isAudited = false) =>
    inHub((session) => labelMention(session, { source: 'ads', post, brand: 'lumen', label, labeller, isAudited }));

  it('holds from then on, before the source and the model; what was known before is still answered as of then', async () => {
    const before = await value('mentionsNegative');
    const { asOf } = await asked(['mentions']);
    await say('1', 'negative');
    expect(await stored(['1'])).toMatchObject([{ sentiment: 'negative', sentiment_by: 'human' }]);
    expect(await value('mentionsNegative')).toBe((before as number) + 1);
    expect(await value('mentionsNegative', { asOf })).toBe(before);
    expect(await load(SAID)).toMatchObject({ inserted: 0, revised: 0, unchanged: 6 });
    expect(await inHub(checkRollups)).toEqual([]);
  });

  it('is refused of a mention that is not there', async () => {
    await expect(say('nobody', 'neutral')).rejects.toThrow('nobody');
  });
});

describe('texts read again', () => {
  it('change nothing when nothing changed', async () => expect(await inHub((session) => readAgain(session, RANGE))).toBe(0));

  it('by another model are revisions with its name, and leave what people and sources said', async () => {
    const { asOf } = await asked(['mentions']);
    const before = await value('mentionsNeutral');
    const other = {
      id: 'x',
      judge: async (texts: readonly unknown[]) =>
        texts.map(() => ({ label: 'neutral' as const, score: 0, confidence: 1, model: 'other-9' })),
    };
    expect(await inHub((session) => readAgain(session, RANGE, other))).toBe(7);
    expect((await stored(['1', '2', '6'])).map(({ sentiment, sentiment_by: by }) => [sentiment, by])).toEqual([
      ['negative', 'human'],
      ['neutral', 'other-9'],
      ['negative', 'source'],
    ]);
    expect(await value('mentionsNeutral', { asOf })).toBe(before);
    expect(await inHub(checkRollups)).toEqual([]);
    await inHub((session) => readAgain(session, RANGE));
  });

  it('follow the model that the workspace trained itself', async () => {
    const texts = Array.from({ length: 150 }, (_, no) => ({
      text: no % 2 ? `zorgle number ${no} of the shop` : `blimp number ${no} of the shop`,
      mood: (no % 2 ? 'negative' : 'positive') as Mood,
    }));
    const trained = await inHub((session) => trainModel(session, 'en', texts, 'test'));
    expect(trained).toMatchObject({ id: 'own-en-1', tested: 30, accuracy: 1 });
    await load([mention('90', 'what a zorgle, this Lumen of the shop'), mention('91', 'what a blimp, this Lumen of the shop')]);
    expect((await stored(['90', '91'])).map(({ sentiment, sentiment_by: by }) => [sentiment, by])).toEqual([
      ['negative', 'own-en-1'],
      ['positive', 'own-en-1'],
    ]);
    // As after an upgrade that reads other features from texts: its models do not hold any more, until they are trained again.
    await hub.test.sql('UPDATE hub.text_model SET features = features + 1');
    expect((await inHub(workspaceModels)).en?.id).toBe('linear-en-1');
    await hub.test.sql('UPDATE hub.text_model SET features = features - 1');
    await expect(inHub((session) => trainModel(session, 'zh', [], 'test'))).rejects.toThrow('0 labelled texts of zh; expected 100 or more');
  });
});

describe('an audit', () => {
  it('tells how the machine agrees with people, and net sentiment freed from its mistakes, with its interval', async () => {
    const said = Array.from({ length: 90 }, (_, no) =>
      mention(`a${no}`, `${no % 3 ? 'blimp' : 'zorgle'} in the shop, case ${no} of Lumen`, { brand: 'other' }),
    );
    await load(said);
    const drawn = await inHub((session) => sampleMentions(session, 'other', RANGE, 90, 1));
    expect(drawn).toHaveLength(90);
    expect(await inHub((session) => sampleMentions(session, 'other', RANGE, 5, 1))).toEqual(drawn.slice(0, 5));
    // People find that one praise in four is none.
    for (const [no, { source, post, brand, sentiment }] of drawn.slice(0, 60).entries()) {
      const label = (no % 4 === 0 && sentiment === 'positive' ? 'neutral' : sentiment) as Mood;
      for (const labeller of no < 20 ? ['ann', 'bea'] : ['ann'])
        await inHub((session) => labelMention(session, { source, post, brand, label, labeller, isAudited: true }));
    }
    const audit = await inHub((session) => auditSentiment(session, 'other', RANGE, ASKER), { snapshot: true });
    expect(audit.machine).toMatchObject({ n: 60 });
    expect(audit.machine.kappa).toBeGreaterThan(0.6);
    expect(audit.machine.kappa).toBeLessThan(0.95);
    expect(audit.matrix[0]?.[2]).toBe(0);
    expect(audit.matrix[1]?.[2]).toBeGreaterThan(5);
    expect(audit.people).toMatchObject({ n: 20, accuracy: 1, kappa: 1 });
    const { net } = audit.corrected as NonNullable<typeof audit.corrected>;
    expect(net.value).toBeLessThanOrEqual(1);
    expect(net.low).toBeLessThan(net.value);
    expect(net.high).toBeGreaterThan(net.value);
  });
});

it('every change of the names by which texts are searched for a brand is a version', async () => {
  await hub.rows(`UPDATE hub.brand SET aliases = '{Lumenia}' WHERE key = 'lumen' RETURNING id`);
  await hub.rows(`UPDATE hub.brand SET own = false WHERE key = 'lumen' RETURNING id`);
  expect(
    await hub.rows(
      `SELECT q.version, q.names FROM hub.brand_query q JOIN hub.brand b ON b.workspace_id = q.workspace_id AND b.id = q.brand_id WHERE b.key = 'lumen' ORDER BY 1`,
    ),
  ).toEqual([
    { version: 1, names: ['Lumen'] },
    { version: 2, names: ['Lumen', 'Lumenia'] },
  ]);
});
