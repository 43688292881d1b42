import { z } from 'zod';
import { SurveyAnswer } from '../../entities/facts/SurveyAnswer';
import { dayIn } from '../../src/lib/day';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { Fatal, Retriable, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { instantsOf } from '../record/instants-of';
import { jsonOrNull } from '../record/json-or-null';
import { list } from '../record/list';
import { surveyQuestions } from '../record/survey-questions';
import { surveyRows } from '../record/survey-rows';

const config = z.object({
  /** Accounts in the European data centre have `https://api.eu.typeform.com`. */
  baseUrl: baseUrl('https://api.typeform.com'),
  formId: z.string().regex(/^\w+$/, 'expected the id of a form'),
  pageSize: z.int().min(1).max(1000).default(500),
  ...surveyQuestions,
});
type Config = z.infer<typeof config>;

const choice = z.looseObject({ label: z.string().optional(), other: z.string().optional() });
const answer = z.looseObject({
  field: z.looseObject({ id: z.string(), ref: z.string().optional() }),
  type: z.string(),
  choice: choice.optional(),
  choices: z.looseObject({ labels: z.array(z.string()).default([]), other: z.string().optional() }).optional(),
});
type Answer = z.infer<typeof answer>;

const response = z.looseObject({
  token: z.string().min(1),
  landed_at: z.string(),
  submitted_at: z.iso.datetime({ offset: true }),
  hidden: z.record(z.string(), z.unknown()).nullish(),
  answers: z.array(answer).nullish(),
});
type Response = z.infer<typeof response>;

/** What Typeform writes where a response was never handed in. */
const NEVER = '0001-01-01';

/**
 * Typeform's responses, newest first, page by page before the last token. Those of the last half hour may be missing, so each pull reads from the
 * day before the last one again. Answers are by the reference of their field, else by its id; hidden fields by their names. Choices are their labels.
 */
export default connector({
  name: 'typeform',
  label: 'Typeform',
  schedule: '5 */2 * * *',
  auth: { kind: 'header', header: 'authorization', secret: 'accessToken', prefix: 'Bearer ' },
  secrets: ['accessToken'],
  rateLimit: { requests: 2, perSeconds: 1 },
  historyDays: 730,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'responses',
      into: SurveyAnswer,
      lookbackDays: 1,
      lagDays: 0,
      request: ({ config, window, source }: PullContext<Config>) => {
        const { from, until } = instantsOf(window, source.timeZone);
        const query = new URLSearchParams({
          page_size: String(config.pageSize),
          since: toSecond(from),
          until: toSecond(new Date(until.getTime() - 1000)),
        });
        return { url: `${config.baseUrl}/forms/${config.formId}/responses?${query}` };
      },
      next: (page, { config }) => {
        const { items } = envelope(page);
        const last = items.at(-1) as { token?: string } | undefined;
        return items.length < config.pageSize || last?.token === undefined ? null : before(page.request, last.token);
      },
      classify,
      records: (page) => envelope(page).items,
      shape: response,
      map: (record, { source, config }) => {
        if (record.submitted_at.startsWith(NEVER)) return [];
        const day = dayIn(source.timeZone, new Date(record.submitted_at));
        return surveyRows({ respondent: record.token, day, values: valuesOf(record) }, config, source);
      },
    }),
  ],
});

/** Typeform reads UTC to the second, without a zone. */
function toSecond(instant: Date): string {
  return instant.toISOString().slice(0, 19);
}

function before(request: HttpRequest, token: string): HttpRequest {
  const url = new URL(request.url);
  url.searchParams.set('before', token);
  return { url: url.toString() };
}

function valuesOf({ hidden, answers }: Response): Record<string, unknown> {
  return { ...hidden, ...Object.fromEntries((answers ?? []).map((each) => [each.field.ref ?? each.field.id, saidIn(each)])) };
}

/** An answer stands under the name of its type: `{"type": "number", "number": 9}`. */
function saidIn(each: Answer): unknown {
  if (each.choice) return each.choice.label ?? each.choice.other ?? null;
  if (each.choices) return [...each.choices.labels, ...(each.choices.other === undefined ? [] : [each.choices.other])];
  return each[each.type] ?? null;
}

function envelope(page: Page) {
  const parsed = z.looseObject({ items: list }).safeParse(page.json());
  if (!parsed.success) throw new Fatal(`typeform: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"items": […]}`);
  return parsed.data;
}

const failure = z.looseObject({ code: z.string(), description: z.string().default('') });

function classify(page: Page): void {
  const parsed = failure.safeParse(jsonOrNull(page));
  if (!parsed.success) return;
  const { code, description } = parsed.data;
  const told = `typeform: ${page.status} ${code}: ${description}`;
  if (page.status === 429 || page.status >= 500 || /TOO_MANY_REQUESTS|RATE_LIMIT/i.test(code)) throw new Retriable(told);
  if (page.status === 401 || code === 'AUTHENTICATION_FAILED') throw new Unauthorized(told);
  throw new Fatal(told);
}
