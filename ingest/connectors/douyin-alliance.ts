import { z } from 'zod';
import { OrderLine } from '../../entities/facts/OrderLine';
import { dayIn } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';
import { connector, type PullContext, stream } from '../connector';
import { baseUrl } from '../record/base-url';
import { beijingTimeOrNone } from '../record/beijing-time';
import { countText } from '../record/count-text';
import { doudianData, doudianGrant, refuseDoudian } from '../record/doudian-answer';
import { signForDoudian } from '../record/doudian-signature';
import { fenText } from '../record/fen-text';
import { idText } from '../record/id-text';
import { owningBrand } from '../record/owning-brand';

const config = z.object({
  baseUrl: baseUrl('https://openapi-fxg.jinritemai.com'),
  pageSize: z.int().min(1).max(200).default(200),
});
type Config = z.infer<typeof config>;

const order = z.looseObject({
  order_id: idText,
  product_id: idText,
  product_name: z.string().nullish(),
  total_pay_amount: fenText.refine((paid) => paid >= 0n, 'expected at least 0'),
  /** Paid, received, settled; refunded takes the place of any of them. */
  flow_point: z.enum(['PAY_SUCC', 'CONFIRM', 'SETTLE', 'REFUND']),
  pay_success_time: beijingTimeOrNone.pipe(z.date('expected when the order was paid')),
  refund_time: beijingTimeOrNone.nullish(),
  settle_time: beijingTimeOrNone.nullish(),
  item_num: countText.nullish(),
});

/**
 * Orders that the company's links brought to shops of Douyin's alliance (精选联盟, paid by sale), by the time of their last change: an order
 * comes again with each step of its life. It counts from the payment on, and a refunded one with all of it refunded. These are orders of
 * other people's shops; those of a shop that is a source itself would be counted twice. Amounts are fen; the commission is not kept. The
 * platform tells 90 days back. The refresh token is replaced at each use.
 */
export default connector({
  name: 'douyin-alliance',
  label: 'Douyin Alliance (CPS)',
  schedule: '50 * * * *',
  auth: {
    kind: 'session',
    grant: (secret, config, now) => {
      const body = { grant_type: 'refresh_token', refresh_token: secret('refreshToken') };
      return signForDoudian({ method: 'POST', url: `${config.baseUrl}/token/refresh`, body }, secret, now);
    },
    granted: (page) => {
      const { token, refreshToken } = doudianGrant('douyin-alliance', page);
      return { token, ...(refreshToken && { replaced: { refreshToken } }) };
    },
    place: (request, token, secret, now) => signForDoudian(request, secret, now, token),
  },
  secrets: ['appKey', 'appSecret', 'refreshToken'],
  rateLimit: { requests: 5, perSeconds: 1 },
  historyDays: 89,
  timeZone: 'Asia/Shanghai',
  config,
  streams: [
    stream({
      name: 'orders',
      into: OrderLine,
      lookbackDays: 1,
      lagDays: 0,
      windowDays: 30,
      request: ({ config, window }: PullContext<Config>) => ({
        method: 'POST',
        url: `${config.baseUrl}/buyin/doukeOrderAds`,
        body: {
          size: config.pageSize,
          cursor: '0',
          start_time: `${window.from} 00:00:00`,
          end_time: `${window.to} 23:59:59`,
          time_type: 'update',
        },
      }),
      next: (page) => {
        const { orders, cursor } = doudianData('douyin-alliance', page, answer);
        const isLast = !orders?.length || ['', '0'].includes(String(cursor));
        return isLast ? null : { ...page.request, body: { ...(page.request.body as { [key: string]: Json }), cursor: String(cursor) } };
      },
      classify: (page) => refuseDoudian('douyin-alliance', page),
      records: (page) => doudianData('douyin-alliance', page, answer).orders ?? [],
      shape: order,
      map: (record, { source }) => {
        const refunded = record.flow_point === 'REFUND' ? record.total_pay_amount : 0n;
        return [
          {
            day: dayIn(source.timeZone, record.pay_success_time),
            brand: owningBrand(source, 'alliance account'),
            orderId: record.order_id,
            line: record.product_id,
            product: record.product_name || record.product_id,
            channel: 'affiliate',
            currency: 'CNY',
            quantity: record.item_num ?? null,
            gross: record.total_pay_amount,
            refunded,
            revenue: record.total_pay_amount - refunded,
          },
        ];
      },
    }),
  ],
});

/** A page without orders has no `orders`; the cursor of the last page is 0 or empty. */
const answer = z.looseObject({ orders: z.array(z.unknown()).nullish(), cursor: z.union([z.string(), z.number()]).default('0') });
