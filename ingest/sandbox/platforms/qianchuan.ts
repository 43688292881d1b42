import { isDay } from '../../../src/lib/day';
import { int64Json } from '../int64-json';
import { type Answer, type Call, mounted, type Platform } from '../platform';
import type { Tokens } from '../tokens';
import { ownBrand } from '../world/brands';
import { LIVE_HOSTS } from '../world/live-plans';
import { LiveStreams } from '../world/live-streams';
import { firstRefreshToken, OCEAN_APP, OCEAN_TROUBLES, OceanGate, oceanAnswer, oceanRefusal } from './ocean-gate';
import { oceanReport } from './ocean-report';
import { liveTopics, roomEntry } from './qianchuan-room';

const NAME = 'qianchuan';
const ADVERTISER = '7318520260001234999';
const BRAND = ownBrand('verdane');
const MAX_PAGE = 100;

/** Qianchuan's rooms of a day, `today_live/room/get`, the dashboard of a room, `report/today_live/room/data/get`, and its token endpoint. */
class Qianchuan implements Platform {
  readonly name = NAME;
  readonly paging = ['page'];
  readonly throttled = OCEAN_TROUBLES.throttled;
  readonly failed = OCEAN_TROUBLES.failed;
  readonly expired = OCEAN_TROUBLES.expired;
  private readonly gate: OceanGate;
  private streams: LiveStreams | undefined;

  constructor(tokens: Tokens) {
    this.gate = new OceanGate(NAME, tokens);
  }

  answer(call: Call): Answer {
    const refused = this.gate.answer(call);
    if (refused) return refused;
    if (call.query.get('advertiser_id') !== ADVERTISER) return oceanRefusal(40002, '没有权限进行相关操作');
    this.streams ??= new LiveStreams(call.world.seed);
    if (call.path === '/open_api/v1.0/qianchuan/today_live/room/get/') return roomsOf(call, this.streams);
    if (call.path === '/open_api/v1.0/qianchuan/report/today_live/room/data/get/') return oceanReport(call, liveTopics(this.streams));
    return oceanRefusal(40001, '接口不存在');
  }
}

function roomsOf(call: Call, streams: LiveStreams): Answer {
  const day = call.query.get('date_time') ?? '';
  if (!isDay(day)) return oceanRefusal(40001, 'date_time 格式错误');
  const [page, size] = [Number(call.query.get('page') ?? 1), Number(call.query.get('page_size') ?? 20)];
  if (!(size >= 1 && size <= MAX_PAGE)) return oceanRefusal(40001, 'page_size 取值范围 1-100');
  const fields = JSON.parse(call.query.get('fields') ?? '[]') as string[];
  const account = call.query.get('aweme_id');
  const found = streams.on(day).filter(({ plan, startedAt }) => plan.host.id === account && startedAt <= call.now);
  const rooms = found.slice((page - 1) * size, page * size).map((stream) => roomEntry(stream, fields, call.now));
  const { status, headers, body } = oceanAnswer({
    page_info: { page, page_size: size, total_number: found.length, total_page: Math.ceil(found.length / size) },
    room_list: call.page(rooms, (room) => ({ ...room, start_time: 'n/a' })),
  });
  // Ids are 64-bit numbers without quotes here, and text on the dashboard.
  return { status, headers, body: int64Json(JSON.parse(body as string), ['room_id', 'aweme_id']) };
}

/** The rooms of Verdane's own account and of its guest. */
export default mounted({
  sources: [
    {
      key: `${NAME}-${BRAND.key}`,
      name: '青岚 千川直播',
      connector: NAME,
      mount: `/${NAME}`,
      config: {
        appId: OCEAN_APP.id,
        advertiserId: ADVERTISER,
        hosts: LIVE_HOSTS.map(({ id, slotFeeCents, commission }) => ({
          awemeId: id,
          slotFee: String(slotFeeCents / 100),
          commission: String(commission),
        })),
      },
      secrets: { appSecret: OCEAN_APP.secret, refreshToken: firstRefreshToken(`${NAME}-${BRAND.key}`) },
      brand: BRAND.key,
      timeZone: BRAND.timeZone,
      currency: BRAND.currency,
    },
  ],
  open: (tokens) => new Qianchuan(tokens),
});
