import { addDays, dayIn } from '../../../src/lib/day';
import { type Answer, bearerOf, type Call, json, mounted, type Platform } from '../platform';
import { ownBrand } from '../world/brands';
import { type Respondent, Surveys } from '../world/surveys';

const NAME = 'typeform';
const TOKEN = 'tfp_sandboxTypeformToken';
const FORM = 'qLan2026';
const BRAND = ownBrand('verdane');
const LABELS: Record<string, string> = { verdane: '青岚', petalix: '花序' };

/** Responses of the last half hour are not there yet. */
const DELAY_MS = 30 * 60_000;

/** Typeform's responses of Verdane's survey, newest first; `since` and `until` are inclusive, `before` is a token and exclusive. */
class Typeform implements Platform {
  readonly name = NAME;
  readonly paging = ['before'];
  private surveys: Surveys | undefined;

  answer(call: Call): Answer {
    if (bearerOf(call) !== TOKEN) return this.expired();
    if (call.path !== `/forms/${FORM}/responses`) return json({ code: 'FORM_NOT_FOUND', description: 'form is not found' }, 404);
    this.surveys ??= new Surveys(call.world.seed);
    const since = Date.parse(`${call.query.get('since') ?? '2000-01-01T00:00:00'}Z`);
    const until = Date.parse(`${call.query.get('until') ?? '9999-01-01T00:00:00'}Z`);
    const size = Number(call.query.get('page_size') ?? 25);
    if (Number.isNaN(since) || Number.isNaN(until) || !(size >= 1 && size <= 1000))
      return json({ code: 'VALIDATION_ERROR', description: 'The request has an invalid parameter' }, 400);
    const first = [call.world.firstDay(call.today), addDays(dayIn('UTC', new Date(since)), -1)].sort()[1] as string;
    const all = [...this.surveys.between(BRAND.key, first, addDays(call.today, 1), call.now - DELAY_MS)]
      .filter(({ at }) => at >= since && at <= until + 999)
      .reverse();
    const token = call.query.get('before');
    const start = token === null ? 0 : all.findIndex(({ number }) => tokenOf(number) === token) + 1;
    const items = call.page(all.slice(start, start + size).map(written), (item) => ({ ...item, submitted_at: 'just now' }));
    return json({ total_items: all.length, page_count: Math.ceil(all.length / size), items });
  }

  throttled(): Answer {
    return json({ code: 'TOO_MANY_REQUESTS', description: 'Too many requests, slow down' }, 429);
  }

  failed(): Answer {
    return json({ code: 'INTERNAL_SERVER_ERROR', description: 'Something went wrong' }, 500);
  }

  expired(): Answer {
    return json({ code: 'AUTHENTICATION_FAILED', description: 'Authentication credentials not found on the Request Headers' }, 401);
  }
}

function tokenOf(number: number): string {
  return `sandbox${String(number).padStart(8, '0')}`;
}

/** A response; one that was never handed in has the first day of all as its date. */
function written({ number, startedAt, at, finished, knows, considers, nps, csat, ageGroup, weight }: Respondent) {
  const iso = (instant: number) => `${new Date(instant).toISOString().slice(0, 19)}Z`;
  const known = knows.length === 0 ? ['都没听说过'] : knows.map((brand) => LABELS[brand] as string);
  const field = (ref: string, type: string) => ({ id: `fld_${ref}`, type, ref });
  const opinion = [
    { field: field('consider', 'yes_no'), type: 'boolean', boolean: considers },
    { field: field('nps', 'nps'), type: 'number', number: nps },
    { field: field('csat', 'rating'), type: 'number', number: csat },
  ];
  return {
    landing_id: tokenOf(number),
    token: tokenOf(number),
    response_id: tokenOf(number),
    landed_at: iso(startedAt),
    submitted_at: finished ? iso(at) : '0001-01-01T00:00:00Z',
    metadata: { user_agent: 'Mozilla/5.0', platform: 'mobile', referer: 'https://verdane.example/', network_id: '', browser: 'touch' },
    hidden: { age: ageGroup, weight },
    calculated: { score: 0 },
    answers: [
      { field: field('known', 'multiple_choice'), type: 'choices', choices: { ids: known, labels: known } },
      ...(nps === null ? [] : opinion),
    ],
  };
}

/** Verdane's brand survey. */
export default mounted({
  sources: [
    {
      key: `${NAME}-${BRAND.key}`,
      name: `${BRAND.names['zh-Hans']} 品牌调研`,
      connector: NAME,
      mount: `/${NAME}`,
      config: {
        formId: FORM,
        pageSize: 200,
        study: 'verdane-brand',
        segment: 'age',
        weight: 'weight',
        questions: [
          { from: 'known', question: 'aware_aided', choice: '青岚' },
          { from: 'known', question: 'aware_aided', choice: '花序', brand: 'petalix' },
          { from: 'consider', question: 'consider' },
          { from: 'nps', question: 'nps' },
          { from: 'csat', question: 'csat' },
        ],
      },
      secrets: { accessToken: TOKEN },
      brand: BRAND.key,
      timeZone: BRAND.timeZone,
    },
  ],
  open: () => new Typeform(),
});
