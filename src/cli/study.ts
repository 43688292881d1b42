import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { importFile } from '../../ingest/import-file';
import { studyMapping } from '../../ingest/study-mapping';
import { answerWaves } from '../metrics/research/compare-waves';
import { answerCrosstab, type Crosstab, type CrosstabCell } from '../metrics/research/crosstab';
import { QUALITY_FLAGS, type QualityFlag } from '../metrics/research/quality-flags';
import { saveStudy } from '../metrics/research/stored-study';
import { parseStudyFile, type StudyFile } from '../metrics/research/study-file';
import { waveQuality } from '../metrics/research/wave-quality';
import { weighStudy } from '../metrics/research/weigh-study';
import { EXIT } from './exit';
import { withHub } from './hub';
import { showImport } from './import-report';
import { print } from './print';
import { addCodingCommands } from './study-coding';
import { addLiftCommand } from './study-lift';

interface Json {
  json?: boolean;
}
interface Without extends Json {
  without?: QualityFlag[];
}
type TableOptions = Without & { columns?: string; wave?: string; unweighted?: boolean; correction: 'BONFERRONI' | 'HOLM' | 'NONE' };

const JSON_OPTION = ['--json', 'print JSON'] as const;
const without = () => new Option('--without <flags...>', 'leave out responses with one of these flags').choices([...QUALITY_FLAGS]);

/** `brandhub study load|import|quality|weigh|crosstab|waves|lift|codebook|code|coding`: surveys from their file to their tables. */
export function studyCommand(): Command {
  const study = new Command('study').description('surveys: load a study, import responses, judge and weigh them, tables, waves');
  study
    .command('load <file>')
    .description('make a study what its YAML file says; answers stay')
    .option(...JSON_OPTION)
    .action(load);
  study
    .command('import <study> <responses>')
    .description('load a file of responses, one row a respondent, as the study’s YAML file says')
    .option('--again', 'load the file although it was loaded before')
    .option(...JSON_OPTION)
    .action(importResponses);
  study
    .command('quality <key> <wave>')
    .description('which responses are to be read with care, and why; nothing is deleted')
    .option(...JSON_OPTION)
    .action(quality);
  study
    .command('weigh <key> <wave>')
    .description('weigh a wave to its margins: its answers count by these weights from now on')
    .addOption(without())
    .option(...JSON_OPTION)
    .action(weigh);
  study
    .command('crosstab <key> <rows>')
    .description('a table: column shares with letters, bases below')
    .option('--columns <code>', 'the question across')
    .option('--wave <wave>', 'of one wave (default: all together)')
    .option('--unweighted', 'count heads')
    .addOption(without())
    .addOption(new Option('--correction <way>', 'of the tests within a row').choices(['BONFERRONI', 'HOLM', 'NONE']).default('BONFERRONI'))
    .option(...JSON_OPTION)
    .action(crosstab);
  study
    .command('waves <key> <question>')
    .description('a question from wave to wave, weighted, with the test of each change')
    .option('--values <answers...>', 'the share of these answers (default: the mean score)')
    .option(...JSON_OPTION)
    .action(waves);
  addLiftCommand(study);
  addCodingCommands(study);
  return study;
}

async function fileOf(file: string): Promise<StudyFile> {
  return parseStudyFile(await readFile(file, 'utf8'), path.basename(file));
}

async function load(file: string, options: Json): Promise<void> {
  const study = await fileOf(file);
  await withHub(async (hub) => {
    const { questions, waves: asked } = await hub.session((session) => saveStudy(session, study));
    if (options.json) print({ key: study.key, questions: questions.length, waves: asked.length }, options, [], []);
    else process.stdout.write(`${study.key}: ${questions.length} questions, ${asked.length} waves\n`);
  });
}

async function importResponses(file: string, responses: string, options: Json & { again?: boolean }): Promise<void> {
  const study = await fileOf(file);
  await withHub(async (hub) => {
    await hub.session((session) => saveStudy(session, study));
    const brand = study.brand === '' ? {} : { brand: study.brand };
    const request = { workspaceId: hub.workspace.id, path: responses, ...studyMapping(study), ...brand, again: options.again ?? false };
    const result = await importFile(hub.database, request);
    if (result.quarantined > 0) process.exitCode = EXIT.partly;
    await showImport(hub, result, options);
  });
}

