import { zipSync } from 'fflate';
import { z } from 'zod';
import type { HttpRequest, PullContext } from '../../../ingest/connector';
import { type AnyStream, connectorNamed, loadConnectors } from '../../../ingest/load-connectors';
import { pageOf } from '../../../ingest/page';
import { surveyQuestions } from '../../../ingest/record/survey-questions';
import { surveyRows } from '../../../ingest/record/survey-rows';

const SOURCE = { key: 'survey', brand: 'lumina' };
const settings = z.object(surveyQuestions);
const rowsOf = (given: object, values: Record<string, unknown>, words = {}, source: { key: string; brand: string | null } = SOURCE) =>
  surveyRows({ respondent: 'r', day: '2026-05-31', values, words }, settings.parse(given), source);
const one = (question: object, value: unknown, words?: unknown) =>
  rowsOf({ questions: [{ from: 'Q', ...question }] }, { Q: value }, words === undefined ? {} : { Q: words });

describe('the answers of a survey', () => {
  it.each<[string, object, unknown, unknown, bigint | null, string | null]>([
    ['a number', { question: 'nps' }, 9, undefined, 9_000_000n, '9'],
    ['a number in text', { question: 'csat' }, ' 4 ', undefined, 4_000_000n, '4'],
    ['yes', { question: 'consider' }, true, undefined, 1_000_000n, 'true'],
    ['a code with words', { question: 'consider', scores: { '1': 1, '2': 0 } }, 2, 'No', 0n, 'No'],
    ['words that are scored', { question: 'csat', scores: { 很满意: 5 } }, 3, '很满意', 5_000_000n, '很满意'],
    [
      'a choice that was made',
      { question: 'aware_aided', choice: 'Lumina' },
      ['1', '3'],
      ['Lumina', 'Solara'],
      1_000_000n,
      'Lumina; Solara',
    ],
    ['a choice that was not made', { question: 'aware_aided', choice: '2' }, ['1', '3'], ['Lumina', 'Solara'], 0n, 'Lumina; Solara'],
    ['an open answer', { question: 'why' }, 'bright', undefined, null, 'bright'],
    ['a fraction of a scale of its own', { question: 'wtp' }, '12.5', undefined, 12_500_000n, '12.5'],
    ['nothing', { question: 'nps' }, null, undefined, null, null],
    ['an empty text', { question: 'aware_aided', choice: '1' }, '', undefined, null, null],
  ])('%s', (_, question, value, words, score, answer) => expect(one(question, value, words)).toMatchObject([{ score, answer }]));

  it.each<[string, object, unknown, string]>([
    ['off its scale', { question: 'nps' }, 11, 'an answer to nps is from 0 to 10'],
    ['off its scale by its score', { question: 'csat', scores: { great: 6 } }, 'great', 'an answer to csat is from 1 to 5'],
    ['in words that have no score', { question: 'nps' }, 'likely', 'the answer has no score; say in "scores" what it counts'],
    [
      'that the scores do not list',
      { question: 'mood', scores: { good: 1 } },
      'bad',
      'the answer has no score; say in "scores" what it counts',
    ],
  ])('an answer %s refuses the response, with place and value', (_, question, value, reason) => {
    expect(() => one(question, value)).toThrow(
      expect.objectContaining({ name: 'BadRecord', message: reason, place: 'Q', value: String(value) }),
    );
  });

  it('that were not asked for give no row, and a brand of its own goes before that of the source', () => {
    const questions = [
      { from: 'A', question: 'nps' },
      { from: 'B', question: 'nps', brand: 'solara' },
    ];
    expect(rowsOf({ questions }, { B: 3 })).toMatchObject([{ brand: 'solara', score: 3_000_000n }]);
    expect(() => rowsOf({ questions }, { A: 3 }, {}, { key: 's', brand: null })).toThrow('the question belongs to no brand');
  });

  it.each([
    [undefined, '2026-05'],
    ['quarter', '2026-Q2'],
    ['year', '2026'],
    [{ fixed: 'Spring' }, 'Spring'],
  ])('belong to the wave %j: %s', (wave, name) =>
    expect(rowsOf({ questions: [{ from: 'Q', question: 'nps' }], wave }, { Q: 1 })).toMatchObject([{ wave: name }]),
  );

  it('weigh what the response says, 1 where none is said, and are refused with a weight that is none', () => {
    const weighed = (weight: unknown) => rowsOf({ questions: [{ from: 'Q', question: 'nps' }], weight: 'w' }, { Q: 1, w: weight });
    expect(rowsOf({ questions: [{ from: 'Q', question: 'nps' }] }, { Q: 1 })).toMatchObject([{ weight: 1_000_000n }]);
    expect(weighed('0.85')).toMatchObject([{ weight: 850_000n }]);
    for (const weight of [undefined, '', 'x', 0, '-1']) expect(() => weighed(weight)).toThrow('the weight must be a number above 0');
  });

  it('are not asked twice for one brand', () => {
    const twice = { questions: ['A', 'B'].map((from) => ({ from, question: 'nps' })) };
    expect(settings.safeParse(twice).success).toBe(false);
    expect(settings.safeParse({ questions: [] }).success).toBe(false);
  });
});

