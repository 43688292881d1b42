import { connectorNamed, loadConnectors } from '../../../ingest/load-connectors';

const connectors = loadConnectors();
const tellOf = (name: string) => connectorNamed(connectors, name).streams.find(({ posts }) => posts !== undefined)!.posts!.tell;
const DID = 'did:plc:tgudj2fjm77pzkuawquqhsxm';
const ACCOUNT = `at://${DID}/`;
const uri = (rkey: string) => `${ACCOUNT}app.bsky.feed.post/${rkey}`;
const event = (more: object) => ({ did: DID, time_us: 1, ...more });
const commit = (operation: string, collection = 'app.bsky.feed.post') =>
  event({ kind: 'commit', commit: { operation, collection, rkey: 'a', rev: '1' } });
const account = (status: string, active = false) => event({ kind: 'account', account: { active, did: DID, seq: 1, status } });
const link = (name: string, data: object = {}) => ({ kind: 't3', data: { name, author: 'a', selftext: 'b', ...data } });

test.each<[string, string, unknown, string[], string[]]>([
  ['reddit', 'a post', link('t3_a'), ['t3_a'], []],
  ['reddit', 'a post whose author deleted it', link('t3_a', { author: '[deleted]' }), ['t3_a'], ['t3_a']],
  [
    'reddit',
    'a post that a moderator took down',
    link('t3_a', { selftext: '[removed]', removed_by_category: 'moderator' }),
    ['t3_a'],
    ['t3_a'],
  ],
  ['reddit', 'a crosspost, which repeats another', link('t3_a', { crosspost_parent_list: [{ name: 't3_b' }] }), ['t3_a', 't3_b'], []],
  [
    'reddit',
    'a crosspost of what is gone',
    link('t3_a', { crosspost_parent_list: [{ name: 't3_b', selftext: '[deleted]' }] }),
    ['t3_a', 't3_b'],
    ['t3_b'],
  ],
  ['weibo', 'a post', { id: 17, idstr: '17', text: 'a' }, ['17'], []],
  ['weibo', 'the stub of a post', { id: '9234567890123457', deleted: '1' }, [], ['9234567890123457']],
  ['weibo', 'a repost', { id: 17, text: 'a', retweeted_status: { id: 18, text: 'b' } }, ['17', '18'], []],
  ['weibo', 'a repost of what is gone', { id: 17, text: 'a', retweeted_status: { id: 18, deleted: '1' } }, ['17'], ['18']],
  ['weibo', 'a repost of nothing that is known', { id: 17, text: 'a', retweeted_status: 'none' }, ['17'], []],
  ['hacker-news', 'a story', { objectID: '17', title: 'a' }, ['17'], []],
  ['hacker-news', 'a comment, which bears its story’s title', { objectID: '18', story_id: 17, story_title: 'a' }, ['18', '17'], []],
  ['hacker-news', 'an item that was deleted', { objectID: '17', deleted: true, author: null }, [], ['17']],
  ['mastodon', 'a post', { uri: 'https://a.example/1' }, ['https://a.example/1'], []],
  [
    'mastodon',
    'a reblog',
    { uri: 'https://a.example/2', reblog: { uri: 'https://b.example/1' } },
    ['https://a.example/2', 'https://b.example/1'],
    [],
  ],
  ['mastodon', 'the stub of a post', { uri: 'https://a.example/1', deleted: true }, [], ['https://a.example/1']],
  ['bluesky', 'a post', { uri: uri('a') }, [uri('a'), ACCOUNT], []],
  [
    'bluesky',
    'a post that quotes another',
    { uri: uri('a'), embed: { record: { uri: 'at://did:plc:b/app.bsky.feed.post/b' } } },
    [uri('a'), ACCOUNT, 'at://did:plc:b/app.bsky.feed.post/b', 'at://did:plc:b/'],
    [],
  ],
  [
    'bluesky',
    'a post that quotes another beside a picture',
    { uri: uri('a'), embed: { record: { record: { uri: uri('b') } }, media: {} } },
    [uri('a'), ACCOUNT, uri('b'), ACCOUNT],
    [],
  ],
  ['bluesky-jetstream', 'a post', commit('create'), [uri('a'), ACCOUNT], []],
  ['bluesky-jetstream', 'a post that was changed', commit('update'), [uri('a'), ACCOUNT], []],
  ['bluesky-jetstream', 'a deletion', commit('delete'), [], [uri('a')]],
  ['bluesky-jetstream', 'the deletion of something else', commit('delete', 'app.bsky.feed.like'), [], []],
  ['bluesky-jetstream', 'an account that was deleted', account('deleted'), [], [ACCOUNT]],
  ['bluesky-jetstream', 'an account that was taken down', account('takendown'), [], [ACCOUNT]],
  ['bluesky-jetstream', 'an account that sleeps and may come back', account('deactivated'), [], []],
  ['bluesky-jetstream', 'an account that is there again', account('deleted', true), [], []],
])('%s: %s', (name, _what, record, holds, gone) => {
  expect(tellOf(name)(record)).toEqual({ holds, gone });
});
