import { join } from 'node:path';
import { missingColumns } from '../../../ingest/files/missing-columns';
import { openTable } from '../../../ingest/files/open-table';
import { shippedMapping } from '../../../ingest/files/shipped-mapping';
import type { MappedRow } from '../../../ingest/files/target-shape';
import { mapFile } from './read-all';

const FILES = join(__dirname, '../../fixtures/files');
const answersOf = (rows: readonly MappedRow[]) =>
  rows.map(({ respondent, question, answer, score }) => [respondent, question, answer, score === null ? null : String(score)]);

describe('survey exports', () => {
  it('wjx-survey: columns of questions become answers, in GB18030, and what was skipped is none', async () => {
    const path = join(FILES, 'wjx-survey.gb18030.csv');
    const mapping = shippedMapping('wjx-survey');
    const table = await openTable(path);
    expect(table).toMatchObject({ encoding: 'gb18030', headerLine: 1 });
    expect(missingColumns(mapping, table.header)).toEqual([]);
    const { rows, rejects, records } = await mapFile(path, mapping);
    expect([records, rejects]).toEqual([4, []]);
    expect(answersOf(rows)).toEqual([
      ['1', 'aware_aided', '听说过', '1000000'],
      ['1', 'consider', '会', '1000000'],
      ['1', 'nps', '9', '9000000'],
      ['1', 'csat', '满意', '4000000'],
      ['1', '5、您还想对我们说些什么？', '包装很用心，希望多些小样', null],
      ['2', 'aware_aided', '没听说过', '0'],
      ['3', 'aware_aided', '听说过', '1000000'],
      ['3', 'consider', '不会', '0'],
      ['3', 'nps', '2', '2000000'],
      ['3', 'csat', '非常不满意', '1000000'],
      ['3', '5、您还想对我们说些什么？', '用了两天脸发红，\r\n不敢再用了', null],
      ['4', 'aware_aided', '听说过', '1000000'],
      ['4', 'consider', '会', '1000000'],
      ['4', 'nps', '10', '10000000'],
      ['4', 'csat', '非常满意', '5000000'],
    ]);
    expect(rows[0]).toMatchObject({ day: '2026-06-03', region: null, wave: 'wave-1', weight: 1_000_000n });
  });

  it('qualtrics-export: two of the three header rows are labels; previews and unfinished responses are left out', async () => {
    const path = join(FILES, 'qualtrics-export.csv');
    const mapping = shippedMapping('qualtrics-export');
    // It has no question of awareness: what the mapping says of one is not missed.
    expect(missingColumns(mapping, (await openTable(path, mapping.file)).header)).toEqual([]);
    const { rows, rejects, records } = await mapFile(path, mapping);
    expect([records, rejects]).toEqual([4, []]);
    expect(answersOf(rows)).toEqual([
      ['R_1', 'Q1', '2', null],
      ['R_1', 'nps', '9', '9000000'],
      ['R_1', 'Q2_TEXT', 'Warm light, "finally"', null],
      ['R_1', 'csat', '4', '4000000'],
      ['R_3', 'nps', '6', '6000000'],
    ]);
    expect(rows.map(({ day }) => day)).toEqual([...Array(4).fill('2026-06-03'), '2026-06-05']);
  });
});
