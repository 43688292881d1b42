import { CronExpressionParser } from 'cron-parser';
import { type FactClass, factOf } from '../../entities/facts/fact';
import type { Page, PullContext } from '../../ingest/connector';
import { type AnyConnector, type AnyStream, loadConnectors } from '../../ingest/load-connectors';
import { rowsOf } from '../../ingest/read-records';
import { parseJson } from '../../src/lib/lossless-json';
import { type Answer, answeredPage, type RecordedAnswers, type RecordedStream, recordedAnswers } from '../support/recorded-answers';

function contextOf(connector: AnyConnector, fixture: RecordedAnswers, stream: RecordedStream): PullContext<unknown> {
  return {
    source: fixture.source,
    config: connector.config.parse(fixture.config),
    window: stream.window ?? { from: '2026-11-01', to: '2026-11-03' },
    cursor: (stream.cursor ?? null) as never,
    part: stream.part ?? '',
    brands: stream.brands ?? [],
    today: '2026-11-23',
  };
}

/** The requests and pages of a pull, until the stream says that there is no more. */
function pull(stream: AnyStream, context: PullContext<unknown>, answers: Answer[]) {
  const pages = [];
  for (let request: ReturnType<AnyStream['request']> | null = stream.request(context); request !== null; ) {
    const answer = answers[pages.length];
    if (!answer) throw new Error(`${stream.name}: asked for page ${pages.length + 1} of ${answers.length}`);
    const page = answeredPage(request, answer);
    stream.classify?.(page);
    pages.push(page);
    request = stream.next?.(page, context) ?? null;
  }
  return pages;
}

const text = (value: unknown) => JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? String(each) : each));

function keyOf(fact: FactClass, row: Record<string, unknown>): string {
  const keys = factOf(fact).columns.filter((column) => column.role === 'key');
  return text([
    row.day,
    ...keys.map((column) =>
      column.kind === 'campaign' ? ((row.campaign as { key: string } | null)?.key ?? '') : (row[column.property] ?? ''),
    ),
  ]);
}

/** A copy of a record without what stands at the path (`a.b`, `a.0`). */
function without(record: unknown, at: string): unknown {
  const copy = structuredClone(record);
  const steps = at.split('.');
  const last = steps.pop() as string;
  const owner = steps.reduce((value, step) => (value as Record<string, unknown>)[step], copy) as Record<string, unknown>;
  delete owner[last];
  return copy;
}

/** What a record is refused with: the issues of its shape or the reason of its mapping; '' when it is accepted. */
function refusalOf(stream: AnyStream, record: unknown, context: PullContext<unknown>): string {
  const parsed = stream.shape.safeParse(record);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  try {
    stream.map(parsed.data, context);
    return '';
  } catch (error) {
    const { name, message, place } = error as { name: string; message: string; place?: string };
    return name === 'BadRecord' ? `${place}: ${message}` : '';
  }
}

const CONNECTORS = [...loadConnectors()];
const isPulled = ([, { streams }]: (typeof CONNECTORS)[number]) => streams.length > 0;

it('a connector that pulls nothing is never due', () => {
  const pushed = CONNECTORS.filter((each) => !isPulled(each));
  expect(pushed.map(([file, { name, schedule }]) => [file, name, schedule])).toEqual([['push', 'push', '']]);
});

