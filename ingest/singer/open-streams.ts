import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../../src/database/session';
import type { JsonReadings } from '../../src/lib/lossless-json';
import { BadRecord, Fatal } from '../errors';
import type { ImportDefaults } from '../import-defaults';
import { keepStream } from '../landed/keep-stream';
import { checkStorable } from '../landed/landed-row';
import { type StreamMeaning, type StreamTarget, streamTarget } from '../landed/stream-meaning';
import { type ClaimedRun, holdRun } from '../runs';
import type { SchemaMessage } from './message';
import { recordCheck } from './record-check';
import { columnsNotIn } from './schema-columns';
import type { SingerMap } from './singer-map';

/** What a load was told about streams beside their schemas. */
export interface StreamOptions {
  readonly map: SingerMap | null;
  readonly stated: ImportDefaults;
  readonly remembered: ImportDefaults;
  readonly hardDelete: boolean;
  /** Takes records as they come, whatever their schema says. */
  readonly unchecked: boolean;
}

/** The streams that have been described so far. */
export class OpenStreams {
  private readonly meanings = new Map<string, { meaning: StreamMeaning; described: string }>();
  private readonly targets: ReadonlyMap<string, StreamTarget>;

  /** Throws an Error when the map does not fit the facts. */
  constructor(private readonly options: StreamOptions) {
    this.targets = targetsOf(options);
  }

  /** Whether a schema says something else than the stream's last. */
  isNews({ stream, schema, keyProperties }: SchemaMessage): boolean {
    return this.meanings.get(stream)?.described !== described(schema.exact, keyProperties);
  }

  /** Takes a schema for the records to come, and keeps it. Throws Fatal when it is none, or the map or what is kept does not fit it. */
  async open(database: DataSource, run: ClaimedRun, message: SchemaMessage): Promise<void> {
    const { stream, schema, keyProperties } = message;
    const target = this.targets.get(stream) ?? null;
    const check = recordCheck(schema.plain);
    checkKeepable(schema);
    if (target) checkColumns(message, target);
    const meaning: StreamMeaning = { stream, keyProperties, check: this.options.unchecked ? () => undefined : check, target };
    await inWorkspace(database, run.workspaceId, (session) => this.keep(session, run, meaning, JSON.stringify(schema.exact)));
    this.meanings.set(stream, { meaning, described: described(schema.exact, keyProperties) });
  }

  /** What is known of a stream. Throws Fatal when it has not been described. */
  named(stream: string): StreamMeaning {
    const found = this.meanings.get(stream);
    if (!found) throw new Fatal(`stream ${stream}: has no SCHEMA yet; expected one before its first RECORD`);
    return found.meaning;
  }

  /** The streams that have been described, in the order of their first schema. */
  all(): StreamMeaning[] {
    return [...this.meanings.values()].map(({ meaning }) => meaning);
  }

  /** The streams of the map that have not been described. */
  unseen(): string[] {
    return [...this.targets.keys()].filter((stream) => !this.meanings.has(stream));
  }

  private async keep(session: Session, run: ClaimedRun, meaning: StreamMeaning, schema: string): Promise<void> {
    await holdRun(session, run);
    const { hardDelete } = this.options;
    await keepStream(session, { sourceId: run.sourceId, runId: run.runId, meaning, schema, hardDelete });
  }
}

function targetsOf({ map, stated, remembered }: StreamOptions): Map<string, StreamTarget> {
  return new Map(
    Object.entries(map?.streams ?? {}).map(([stream, rules]) => {
      try {
        return [stream, streamTarget(rules, stated, remembered)];
      } catch (error) {
        throw new Error(`map ${map?.name}: streams.${stream}: ${(error as Error).message}`);
      }
    }),
  );
}

/** The schema is kept beside its records. */
function checkKeepable({ exact }: JsonReadings): void {
  try {
    checkStorable(exact);
  } catch (error) {
    throw error instanceof BadRecord ? new Fatal(`schema: ${error.message}`) : error;
  }
}

function described(schema: unknown, keyProperties: readonly string[]): string {
  return JSON.stringify([schema, keyProperties]);
}

function checkColumns({ stream, schema }: SchemaMessage, { rules }: StreamTarget): void {
  const { lacking, known } = columnsNotIn(schema.plain, rules);
  if (lacking.length === 0) return;
  const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
  throw new Fatal(`stream ${stream}: its schema has no ${quoted(lacking)}, which the map reads; it has ${quoted(known)}`);
}
