/** Base of the errors that the runner acts on; named by what it does next. */
export abstract class IngestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Worth trying again: the platform is busy, slow or unreachable. Waits `afterMs` when the platform named a time, else backs off. */
export class Retriable extends IngestError {
  constructor(
    message: string,
    readonly afterMs?: number,
  ) {
    super(message);
  }
}

/** The access token was refused: the runner fetches a new one, once, and asks again. */
export class Unauthorized extends IngestError {}

/** The answer would be too large: the runner asks for a smaller window. */
export class TooLarge extends IngestError {}

/** This part of the source cannot be had, the rest can: the run goes on and ends as PARTIAL. */
export class Skippable extends IngestError {}

/** Nothing more can be had until someone acts (a bad credential, a wrong setting): the run ends as FAILED. */
export class Fatal extends IngestError {}

/** The database failed, not the platform: the run goes on from its last committed page when that is well again. */
export class DatabaseTrouble extends IngestError {
  constructor(run: { readonly runId: number }, trouble: string) {
    super(`run ${run.runId}: the database failed (${trouble}); it goes on from its last page when the database is well again`);
  }
}

/** One record that cannot become a row; it is quarantined with this reason and the page goes on. */
export class BadRecord extends IngestError {
  constructor(
    reason: string,
    readonly place?: string,
    readonly value?: string,
  ) {
    super(reason);
  }
}
