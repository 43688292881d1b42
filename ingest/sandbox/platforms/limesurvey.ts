import { addDays } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, objectOf, type Platform } from '../platform';
import { ownBrand } from '../world/brands';
import { type Respondent, Surveys } from '../world/surveys';

const NAME = 'limesurvey';
const USER = 'sandbox-limesurvey-user';
const PASSWORD = 'sandbox-limesurvey-password';
const SURVEY = 417_305;
const BRAND = ownBrand('kumo');

/**
 * LimeSurvey's RemoteControl 2 with Kumo's survey: `get_session_key` and `export_responses`. Everything is answered with status 200, refusals as
 * `{"status": …}`; an export is base64. Times are those of the server, in Berlin.
 */
class LimeSurvey implements Platform {
  readonly name = NAME;
  private keys = 0;
  private oldest = 1;
  private surveys: Surveys | undefined;

  answer(call: Call): Answer {
    if (call.path !== '/index.php/admin/remotecontrol') return { status: 404, body: 'Not Found' };
    const { method, params = [] } = objectOf(call) as { method?: string; params?: unknown[] };
    if (method === 'get_session_key') {
      if (params[0] !== USER || params[1] !== PASSWORD) return answered({ status: 'Invalid user name or password' });
      return answered(`sandbox-session-${++this.keys}`);
    }
    const number = Number(/^sandbox-session-(\d+)$/.exec(String(params[0]))?.[1] ?? 0);
    if (number < this.oldest || number > this.keys) return answered({ status: 'Invalid session key' });
    if (method !== 'export_responses') return answered({ status: `Invalid method: ${method}` });
    return this.exported(call, params.slice(1));
  }

  throttled(): Answer {
    return { status: 429, headers: { 'content-type': 'text/html' }, body: '<h1>Too Many Requests</h1>' };
  }

  failed(): Answer {
    return { status: 500, headers: { 'content-type': 'text/html' }, body: '<h1>Internal Server Error</h1>' };
  }

  /** The sessions so far are over. */
  expired(): Answer {
    this.oldest = this.keys + 1;
    return answered({ status: 'Invalid session key' });
  }

  private exported(call: Call, [survey, format, , completion, , , from, to]: unknown[]): Answer {
    if (survey !== SURVEY) return answered({ status: 'Error: Invalid survey ID' });
    if (format !== 'json') return answered({ status: `Error: unsupported document type ${format}` });
    this.surveys ??= new Surveys(call.world.seed);
    const all = [...this.surveys.between(BRAND.key, call.world.firstDay(call.today), addDays(call.today, 1), call.now)];
    if (all.length === 0) return answered({ status: 'No Data, could not get max id.' });
    const found = all
      .filter(({ number }) => number >= Number(from ?? 1) && number <= Number(to ?? Number.MAX_SAFE_INTEGER))
      .filter(({ finished }) => completion === 'all' || finished === (completion === 'complete'));
    const responses = call.page(found.map(written), (response) => ({ ...response, NPS: '47' }));
    return answered(Buffer.from(JSON.stringify({ responses })).toString('base64'));
  }
}

function answered(result: unknown): Answer {
  return json({ id: 1, result, error: null });
}

/** A response in short codes; every field is text, and what was not answered, or not asked, is null. */
function written({ number, at, finished, knows, considers, nps, csat, ageGroup }: Respondent) {
  const yes = (is: boolean | null) => (is === null ? null : is ? 'Y' : 'N');
  return {
    id: String(number),
    submitdate: finished ? berlin.format(at) : null,
    lastpage: finished ? '3' : '2',
    startlanguage: 'de',
    seed: String(number * 7919),
    AGE: ageGroup,
    'KNOWN[SQ001]': yes(knows.includes('kumo')),
    'KNOWN[SQ002]': yes(knows.includes('teaforest')),
    CONSIDER: yes(considers),
    NPS: nps === null ? null : String(nps),
    CSAT: csat === null ? null : String(csat),
  };
}

/** `2026-06-03 11:20:15`. */
const berlin = new Intl.DateTimeFormat('sv-SE', { timeZone: BRAND.timeZone, dateStyle: 'short', timeStyle: 'medium' });

const YES_NO = { Y: 1, N: 0 };

/** Kumo's brand survey. */
export default mounted({
  sources: [
    {
      key: `${NAME}-${BRAND.key}`,
      name: `${BRAND.names.en} brand survey`,
      connector: NAME,
      mount: `/${NAME}`,
      config: {
        surveyId: SURVEY,
        study: 'kumo-brand',
        segment: 'AGE',
        questions: [
          { from: 'KNOWN[SQ001]', question: 'aware_aided', scores: YES_NO },
          { from: 'KNOWN[SQ002]', question: 'aware_aided', scores: YES_NO, brand: 'teaforest' },
          { from: 'CONSIDER', question: 'consider', scores: YES_NO },
          { from: 'NPS', question: 'nps' },
          { from: 'CSAT', question: 'csat' },
        ],
      },
      secrets: { user: USER, password: PASSWORD },
      brand: BRAND.key,
      timeZone: BRAND.timeZone,
    },
  ],
  open: () => new LimeSurvey(),
});
