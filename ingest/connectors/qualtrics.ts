import { unzipSync } from 'fflate';
import { z } from 'zod';
import { SurveyAnswer } from '../../entities/facts/SurveyAnswer';
import { dayIn } from '../../src/lib/day';
import { type Json, parseJson } from '../../src/lib/lossless-json';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { Fatal, Retriable, Skippable, Unauthorized } from '../errors';
import { instantsOf } from '../record/instants-of';
import { jsonOrNull } from '../record/json-or-null';
import { list } from '../record/list';
import { serverUrl } from '../record/server-url';
import { surveyQuestions } from '../record/survey-questions';
import { surveyRows } from '../record/survey-rows';

const config = z
  .object({
    /** The address of the data centre, `https://<data centre>.qualtrics.com`. */
    baseUrl: serverUrl.optional(),
    /** The name of the data centre in that address, in its stead. */
    dataCenter: z
      .string()
      .regex(/^[a-z0-9.-]+$/)
      .optional(),
    surveyId: z.string().regex(/^SV_\w+$/, 'expected the id of a survey, SV_…'),
    ...surveyQuestions,
  })
  .refine(({ baseUrl, dataCenter }) => baseUrl !== undefined || dataCenter !== undefined, {
    message: 'expected the data centre or its address',
    path: ['dataCenter'],
  })
  .transform(({ baseUrl, dataCenter, ...settings }) => ({ ...settings, baseUrl: baseUrl ?? `https://${dataCenter}.qualtrics.com` }));
type Config = z.infer<typeof config>;

const response = z.looseObject({
  responseId: z.string().min(1),
  values: z.looseObject({
    recordedDate: z.iso.datetime({ offset: true }),
    finished: z.union([z.literal(0), z.literal(1)]),
    status: z.int(),
  }),
  labels: z.record(z.string(), z.unknown()).default({}),
  /** The questions that were shown, answered or not. */
  displayedFields: z.array(z.string()).default([]),
});
type Response = z.infer<typeof response>;

const METADATA = ['startDate', 'endDate', 'recordedDate', 'status', 'finished', '_recordId'];

/** Bits of a response's status: seen by its author before the survey went out, made by the test generator, spam. */
const NOT_REAL = 1 | 2 | 8;

/**
 * Qualtrics' responses by export: ordered, asked after until it is ready, then fetched as a ZIP with one file of JSON. The next pull goes on from the
 * export's continuation token. Of the respondent only times and status are exported beside the answers, no address and no name. Previews, tests,
 * spam and unfinished responses give no rows. Answers are by question id (`QID7`, `QID8_TEXT`) or the name of embedded data.
 */
export default connector({
  name: 'qualtrics',
  label: 'Qualtrics',
  schedule: '50 */6 * * *',
  auth: { kind: 'header', header: 'x-api-token', secret: 'apiToken' },
  secrets: ['apiToken'],
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
      request: ({ config, window, cursor, source }: PullContext<Config>) => {
        const continuationToken = cursorShape.parse(cursor)?.continuationToken;
        const startDate = instantsOf(window, source.timeZone).from.toISOString();
        const since: Record<string, string> = continuationToken === undefined ? { startDate } : { continuationToken };
        const body = { format: 'json', allowContinuation: true, surveyMetadataIds: METADATA, ...since };
        return { method: 'POST', url: exportsOf(config), body, state: { step: 'order' } };
      },
      next,
      classify,
      waitMs: (page) => (stepOf(page).step === 'file' || progressOf(page).status === 'complete' ? 0 : pauseMs(stepOf(page).poll)),
      records: recordsIn,
      shape: response,
      map: (record, { source, config }) => {
        const { values } = record;
        if (values.finished === 0 || (values.status & NOT_REAL) !== 0) return [];
        const day = dayIn(source.timeZone, new Date(values.recordedDate));
        return surveyRows({ respondent: record.responseId, day, values: answersOf(record), words: record.labels }, config, source);
      },
      cursor: (page, context) => {
        const { continuationToken } = stepOf(page);
        return continuationToken === undefined ? context.cursor : { continuationToken };
      },
    }),
  ],
});