async function quality(key: string, wave: string, options: Json): Promise<void> {
  await withHub(async (hub) => {
    const found = await hub.session((session) => waveQuality(session, key, wave), { snapshot: true });
    const rows = found.flags.map(({ flag, responses, respondents }) => [flag, responses, respondents.slice(0, 5).join(', ')]);
    print(found, options, ['flag', 'responses', 'the first'], [...rows, ['any', found.flagged, `of ${found.responses}`]]);
  });
}

async function weigh(key: string, wave: string, options: Without): Promise<void> {
  await withHub(async (hub) => {
    const question = { study: key, wave, weighedBy: 'command line', without: options.without ?? [] };
    const report = await hub.session((session) => weighStudy(session, question));
    const rows = report.margins.map(({ question: code, value, n, target, unweighted, weighted }) => [
      ...[code, value, n, percent(target), percent(unweighted), percent(weighted)],
    ]);
    print(report, options, ['question', 'value', 'n', 'target', 'unweighted', 'weighted'], rows);
    if (options.json) return;
    const { rounds, converged, off, least, most, designEffect, effectiveN, efficiency, n } = report;
    process.stderr.write(
      `${converged ? 'converged' : `not converged, ${off.toPrecision(2)} off`} after ${rounds} rounds; weights ${least.toFixed(2)} to ${most.toFixed(2)}; ` +
        `design effect ${designEffect.toFixed(3)}, ${effectiveN.toFixed(0)} of ${n} effective (${percent(efficiency)})\n`,
    );
    for (const value of report.empty) process.stderr.write(`nobody answered ${value}\n`);
  });
}

async function crosstab(key: string, rows: string, options: TableOptions): Promise<void> {
  await withHub(async (hub) => {
    const { columns = null, wave = null, correction } = options;
    const question = { study: key, rows, columns, wave, correction, weighted: !options.unweighted, without: options.without ?? null };
    const found = await hub.session((session) => answerCrosstab(session, question), { snapshot: true });
    if (!found) throw new Error(`study: there is no "${key}"; expected one that brandhub study load has loaded`);
    showTable(found, options);
  });
}

function showTable(found: Crosstab, options: Json): void {
  const note = { NONE: '', SMALL: ' *', HIDDEN: ' **' };
  const header = [
    found.rowQuestion,
    ...found.columns.map(({ value, letter, suppression }) => `${letter ? `${letter} ${value}` : 'Total'}${note[suppression]}`),
  ];
  const cell = ({ columnShare, higherThan }: CrosstabCell) =>
    columnShare === null ? '' : `${percent(columnShare)} ${higherThan}`.trimEnd();
  const bases = [
    ['base', ...found.columns.map(({ base }) => String(base))],
    ['weighted base', ...found.columns.map(({ weightedBase }) => weightedBase.toFixed(1))],
    ['effective base', ...found.columns.map(({ effectiveBase }) => effectiveBase.toFixed(1))],
  ];
  print(found, options, header, [...found.rows.map(({ value, cells }) => [value, ...cells.map(cell)]), ...bases]);
  if (options.json) return;
  const more = [found.several ? 'several answers possible' : '', found.leftOut > 0 ? `${found.leftOut} responses left out` : ''].filter(
    Boolean,
  );
  process.stderr.write(`${[found.base, ...more].join('; ')}; * fewer than 30 answers, ** fewer than 5: not shown\n`);
}

async function waves(key: string, question: string, options: Json & { values?: string[] }): Promise<void> {
  await withHub(async (hub) => {
    const asked = { study: key, question, values: options.values ?? null };
    const found = await hub.session((session) => answerWaves(session, asked), { snapshot: true });
    if (!found) throw new Error(`study: there is no "${key}"; expected one that brandhub study load has loaded`);
    const shown = (value: number | null) => (value === null ? '' : Number(value.toPrecision(4)).toString());
    const rows = found.map(({ wave, value, n, interval, change, pValue, significant, warning }) => [
      ...[wave, shown(value), shown(interval?.low ?? null), shown(interval?.high ?? null), n, shown(change), shown(pValue)],
      [significant ? 'significant' : '', warning ?? ''].filter(Boolean).join('; '),
    ]);
    print(found, options, ['wave', 'value', 'low', 'high', 'n', 'change', 'p', 'note'], rows);
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