describe.each(CONNECTORS.filter(isPulled))('the connector %s', (file, connector) => {
  const fixture = recordedAnswers(file);

  it('is named as its file and has a schedule that cron understands', () => {
    expect(connector.name).toBe(file);
    expect(CronExpressionParser.parse(connector.schedule).next().toDate()).toBeInstanceOf(Date);
    expect(() => new Intl.DateTimeFormat('en', { timeZone: connector.timeZone })).not.toThrow();
  });

  it('has streams of distinct names, each with a recorded answer', () => {
    const names = connector.streams.map((stream) => stream.name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(fixture.streams).sort()).toEqual([...names].sort());
  });

  it('accepts its recorded settings and refuses an address that is not of the web', () => {
    expect(connector.config.safeParse({ ...(fixture.config as object), baseUrl: 'file:///etc' }).success).toBe(false);
    expect(connector.config.safeParse(fixture.config).success).toBe(true);
  });

  it.each(fixture.errors.map((error) => [error.when, error] as const))('takes "%s" for what it is', (_when, error) => {
    const [stream] = connector.streams as [AnyStream];
    const context = contextOf(connector, fixture, fixture.streams[stream.name] as RecordedStream);
    const page = answeredPage(stream.request(context), error.answer);
    const act = () => {
      stream.classify?.(page);
      stream.records(page);
    };
    expect(thrownBy(act)).toMatchObject({ name: error.throws, ...(error.afterMs === undefined ? {} : { afterMs: error.afterMs }) });
  });

  describe.each(connector.streams.map((stream) => [stream.name, stream] as const))('stream %s', (name, stream) => {
    const recorded = fixture.streams[name] as RecordedStream;
    const context = contextOf(connector, fixture, recorded);
    const pages = pull(stream, context, recorded.answers);
    const records = pages.flatMap((page) => stream.records(page));
    const rows = records.flatMap((record) => rowsOf(stream, record, context)) as Record<string, unknown>[];

    it('asks for its parts, and reads every recorded page and no more', () => {
      if (stream.parts) expect(stream.parts(context.config)).toContain(context.part);
      expect(pages).toHaveLength(recorded.answers.length);
    });

    it('gives as many rows as were recorded, with their values to the last digit', () => {
      expect(rows).toHaveLength(recorded.rows);
      for (const value of recorded.values) expect(text(rows)).toContain(value);
    });

    it('gives rows that have the columns of the fact, its day, and no others', () => {
      const columns = factOf(stream.into).columns;
      const known = new Set(['day', ...columns.map((column) => column.property)]);
      for (const row of rows) {
        expect(Object.keys(row).filter((property) => !known.has(property))).toEqual([]);
        expect(row.day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        for (const column of columns) {
          const value = row[column.property];
          if (column.kind === 'money' || column.kind === 'amount') expect(['bigint', 'undefined', 'object']).toContain(typeof value);
          if (column.role === 'key') expect(value ?? '').not.toBeNull();
        }
      }
    });

    it('gives no two rows one natural key', () => {
      const keys = rows.map((row) => keyOf(stream.into, row));
      expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
    });

    if (stream.posts) {
      const { platform, tell } = stream.posts;
      it('tells of each record whose words it holds, and that no record of another kind says that a post is gone', () => {
        for (const record of records)
          for (const row of rowsOf(stream, record, context) as Record<string, unknown>[]) {
            expect(row.platform).toBe(platform);
            expect(tell(record).holds).toContain(row.post);
            expect(tell(record).gone).not.toContain(row.post);
          }
        for (const odd of [null, 7, 'text', [], {}, { data: null }, { kind: 1 }]) expect(tell(odd)).toEqual({ holds: [], gone: [] });
      });
    }

    it('tolerates a field that it does not know', () => {
      const grown = { ...(records[0] as object), fieldOfTomorrow: { nested: [1] } };
      expect(refusalOf(stream, grown, context)).toBe('');
    });

    it.each(recorded.required.map((at) => [at]))('refuses a record without %s and names the place', (at) => {
      expect(refusalOf(stream, without(records[0], at), context)).toContain(at);
    });

    it('keeps every record as JSON text', () => {
      for (const record of records) expect(parseJson(text(record))).toEqual(record);
    });

    it('takes a window without data for what it is', () => {
      const [page, ...more] = pull(stream, context, [recorded.empty]) as [Page];
      expect(more).toEqual([]);
      expect(stream.records(page)).toEqual([]);
    });

    it('puts no secret in a request', () => {
      for (const page of pages) expect(text(page.request)).not.toMatch(/access_token|authorization|SECRET|Bearer/i);
    });
  });
});

function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return { name: 'nothing' };
}
