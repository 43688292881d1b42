import { Fatal, IngestError, Retriable } from '../errors';

/** Takes a refusal for what it means when a token was asked for: what does not pass by itself needs new credentials, and is Fatal. */
export function forGrant(refuse: () => void): void {
  try {
    refuse();
  } catch (error) {
    if (error instanceof Retriable || !(error instanceof IngestError)) throw error;
    throw new Fatal(`${error.message}: the source needs new credentials`);
  }
}