const cursorShape = z.object({ continuationToken: z.string().min(1) }).nullable();

function exportsOf({ baseUrl, surveyId }: Config): string {
  return `${baseUrl}/API/v3/surveys/${surveyId}/export-responses`;
}

/** A question that was shown and has no value was not answered. */
function answersOf({ values, displayedFields }: Response): Record<string, unknown> {
  return { ...Object.fromEntries(displayedFields.map((field) => [field, null])), ...values };
}

const stepShape = z.object({
  step: z.enum(['order', 'poll', 'file']),
  poll: z.int().default(0),
  continuationToken: z.string().optional(),
});

function stepOf(page: Page) {
  return stepShape.parse(page.request.state);
}

const progress = z.looseObject({
  result: z.looseObject({
    progressId: z.string().optional(),
    status: z.enum(['inProgress', 'complete', 'failed']),
    fileId: z.string().optional(),
    continuationToken: z.string().optional(),
  }),
});

function progressOf(page: Page) {
  const parsed = progress.safeParse(page.json());
  if (!parsed.success)
    throw new Fatal(`qualtrics: ${page.request.url} answered ${page.text().slice(0, 80)}; expected the progress of an export`);
  return parsed.data.result;
}

const MOST_POLLS = 120;

/** From the order to its progress, as often as it takes, and from there to the file. Throws Skippable when the export comes to nothing. */
function next(page: Page, { config }: PullContext<Config>): HttpRequest | null {
  const { step, poll } = stepOf(page);
  if (step === 'file') return null;
  const { status, progressId, fileId, continuationToken } = progressOf(page);
  if (status === 'failed') throw new Skippable('qualtrics: the export failed; it is ordered again at the next pull');
  if (status === 'complete') {
    if (fileId === undefined) return null;
    const state: { [key: string]: Json } = { step: 'file', ...(continuationToken && { continuationToken }) };
    return { url: `${exportsOf(config)}/${fileId}/file`, state };
  }
  if (poll >= MOST_POLLS)
    throw new Skippable(`qualtrics: the export was not ready after ${MOST_POLLS} questions; it is ordered again at the next pull`);
  const url = step === 'order' ? `${exportsOf(config)}/${progressId}` : page.request.url;
  return { url, state: { step: 'poll', poll: poll + 1 } };
}

/** A second after the order, then longer and longer, up to half a minute. */
function pauseMs(poll: number): number {
  return Math.min(30_000, 1000 * 2 ** poll);
}

/** A response file is some 2 kB a response. */
const MOST_BYTES = 1024 ** 3;

function recordsIn(page: Page): unknown[] {
  if (stepOf(page).step !== 'file') {
    progressOf(page);
    return [];
  }
  const parsed = z.looseObject({ responses: list }).safeParse(fileOf(page));
  if (!parsed.success) throw new Fatal(`qualtrics: ${page.request.url}: the file is no export in JSON; expected {"responses": […]}`);
  return parsed.data.responses;
}

/** The one file of the ZIP, as JSON. Throws Retriable when the ZIP is cut or damaged. */
function fileOf(page: Page): Json {
  try {
    const [file] = Object.values(unzipSync(page.body, { filter: ({ originalSize }) => originalSize <= MOST_BYTES }));
    return parseJson(new TextDecoder().decode(file));
  } catch (error) {
    throw new Retriable(`qualtrics: ${page.request.url}: the answer is no whole ZIP of JSON (${(error as Error).message})`);
  }
}

const failure = z.looseObject({
  meta: z.looseObject({
    httpStatus: z.string().regex(/^[45]\d\d/),
    error: z.looseObject({ errorCode: z.string().default(''), errorMessage: z.string().default('') }).prefault({}),
  }),
});

function classify(page: Page): void {
  const parsed = failure.safeParse(jsonOrNull(page));
  if (!parsed.success) return;
  const { httpStatus, error } = parsed.data.meta;
  const told = `qualtrics: ${httpStatus}: ${error.errorCode} ${error.errorMessage}`;
  const status = Number(httpStatus.slice(0, 3));
  if (status === 429 || status >= 500) throw new Retriable(told);
  if (status === 401) throw new Unauthorized(told);
  throw new Fatal(told);
}
