import type { FactClass } from '../../entities/facts/fact';
import type { Json } from '../../src/lib/lossless-json';
import { type MappedRecord, type RejectedRecord, recordMapper } from '../files/map-records';
import type { MappingRules } from '../files/mapping';
import type { SourceRecord } from '../files/source-record';
import { targetOfFact } from '../files/target-of-fact';
import { filledRules, type ImportDefaults } from '../import-defaults';
import { factNamed } from '../import-reading';

/** What is known of a stream's records: what makes them one, what they must look like, and what they become. */
export interface StreamMeaning {
  readonly stream: string;
  readonly keyProperties: readonly string[];
  /** Throws BadRecord when a record is not what its stream promised. */
  readonly check: (record: Json) => void;
  /** The fact that the records become rows of; null when they are kept as they came. */
  readonly target: StreamTarget | null;
}

/** A fact, and the rules by which records become its rows. */
export interface StreamTarget {
  readonly fact: FactClass;
  readonly rules: MappingRules;
  readonly map: (record: SourceRecord) => MappedRecord | RejectedRecord;
}

/**
 * Makes rules ready to run, with what is stated of all records in them and what is remembered where they are silent. Throws an Error that names the
 * unknown fact, the unknown column or the required column without a rule.
 */
export function streamTarget(rules: MappingRules, stated: ImportDefaults = {}, remembered: ImportDefaults = {}): StreamTarget {
  const fact = factNamed(rules.target);
  const filled = filledRules(rules, fact, stated, remembered);
  return { fact, rules: filled, map: recordMapper(filled, targetOfFact(fact)) };
}
