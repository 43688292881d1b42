import type { Session } from '../../database/session';
import { flagsOf, QUALITY_FLAGS, type QualityFlag } from './quality-flags';
import { readResponses } from './responses';
import { knownStudy } from './stored-study';

/** How good the responses of a wave are: who has which flag. */
export interface Quality {
  readonly responses: number;
  readonly flagged: number;
  /** The first {@link MOST_SHOWN} respondents of each flag. */
  readonly flags: { flag: QualityFlag; responses: number; respondents: string[] }[];
}

const MOST_SHOWN = 100;

/** Judges the responses of a wave. Throws a BadQuestion where there is no such study. */
export async function waveQuality(session: Session, study: string, wave: string): Promise<Quality> {
  const stored = await knownStudy(session, study, 'quality.study');
  const responses = await readResponses(session, stored, wave);
  const flags = flagsOf(responses, stored);
  const having = (flag: QualityFlag) => responses.filter((_, at) => flags[at]!.includes(flag)).map(({ respondent }) => respondent);
  return {
    responses: responses.length,
    flagged: flags.filter((own) => own.length > 0).length,
    flags: QUALITY_FLAGS.map((flag) => ({ flag, responses: having(flag).length, respondents: having(flag).slice(0, MOST_SHOWN) })),
  };
}
