import { writtenMapping } from '../../ingest/import-mappings';
import { previewFile } from '../../ingest/import-preview';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';
import { fileOf } from './files/read-all';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

const yaml = `name: orders
target: OrderLine
where: [{ column: state, isNot: void }]
columns: { day: day, brand: brand, orderId: order, quantity: pieces, revenue: paid }
`;
const path = fileOf(
  'orders.csv',
  `day,order,pieces,paid,brand,state
2026-01-03,1,2,10.10,lumen,paid
2026-01-01,2,1,0.05,lumen,paid
2026-01-02,3,1,,nova,paid
2026-01-02,4,1.5,3,lumen,paid
2026-01-01,2,1,7,lumen,paid
2026-01-09,6,1,1,lumen,void
`,
);
const preview = (options: object = {}) => previewFile(hub.database, { workspaceId: 1, path, ...writtenMapping(yaml), ...options });

test('a dry run tells counts, sums, first rows and rejects of the whole file, page by page, and writes nothing', async () => {
  const everything = `SELECT (SELECT count(*) FROM hub.source) AS sources, (SELECT count(*) FROM hub.ingest_run) AS runs,
    (SELECT count(*) FROM hub.raw_page) AS pages, (SELECT count(*) FROM hub.brand) AS brands, (SELECT count(*) FROM fact.order_line) AS rows,
    (SELECT count(*) FROM hub.quarantine) AS quarantined, (SELECT data_version FROM hub.workspace) AS version`;
  const before = await hub.rows(everything);
  const found = await preview({ pageSize: { records: 2, characters: 1e9 }, currency: 'EUR' });
  expect(found).toMatchObject({
    source: 'orders',
    target: 'OrderLine',
    format: 'csv',
    encoding: 'utf-8',
    headerLine: 1,
    records: 6,
    rows: 3,
    leftOut: 1,
    quarantined: 2,
    repeated: 1,
    firstDay: '2026-01-01',
    lastDay: '2026-01-03',
    sums: { quantity: '4', gross: null, refunded: null, revenue: '17.15' },
    newBrands: [],
  });
  expect(found.firstRows[0]).toMatchObject({ day: '2026-01-03', orderId: '1', currency: 'EUR', revenue: 10_100_000n });
  expect(found.firstRejects).toMatchObject([
    { line: 4, reason: 'brand: "nova" is not a tracked brand' },
    { line: 5, place: 'pieces', value: '1.5', reason: 'quantity: expected a whole number' },
  ]);
  expect(await preview({ createBrands: true })).toMatchObject({ rows: 4, quarantined: 1, newBrands: ['nova'] });
  expect(await hub.rows(everything)).toEqual(before);
});