function streamOf(name: string, given: object, cursor: unknown = null): [AnyStream, PullContext<unknown>] {
  const connector = connectorNamed(loadConnectors(), name);
  const config = connector.config.parse({ questions: [{ from: 'NPS', question: 'nps' }], ...given });
  const source = { ...SOURCE, timeZone: 'Europe/Berlin', currency: null };
  const window = { from: '2026-11-01', to: '2026-11-03' };
  return [connector.streams[0]!, { source, config, window, cursor: cursor as never, part: '', brands: [], today: '2026-11-03' }];
}

const answered = (request: HttpRequest, body: unknown) =>
  pageOf({ request, status: 200, headers: {}, body: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)) });

describe('Qualtrics', () => {
  const given = { dataCenter: 'fra1', surveyId: 'SV_1' };
  const [stream, context] = streamOf('qualtrics', given);
  const progress = (request: HttpRequest, result: object) => answered(request, { result, meta: { httpStatus: '200 - OK' } });

  it('is asked for an export from the first day, then from where the last one ended', () => {
    expect(stream.request(context)).toMatchObject({
      url: 'https://fra1.qualtrics.com/API/v3/surveys/SV_1/export-responses',
      body: { format: 'json', allowContinuation: true, startDate: '2026-10-31T23:00:00.000Z' },
    });
    const [, later] = streamOf('qualtrics', given, { continuationToken: 'abc' });
    const { body } = stream.request(later);
    expect(body).toMatchObject({ continuationToken: 'abc' });
    expect(body).not.toHaveProperty('startDate');
  });

  it('exports neither the address nor the name of a respondent', () => {
    const { surveyMetadataIds } = stream.request(context).body as { surveyMetadataIds: string[] };
    expect(surveyMetadataIds).toEqual(['startDate', 'endDate', 'recordedDate', 'status', 'finished', '_recordId']);
  });

  it('is asked after until the export is complete, each time a little later, and only the file moves the cursor', () => {
    const order = progress(stream.request(context), { progressId: 'ES_1', percentComplete: 0, status: 'inProgress' });
    let request = stream.next?.(order, context) as HttpRequest;
    const waits = [stream.waitMs?.(order)];
    for (let poll = 0; poll < 6; poll++) {
      const page = progress(request, { percentComplete: 10 * poll, status: 'inProgress' });
      waits.push(stream.waitMs?.(page));
      expect(stream.cursor?.(page, context)).toBeNull();
      const next = stream.next?.(page, context) as HttpRequest;
      expect(next).not.toEqual(request);
      request = next;
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    const complete = progress(request, { percentComplete: 100, status: 'complete', fileId: 'f-1', continuationToken: 'next' });
    expect([stream.waitMs?.(complete), stream.cursor?.(complete, context)]).toEqual([0, null]);
    const file = stream.next?.(complete, context) as HttpRequest;
    expect(file.url).toBe('https://fra1.qualtrics.com/API/v3/surveys/SV_1/export-responses/f-1/file');
    const zip = Buffer.from(zipSync({ 'a.json': new TextEncoder().encode('{"responses":[{"id":9007199254740993}]}') }));
    const page = answered(file, zip);
    expect(stream.records(page)).toEqual([{ id: '9007199254740993' }]);
    expect([stream.next?.(page, context), stream.cursor?.(page, context)]).toEqual([null, { continuationToken: 'next' }]);
    expect(() => stream.records(answered(file, zip.subarray(0, 60)))).toThrow(expect.objectContaining({ name: 'Retriable' }));
  });

  it('whose export fails, or never ends, leaves it to the next pull', () => {
    const skipped = (state: object, status: string) => {
      const page = progress({ url: 'https://x.example/', state: state as never }, { percentComplete: 0, status });
      return () => stream.next?.(page, context);
    };
    expect(skipped({ step: 'poll', poll: 1 }, 'failed')).toThrow(expect.objectContaining({ name: 'Skippable' }));
    expect(skipped({ step: 'poll', poll: 120 }, 'inProgress')).toThrow(expect.objectContaining({ name: 'Skippable' }));
  });
});

describe('LimeSurvey', () => {
  const given = { baseUrl: 'https://survey.example', surveyId: 7, rereadResponses: 10 };
  const result = (value: unknown) => ({ id: 1, result: value, error: null });
  const exported = (responses: object[]) => result(Buffer.from(JSON.stringify({ responses })).toString('base64'));

  it('is asked from the first response, then from some before the last one, for those may be handed in late', () => {
    const [stream, context] = streamOf('limesurvey', given);
    expect(stream.request(context).body).toEqual({
      method: 'export_responses',
      params: [7, 'json', null, 'complete', 'code', 'short', 1],
      id: 1,
    });
    const page = answered(stream.request(context), exported([{ id: '31', submitdate: '2026-11-01 10:00:00' }, { id: '28' }]));
    const cursor = stream.cursor?.(page, context);
    expect(cursor).toEqual({ lastId: 31 });
    expect(stream.request({ ...context, cursor: cursor as never }).body).toMatchObject({
      params: [7, 'json', null, 'complete', 'code', 'short', 22],
    });
    const later = { ...context, cursor: { lastId: 40 } };
    expect(stream.cursor?.(page, later)).toEqual({ lastId: 40 });
  });

  it.each(['No Data, could not get max id.', 'No Data, survey table does not exist.'])(
    '"%s" is an empty survey, and no error',
    (status) => {
      const [stream, context] = streamOf('limesurvey', given, { lastId: 3 });
      const page = answered(stream.request(context), result({ status }));
      expect(() => stream.classify?.(page)).not.toThrow();
      expect([stream.records(page), stream.cursor?.(page, context)]).toEqual([[], { lastId: 3 }]);
    },
  );

  it('puts the key of its session before the parameters, and says how long it is locked out', () => {
    const { auth } = connectorNamed(loadConnectors(), 'limesurvey');
    if (auth.kind !== 'session') throw new Error('expected a session');
    const [stream, context] = streamOf('limesurvey', given);
    const placed = auth.place(stream.request(context), 'key', () => '', new Date()).body as { params: unknown[] };
    expect(placed.params.slice(0, 3)).toEqual(['key', 7, 'json']);
    const refused = (status: string) => () => auth.granted(answered({ url: 'https://survey.example' }, result({ status })));
    expect(refused('Invalid user name or password')).toThrow(expect.objectContaining({ name: 'Fatal' }));
    const locked = refused('You have exceeded the number of maximum login attempts. Please wait 10 minutes before trying again.');
    expect(locked).toThrow(expect.objectContaining({ name: 'Retriable', afterMs: 600_000 }));
  });

  it('that hides its dates needs a day to which the answers count', () => {
    const record = { id: '1', submitdate: '1980-01-01 00:00:00', NPS: '9' };
    const [stream, context] = streamOf('limesurvey', given);
    expect(() => stream.map(stream.shape.parse(record), context)).toThrow('the survey hides its dates');
    const [, dated] = streamOf('limesurvey', { ...given, day: '2026-10-15' });
    expect(stream.map(stream.shape.parse(record), dated)).toMatchObject([{ day: '2026-10-15', score: 9_000_000n }]);
  });
});

describe('Typeform', () => {
  it("is asked in seconds of UTC for the days of the source's zone, and on before the last token", () => {
    const [stream, context] = streamOf('typeform', { formId: 'f', pageSize: 1 });
    const request = stream.request(context);
    expect(Object.fromEntries(new URL(request.url).searchParams)).toEqual({
      page_size: '1',
      since: '2026-10-31T23:00:00',
      until: '2026-11-03T22:59:59',
    });
    const next = stream.next?.(answered(request, { items: [{ token: 'abc' }] }), context) as HttpRequest;
    expect(new URL(next.url).searchParams.get('before')).toBe('abc');
    expect(stream.next?.(answered(next, { items: [] }), context)).toBeNull();
  });
});
