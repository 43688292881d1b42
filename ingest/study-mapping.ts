import { stringify } from 'yaml';
import type { FileQuestion, StudyFile } from '../src/metrics/research/study-file';
import type { WrittenMapping } from './import-defaults';
import { writtenMapping } from './import-mappings';

type Rules = Record<string, unknown>;

/** The state of an answer that counts. */
const ANSWERED = 'answered';

/**
 * The mapping by which a file of responses, one row a respondent, becomes answers to a study's questions. An empty cell was not shown and gives no row; what
 * `states` names is kept apart. Throws a RangeError where the study does not say how a file is read, and an Error where the mapping does not fit.
 */
export function studyMapping(study: StudyFile): WrittenMapping {
  const { file } = study;
  if (!file) throw new RangeError(`study ${study.key}: its file says no "file:"; expected the columns of the respondent and the day`);
  const states = Object.entries(file.states).flatMap(([state, cells]) => (cells ?? []).map((cell) => [cell, state] as const));
  const values = Object.fromEntries(study.questions.flatMap((question) => columnsOf(question, states)));
  const from = (column: string | undefined) => (column === undefined ? {} : { from: column });
  const own = (name: 'segment' | 'region') => (file[name] === undefined ? {} : { [name]: from(file[name]) });
  const mapping = {
    name: `study-${study.key}`,
    target: 'SurveyAnswer',
    ...(file.skipRows ? { file: { skipRows: file.skipRows } } : {}),
    rows: { columns: Object.keys(values), into: { key: 'question', value: 'answer' }, values },
    columns: {
      day: { from: file.day, required: true },
      brand: { const: study.brand },
      study: { const: study.key },
      wave: file.wave === undefined ? { const: study.waves[0]?.wave ?? study.key } : { from: file.wave, required: true },
      respondent: { from: file.respondent, required: true },
      weight: file.weight === undefined ? { const: '1' } : { from: file.weight, default: '1' },
      ...own('segment'),
      ...own('region'),
    },
  };
  return writtenMapping(stringify(mapping, { lineWidth: 0 }), `study ${study.key}`);
}

function columnsOf(question: FileQuestion, states: readonly (readonly [string, string])[]): [string, Rules][] {
  const { code, column, columns, brand } = question;
  const parts = columns
    ? Object.entries(columns).map(([option, from]) => [`${code}[${option}]`, from] as const)
    : [[code, column ?? code] as const];
  return parts.map(([name, from]) => [
    from,
    {
      question: name,
      ...(brand === undefined ? {} : { brand }),
      state: { from, values: Object.fromEntries(states), otherwise: ANSWERED },
      ...scoreOf(question, from, states),
    },
  ]);
}

/** What the cells of a question count: words by `scores`, of several choices 1 for chosen, of scales and numbers the number; other words count nothing. */
function scoreOf(question: FileQuestion, from: string, states: readonly (readonly [string, string])[]): Rules {
  const missing = states.map(([cell]) => cell);
  if (question.kind === 'multi') {
    const no = { '0': '0', no: '0', No: '0', false: '0', FALSE: '0' };
    const rule = question.chosen ? { values: yes(question.chosen), otherwise: '0' } : { values: no, otherwise: '1' };
    return { score: { from, missing, ...rule } };
  }
  if (question.scores) return { score: { from, missing, values: question.scores } };
  return ['scale', 'nps', 'numeric', 'rank', 'grid'].includes(question.kind) ? { score: { from, missing } } : {};
}

function yes(cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(cells.map((cell) => [cell, '1']));
}
