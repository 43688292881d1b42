import { performance } from 'node:perf_hooks';
import { Client } from 'pg';
import { Preamble } from '../src/database/preamble';
import { StatementBatch } from '../src/database/statement-batch';
import { TextQuery } from '../src/database/text-query';

/** How often a kind of statement ran and how long its callers waited for it. */
export interface StatementTime {
  count: number;
  ms: number;
}

/** What the pg client's `query` is given: text, a configuration with text, or something that writes itself, such as a COPY. */
type Asked = string | { text?: string; cursor?: { text?: string } };

/** Statements of all connections of this process, by their first words, since {@link watchStatements}. */
export class StatementTimes {
  /** By their whole text: the name is made when somebody asks, so that measuring takes next to nothing of what is measured. */
  private readonly byText = new Map<string, StatementTime>();

  get times(): Map<string, StatementTime> {
    const times = new Map<string, StatementTime>();
    for (const [sql, { count, ms }] of this.byText) {
      const time = times.get(nameOf(sql)) ?? { count: 0, ms: 0 };
      times.set(nameOf(sql), { count: time.count + count, ms: time.ms + ms });
    }
    return times;
  }

  /** Forgets what was counted. */
  clear(): void {
    this.byText.clear();
  }

  /** All statements together. */
  total(): StatementTime {
    const all = [...this.byText.values()];
    return { count: all.reduce((sum, { count }) => sum + count, 0), ms: all.reduce((sum, { ms }) => sum + ms, 0) };
  }

  add(sql: string, ms: number): void {
    const known = this.byText.get(sql);
    if (known) {
      known.count += 1;
      known.ms += ms;
    } else this.byText.set(sql, { count: 1, ms });
  }
}

/**
 * Counts and times every statement that the process sends from now on. A COPY is timed until the server has taken its last row; what is sent behind
 * another statement of its connection, from that one's answer, except in a batch.
 */
export function watchStatements(): StatementTimes {
  const times = new StatementTimes();
  const answered = new WeakMap<Client, number>();
  const send = Client.prototype.query as (...given: unknown[]) => unknown;
  const add = StatementBatch.prototype.add;
  StatementBatch.prototype.add = function watched(statement) {
    const start = performance.now();
    const answer = add.call(this, statement);
    const done = () => times.add(statement.text, performance.now() - start);
    answer.then(done, done);
    return answer;
  };
  const take = StatementBatch.prototype.take;
  StatementBatch.prototype.take = function watched(query) {
    const start = performance.now();
    take.call(this, query);
    if (!(query instanceof TextQuery || query instanceof Preamble)) return;
    // What a transaction sets for itself belongs to its BEGIN, and the end of the one before, where it is one statement with it, counts as one.
    const sql = query instanceof Preamble ? query.statements[0]! : query.text;
    const done = () => times.add(sql, performance.now() - start);
    query.answer.then(done, done);
  };
  Client.prototype.query = function watched(this: Client, ...given: unknown[]): unknown {
    if (given[0] instanceof StatementBatch) return send.apply(this, given);
    const sql = textOf(given[0] as Asked);
    const start = performance.now();
    const done = () => {
      const now = performance.now();
      times.add(sql, now - Math.max(start, answered.get(this) ?? 0));
      answered.set(this, now);
    };
    const callback = given.at(-1);
    if (typeof callback === 'function') {
      given[given.length - 1] = (...answer: unknown[]) => {
        done();
        callback(...answer);
      };
      return send.apply(this, given);
    }
    const answer = send.apply(this, given);
    const told = answer instanceof TextQuery ? answer.answer : answer;
    if (told instanceof Promise) told.then(done, done);
    else (answer as NodeJS.WritableStream).once('finish', done);
    return answer;
  } as never;
  return times;
}

function textOf(asked: Asked): string {
  return typeof asked === 'string' ? asked : (asked.text ?? asked.cursor?.text ?? '?');
}

/** A statement's verb and the table it is about. */
function nameOf(sql: string): string {
  const text = sql.replace(/\s+/g, ' ').trim();
  const [verb = ''] = text.split(' ');
  const table = /\b(?:INTO|UPDATE|FROM|COPY) ((?:hub|fact|stage|rollup|bench|typeorm)\.[\w"]+)/i.exec(text)?.[1]?.replaceAll('"', '');
  return table ? `${verb} ${table}` : text.split(' ').slice(0, 3).join(' ');
}
