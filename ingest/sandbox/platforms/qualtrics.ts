import { zipSync } from 'fflate';
import { addDays, dayIn } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, objectOf, type Platform } from '../platform';
import { ownBrand } from '../world/brands';
import { type Respondent, Surveys } from '../world/surveys';

const NAME = 'qualtrics';
const TOKEN = 'sandboxQualtricsApiToken0001';
const SURVEY = 'SV_0sandboxLumina1';
const BRAND = ownBrand('lumina');

/** The choices of the question which brands one knows. */
const CHOICES: Record<string, string> = { lumina: '1', brightly: '2', solara: '3' };
const NAMES: Record<string, string> = { '1': 'Lumina', '2': 'Brightly', '3': 'Solara', '9': 'None of these' };

/** An export that was ordered: what it covers, and how often it was asked after. */
interface Export {
  readonly since: number;
  readonly until: number;
  polls: number;
}

/** Qualtrics' export of the responses of Lumina's survey: ordered, running at the first question after it and complete at the second, a ZIP of JSON. */
class Qualtrics implements Platform {
  readonly name = NAME;
  private readonly exports = new Map<string, Export>();
  private surveys: Surveys | undefined;

  answer(call: Call): Answer {
    if (call.headers['x-api-token'] !== TOKEN) return this.expired();
    const [, survey = '', id = '', file] = /^\/API\/v3\/surveys\/(\w+)\/export-responses(?:\/([\w-]+))?(\/file)?$/.exec(call.path) ?? [];
    if (survey !== SURVEY) return refused(404, 'Not Found', 'SR_0', 'The requested survey does not exist.');
    if (call.method === 'POST') return this.ordered(call);
    const ordered = this.exports.get(id);
    if (!ordered) return refused(404, 'Not Found', 'RP_0', 'The requested export does not exist.');
    return file ? this.file(call, ordered) : polled(id, ordered);
  }

  throttled(): Answer {
    return refused(429, 'Too Many Requests', 'RL_1', 'You have exceeded the allowed number of concurrent requests. Try again later.');
  }

  failed(): Answer {
    return refused(500, 'Internal Server Error', 'ISE_1', 'Something unexpected happened on our end.');
  }

  expired(): Answer {
    return refused(401, 'Unauthorized', 'AUTH_6', 'Unrecognized X-API-TOKEN.');
  }

  private ordered(call: Call): Answer {
    const { format, startDate, continuationToken } = objectOf(call) as { format?: string; startDate?: string; continuationToken?: string };
    const since = continuationToken === undefined ? Date.parse(startDate ?? '2000-01-01T00:00:00Z') : instantIn(continuationToken);
    if (format !== 'json' || Number.isNaN(since))
      return refused(400, 'Bad Request', 'EXP_1', 'Unsupported format, startDate or continuationToken.');
    const id = `ES_sandbox${this.exports.size + 1}`;
    this.exports.set(id, { since, until: call.now, polls: 0 });
    return enveloped({ progressId: id, percentComplete: 0, status: 'inProgress' });
  }

  private file(call: Call, { since, until }: Export): Answer {
    this.surveys ??= new Surveys(call.world.seed);
    const first = [call.world.firstDay(call.today), addDays(dayIn('UTC', new Date(since)), -1)].sort()[1] as string;
    const found = [...this.surveys.between(BRAND.key, first, addDays(call.today, 1), until)].filter(({ at }) => at > since);
    const responses = call.page(found.map(written), (response) => ({ ...response, values: { ...response.values, QID4: 47 } }));
    const file = { 'Lumina brand survey.json': new TextEncoder().encode(JSON.stringify({ responses })) };
    return { status: 200, headers: { 'content-type': 'application/zip' }, body: Buffer.from(zipSync(file, { mtime: '2026-01-01' })) };
  }
}

function polled(id: string, ordered: Export): Answer {
  ordered.polls++;
  if (ordered.polls === 1) return enveloped({ percentComplete: 40, status: 'inProgress' });
  return enveloped({ fileId: id, percentComplete: 100, status: 'complete', continuationToken: `cont.${ordered.until}` });
}

function instantIn(token: string): number {
  return Number(/^cont\.(\d+)$/.exec(token)?.[1] ?? Number.NaN);
}

function enveloped(result: Record<string, unknown>): Answer {
  return json({ result, meta: { requestId: 'sandbox-request', httpStatus: '200 - OK' } });
}

function refused(status: number, words: string, errorCode: string, errorMessage: string): Answer {
  return json({ meta: { httpStatus: `${status} - ${words}`, error: { errorCode, errorMessage }, requestId: 'sandbox-request' } }, status);
}

/** A response: codes under `values`, their words under `labels`; what was shown and not answered is only in `displayedFields`. */
function written(respondent: Respondent): { values: Record<string, unknown> } & Record<string, unknown> {
  const { number, startedAt, at, finished, knows, considers, nps, csat } = respondent;
  const known = knows.length === 0 ? ['9'] : knows.map((brand) => CHOICES[brand] as string);
  const asked = nps !== null;
  const opinion = asked ? { QID3: considers ? 1 : 2, QID4: nps, QID5: csat } : {};
  const said = asked ? { QID3: considers ? 'Yes' : 'No', QID5: `${csat} of 5` } : {};
  const iso = (instant: number) => new Date(instant).toISOString();
  return {
    responseId: `R_sandbox${number}`,
    values: {
      startDate: iso(startedAt),
      endDate: iso(at),
      // The last of each month is its author trying the survey out.
      status: number % 100 === 39 ? 1 : 0,
      finished: finished ? 1 : 0,
      recordedDate: iso(at),
      _recordId: `R_sandbox${number}`,
      QID1: respondent.ageGroup,
      QID2: known,
      ...opinion,
      weight: respondent.weight,
    },
    labels: {
      status: 'IP Address',
      finished: finished ? 'True' : 'False',
      QID2: known.map((code) => NAMES[code]),
      ...said,
    },
    displayedFields: ['QID1', 'QID2', ...(asked ? ['QID3', 'QID4', 'QID5'] : [])],
    displayedValues: {},
  };
}

/** Lumina's brand survey. */
export default mounted({
  sources: [
    {
      key: `${NAME}-${BRAND.key}`,
      name: `${BRAND.names.en} brand survey`,
      connector: NAME,
      mount: `/${NAME}`,
      config: {
        surveyId: SURVEY,
        study: 'lumina-brand',
        segment: 'QID1',
        weight: 'weight',
        questions: [
          { from: 'QID2', question: 'aware_aided', choice: '1' },
          { from: 'QID2', question: 'aware_aided', choice: '2', brand: 'brightly' },
          { from: 'QID2', question: 'aware_aided', choice: '3', brand: 'solara' },
          { from: 'QID3', question: 'consider', scores: { '1': 1, '2': 0 } },
          { from: 'QID4', question: 'nps' },
          { from: 'QID5', question: 'csat' },
        ],
      },
      secrets: { apiToken: TOKEN },
      brand: BRAND.key,
      timeZone: BRAND.timeZone,
    },
  ],
  open: () => new Qualtrics(),
});
