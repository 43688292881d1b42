import { FACTS } from '../../../entities/facts';
import { guessMapping } from '../../../ingest/files/guess-mapping';
import { parseMapping } from '../../../ingest/files/mapping';
import type { SourceRecord } from '../../../ingest/files/source-record';
import { targetOfFact } from '../../../ingest/files/target-of-fact';

const targets = Object.values(FACTS).map((fact) => targetOfFact(fact));

function guess(header: string[], ...rows: string[][]) {
  const sample: SourceRecord[] = rows.map((row, line) => ({
    line,
    cells: Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])),
  }));
  const yaml = guessMapping(header, sample, targets);
  return { yaml, mapping: parseMapping(yaml) };
}

describe('a first mapping', () => {
  it('finds the columns of a Chinese ad report, and asks for what the file does not say', () => {
    const { mapping, yaml } = guess(
      ['日期', '推广计划', '平台', '展现量', '点击量', '花费（元）', '备注'],
      ['2026年3月1日', '春季', '百度', '1', '1', '1'],
    );
    expect(mapping).toMatchObject({
      target: 'AdDay',
      columns: {
        day: { from: ['日期'] },
        'campaign.key': { from: ['推广计划'] },
        'campaign.platform': { from: ['平台'] },
        impressions: { from: ['展现量'] },
        clicks: { from: ['点击量'] },
        spend: { from: ['花费（元）'] },
      },
    });
    expect(yaml).toContain("campaign.channel: { const: '' }");
    expect(yaml).toContain('# not read: 备注');
  });

  it('tells millionths by the name of the column and the form of days by the sample', () => {
    const { mapping } = guess(
      ['Date', 'Campaign ID', 'Impr.', 'Clicks', 'cost_micros'],
      ['3/1/2026', '1', '1', '1', '1'],
      ['3/14/2026', '1', '1', '1', '1'],
    );
    expect(mapping.columns).toMatchObject({
      day: { from: ['Date'], format: 'M/d/yyyy' },
      spend: { from: ['cost_micros'], unit: 'micros' },
    });
    expect(guess(['Date', 'Clicks', 'Cost'], ['14/3/2026', '1', '1']).mapping.columns.day).toMatchObject({ format: 'd/M/yyyy' });
  });

  it('tells orders from ads', () => {
    const { mapping } = guess(
      ['订单编号', '付款时间', '买家', '实付金额', '数量', '店铺'],
      ['1', '2026-03-01 10:00:00', 'a', '9.9', '1', 'x'],
    );
    expect(mapping).toMatchObject({ target: 'OrderLine', columns: { orderId: { from: ['订单编号'] }, revenue: { from: ['实付金额'] } } });
  });

  it.each([
    [
      [
        '笔记ID',
        '笔记标题',
        '笔记类型',
        '发布时间',
        '博主昵称',
        '粉丝数',
        '阅读量',
        '点赞量',
        '收藏量',
        '评论量',
        '分享量',
        '合作费用（元）',
      ],
      { post: '笔记ID', kind: '笔记类型', creatorName: '博主昵称', views: '阅读量', saves: '收藏量', cost: '合作费用（元）' },
    ],
    [
      ['Post ID', 'Title', 'Published', 'Creator name', 'Followers', 'Video views', 'Likes', 'Comments', 'Shares', 'Saves', 'Creator fee'],
      { post: 'Post ID', creatorName: 'Creator name', views: 'Video views', likes: 'Likes', saves: 'Saves', cost: 'Creator fee' },
    ],
  ])('tells posts of creators from mentions, in either language', (header, columns) => {
    const { mapping, yaml } = guess(
      header,
      header.map(() => '1'),
    );
    expect(mapping.target).toBe('CreatorPost');
    for (const [target, column] of Object.entries(columns))
      expect([target, mapping.columns[target]]).toMatchObject([target, { from: [column] }]);
    expect(yaml).toContain("brand: { const: '' }");
  });

  it('says so when the header names nothing', () => {
    expect(() => guess(['foo', 'bar'], ['1', '2'])).toThrow(
      /no target is named by the columns "foo", "bar"; say which one it is \(--into AdDay\)/,
    );
  });
});
