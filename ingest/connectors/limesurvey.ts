import { z } from 'zod';
import { SurveyAnswer } from '../../entities/facts/SurveyAnswer';
import { type Json, parseJson } from '../../src/lib/lossless-json';
import { connector, type Grant, type HttpRequest, type Page, type PullContext, type SecretOf, stream } from '../connector';
import { BadRecord, Fatal, Retriable, Unauthorized } from '../errors';
import { dayText } from '../record/day-text';
import { idText } from '../record/id-text';
import { jsonOrNull } from '../record/json-or-null';
import { list } from '../record/list';
import { serverUrl } from '../record/server-url';
import { surveyQuestions } from '../record/survey-questions';
import { surveyRows } from '../record/survey-rows';

const config = z.object({
  /** The address of the LimeSurvey server, without `index.php`. */
  baseUrl: serverUrl,
  surveyId: z.int().min(1),
  /** The language whose codes are exported; the survey's own unless said. */
  language: z.string().min(1).optional(),
  /** A response gets its number when it is begun and may be handed in later: so many of the last numbers are read again. */
  rereadResponses: z.int().min(0).default(500),
  /** The day of every answer of a survey that hides its dates. */
  day: dayText.optional(),
  ...surveyQuestions,
});
type Config = z.infer<typeof config>;

const response = z.looseObject({ id: idText, submitdate: z.string().nullish() });

/**
 * LimeSurvey's completed responses through RemoteControl 2 (JSON-RPC): one export of everything after the last response read, in codes. Times are
 * those of the server's zone. Where a survey hides its dates (all are 1 January 1980), `day` must be set.
 */
export default connector({
  name: 'limesurvey',
  label: 'LimeSurvey',
  schedule: '55 */6 * * *',
  auth: { kind: 'session', grant, granted, place },
  secrets: ['user', 'password'],
  rateLimit: { requests: 1, perSeconds: 1 },
  historyDays: 730,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'responses',
      into: SurveyAnswer,
      lookbackDays: 0,
      lagDays: 0,
      request: ({ config, cursor }: PullContext<Config>) => {
        const last = cursorShape.parse(cursor)?.lastId ?? 0;
        const from = Math.max(1, last + 1 - config.rereadResponses);
        return called(config.baseUrl, 'export_responses', [
          config.surveyId,
          'json',
          config.language ?? null,
          'complete',
          'code',
          'short',
          from,
        ]);
      },
      classify,
      records: recordsIn,
      shape: response,
      map: (record, { source, config }) => {
        const day = config.day ?? record.submitdate?.slice(0, 10) ?? '';
        if (day === '') return [];
        if (day === HIDDEN)
          throw new BadRecord('submitdate: the survey hides its dates; say in "day" to which one the answers count', 'submitdate');
        return surveyRows({ respondent: record.id, day, values: answersOf(record) }, config, source);
      },
      cursor: (page, context) => {
        const ids = (recordsIn(page) as { id?: unknown }[]).map(({ id }) => Number(id)).filter(Number.isInteger);
        const lastId = Math.max(cursorShape.parse(context.cursor)?.lastId ?? 0, ...ids);
        return lastId === 0 ? context.cursor : { lastId };
      },
    }),
  ],
});

const HIDDEN = '1980-01-01';
const cursorShape = z.object({ lastId: z.int().min(0) }).nullable();

/** An empty field was seen and not answered. */
function answersOf(record: z.infer<typeof response>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value === '' ? null : value]));
}

/** A call of the remote control; the session's key is put before its parameters when it is sent. */
function called(baseUrl: unknown, method: string, params: Json[]): HttpRequest {
  return { method: 'POST', url: `${baseUrl}/index.php/admin/remotecontrol`, body: { method, params, id: 1 } };
}

function grant(secret: SecretOf, config: Readonly<Record<string, unknown>>): HttpRequest {
  return called(config.baseUrl, 'get_session_key', [secret('user'), secret('password')]);
}

function place(request: HttpRequest, key: string): HttpRequest {
  const body = request.body as { method: string; params: Json[]; id: number };
  return { ...request, body: { ...body, params: [key, ...body.params] } };
}

const answer = z.looseObject({ result: z.unknown(), error: z.unknown().optional() });
const refusal = z.looseObject({ status: z.string() });

/** Refusals come under status 200 as `{"status": "…"}` in place of the result. */
function refusedWith(page: Page): string | undefined {
  const { result, error } = answer.safeParse(jsonOrNull(page)).data ?? {};
  return refusal.safeParse(result).data?.status ?? (error ? JSON.stringify(error) : undefined);
}

function granted(page: Page): Grant {
  const refused = refusedWith(page);
  if (refused === undefined)
    return {
      token: z
        .string()
        .catch('')
        .parse((page.json() as { result?: unknown }).result),
    };
  const wait = /wait (\d+) minutes?/i.exec(refused);
  if (wait) throw new Retriable(`limesurvey: ${refused}`, Number(wait[1]) * 60_000);
  throw new Fatal(`limesurvey: ${refused}: the source needs new credentials`);
}

function classify(page: Page): void {
  const refused = refusedWith(page);
  if (refused === undefined || isEmpty(refused)) return;
  const told = `limesurvey: ${refused}`;
  if (/invalid session key/i.test(refused)) throw new Unauthorized(told);
  throw new Fatal(told);
}

/** A survey without responses, or one that was never opened. */
function isEmpty(refused: string): boolean {
  return /^no data/i.test(refused);
}

/** The result is base64 of JSON; older servers wrap each response in an object under its number. */
function recordsIn(page: Page): unknown[] {
  if (refusedWith(page) !== undefined) return [];
  const { result } = answer.parse(page.json());
  const exported = z.looseObject({ responses: list }).safeParse(typeof result === 'string' ? decoded(result, page) : result);
  if (!exported.success)
    throw new Fatal(`limesurvey: ${page.request.url} answered ${page.text().slice(0, 80)}; expected an export in JSON`);
  return exported.data.responses.map(unwrapped);
}

function decoded(base64: string, page: Page): Json {
  try {
    return parseJson(Buffer.from(base64, 'base64').toString('utf8'));
  } catch (error) {
    throw new Retriable(`limesurvey: ${page.request.url}: the export is no JSON in base64 (${(error as Error).message})`);
  }
}

function unwrapped(item: unknown): unknown {
  const [[name, inner] = [], ...more] = Object.entries(item as object);
  return more.length === 0 && /^\d+$/.test(name ?? '') && typeof inner === 'object' ? inner : item;
}
