import { factOf } from '../../entities/facts/fact';
import { SurveyAnswer } from '../../entities/facts/SurveyAnswer';
import type { Parameters } from './parameters';

const HEAD = ['workspace_id', 'day', 'source_id'];
const TAIL = ['row_id', 'recorded_at', 'page_id', 'record_no'];

/**
 * Answers of surveys with the weights by which they count: those of the newest weighting of their study and wave by the instant (now when absent), and
 * where there is none, or it does not name the respondent, their own. A FROM item without an alias, as `rows` is.
 */
export function weightedRows(rows: string, workspaceId: number, asOf: string | undefined, parameters: Parameters): string {
  const workspace = parameters.add(workspaceId, 'integer');
  const then = asOf === undefined ? '' : ` AND g.recorded_at <= ${parameters.add(asOf, 'timestamptz')}`;
  const columns = [...HEAD, ...factOf(SurveyAnswer).columns.map(({ column }) => column), ...TAIL].map((column) =>
    column === 'weight_micros' ? 'coalesce(w.weight_micros, a.weight_micros) AS weight_micros' : `a.${column}`,
  );
  return `(
    SELECT ${columns.join(', ')} FROM ${rows} a
    LEFT JOIN (${weightsInForce(workspace, then)}) w
    ON w.study = a.study AND w.wave = a.wave AND w.respondent = a.respondent
  )`;
}

/** The weights in force: study, wave, respondent, weight_micros. `then` bounds the weightings `g`. */
export function weightsInForce(workspace: string, then = ''): string {
  return `SELECT n.study, n.wave, r.respondent, r.weight_micros
      FROM (SELECT DISTINCT ON (g.study, g.wave) g.id, g.study, g.wave FROM hub.weighting g WHERE g.workspace_id = ${workspace}${then}
        ORDER BY g.study, g.wave, g.recorded_at DESC) n
      JOIN hub.respondent_weight r ON r.workspace_id = ${workspace} AND r.weighting_id = n.id`;
}
