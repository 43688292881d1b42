import { z } from 'zod';
import { LiveMinute } from '../../entities/facts/LiveMinute';
import { LiveProduct } from '../../entities/facts/LiveProduct';
import { LiveSession } from '../../entities/facts/LiveSession';
import { addDays, type Day } from '../../src/lib/day';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { Retriable } from '../errors';
import { minuteOf, minuteShape, productOf, productShape, sessionOf, sessionShape } from '../ocean/live-rows';
import { type LiveSettings, liveSettings } from '../ocean/live-settings';
import { classifyOcean, reportRows } from '../ocean/ocean-answer';
import { reportUrl } from '../ocean/report-url';
import { firstList, type ListedRoom, nextInWalk, type RoomWalk, roomsOf, unreadableRooms } from '../ocean/room-walk';
import { idText } from '../record/id-text';
import { ROTATING_SECRETS, rotatingSession } from '../record/rotating-session';

/** All rooms of a list are asked about at once, for a row each; minutes and products are asked for room by room. */
const sessions = walk(100, 'ROOM_FLOW_PERFORMANCE', ['room_id'], 'roomMetrics');
const minutes = walk(1, 'ROOM_FLOW_PERFORMANCE', ['stat_time_minute', 'room_id'], 'minuteMetrics');
const products = walk(1, 'ROOM_PRODUCT_LIST', ['product_id', 'product_name', 'room_id'], 'productMetrics');

const daily = {
  lagDays: 0,
  windowDays: 31,
  parts: ({ hosts }: LiveSettings) => hosts.map(({ awemeId }) => awemeId),
  classify: classifyOcean,
};

/**
 * 千川 (Qianchuan): the selling livestreams of Douyin accounts, their minutes and their products. The platform lists rooms by the day on
 * which they began, a request a day; its dashboard tells the rest by room. Money is in yuan, times are Beijing's. `gmvPaid` is what was
 * paid during the stream, before anything is sent back; refunds and settlements are those of the first 14 days and grow until then.
 */
export default connector({
  name: 'qianchuan',
  label: '巨量千川 Qianchuan',
  schedule: '5 * * * *',
  auth: rotatingSession('qianchuan', '/open_api/oauth2/refresh_token/'),
  secrets: ROTATING_SECRETS,
  rateLimit: { requests: 20, perSeconds: 1 },
  // Each day of it costs three requests an account.
  historyDays: 62,
  timeZone: 'Asia/Shanghai',
  config: liveSettings,
  streams: [
    stream({
      ...daily,
      ...walked(sessions),
      name: 'sessions',
      into: LiveSession,
      lookbackDays: 14,
      records: (page) => [...unreadableRooms(page), ...withDashboard(page)],
      shape: sessionShape,
      map: (record, context) => [sessionOf(record, context)],
    }),
    stream({
      ...daily,
      ...walked(minutes),
      name: 'minutes',
      into: LiveMinute,
      lookbackDays: 2,
      records: (page) => [...unreadableRooms(page).map((room) => ({ room })), ...withRoom(page)],
      shape: minuteShape,
      map: (record, context) => [minuteOf(record, context)],
    }),
    stream({
      ...daily,
      ...walked(products),
      name: 'products',
      into: LiveProduct,
      lookbackDays: 14,
      records: (page) => [...unreadableRooms(page).map((room) => ({ room })), ...withRoom(page)],
      shape: productShape,
      map: (record, context) => [productOf(record, context)],
    }),
  ],
});

function walked(walk: RoomWalk<LiveSettings>) {
  return {
    request: (context: PullContext<LiveSettings>) => firstList(walk, context),
    next: (page: Page, context: PullContext<LiveSettings>) => nextInWalk(walk, page, context),
  };
}

function walk(
  atOnce: number,
  topic: string,
  dimensions: readonly [string, ...string[]],
  names: 'roomMetrics' | 'minuteMetrics' | 'productMetrics',
): RoomWalk<LiveSettings> {
  return {
    atOnce,
    list: listRequest,
    visit: ({ config }, rooms) => {
      const day = rooms[0]!.start_time.slice(0, 10);
      const url = reportUrl(`${config.baseUrl}/open_api/v1.0/qianchuan/report/today_live/room/data/get/`, {
        advertiserId: config.advertiserId,
        topic,
        dimensions,
        metrics: Object.values(config[names]),
        filters: [{ field: 'room_id', values: rooms.map(({ room_id: id }) => id) }],
        // A stream may go on past midnight.
        window: { from: day, to: addDays(day, 1) },
        orderBy: { field: dimensions[0], type: 1 },
        pageSize: config.pageSize,
      });
      return { url };
    },
  };
}

const FIELDS = Object.keys(sessionShape.shape).filter((name) => /^(stat|total|live)_/.test(name));

function listRequest({ config, part }: PullContext<LiveSettings>, day: Day, page: number): HttpRequest {
  const query = new URLSearchParams({
    advertiser_id: config.advertiserId,
    aweme_id: part,
    date_time: day,
    fields: JSON.stringify(FIELDS),
    page: String(page),
    page_size: String(config.pageSize),
  });
  return { url: `${config.baseUrl}/open_api/v1.0/qianchuan/today_live/room/get/?${query}` };
}

const roomRow = z.looseObject({ dimensions: z.looseObject({ room_id: idText }) });

/** The rooms that a page is about, each with its row of the page. */
function withDashboard(page: Page): object[] {
  const rooms = roomsOf(page, sessions.atOnce);
  const rows = rooms.length === 0 ? [] : rowsOfRooms(page, rooms);
  return rooms.map((room) => ({ ...room, dashboard: rows.find(({ of }) => of === room)?.row ?? null }));
}

/** The rows of a page, each with its room. */
function withRoom(page: Page): object[] {
  const rooms = roomsOf(page, 1);
  return rooms.length === 0 ? [] : rowsOfRooms(page, rooms).map(({ row, of }) => ({ ...row, room: of }));
}

/** The rows of a page and the rooms that they name; null of a row that names none. Throws Retriable on a row of a room that was not asked about. */
function rowsOfRooms(page: Page, rooms: readonly ListedRoom[]): { row: object; of: ListedRoom | null }[] {
  return reportRows(page).map((row) => {
    const id = roomRow.safeParse(row).data?.dimensions.room_id;
    const of = rooms.find(({ room_id: asked }) => asked === id) ?? null;
    if (id !== undefined && of === null)
      throw new Retriable(`qianchuan: the dashboard answered for the room ${id}, which was not asked about`);
    return { row: row as object, of };
  });
}
