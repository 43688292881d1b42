import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { codeAnswers, saveCodebook } from '../metrics/research/codebook';
import { answerCoding } from '../metrics/research/coding';
import { withHub } from './hub';
import { print } from './print';

interface CodingOptions {
  wave?: string;
  json?: boolean;
}

/** Adds `codebook`, `code` and `coding` to `brandhub study`: what people said in their own words. */
export function addCodingCommands(study: Command): void {
  study
    .command('codebook <key> <question> <codes...>')
    .description('keep the next version of a codebook: codes as code=what it means')
    .action(codebook);
  study
    .command('code <key> <question> <file>')
    .description('record codes from a CSV file with the columns coder, wave, respondent and codes (several with |)')
    .action(code);
  study
    .command('coding <key> <question>')
    .description('how often each code was given, with interval, kappa and words')
    .option('--wave <wave>', 'of one wave (default: all together)')
    .option('--json', 'print JSON')
    .action(coding);
}

async function codebook(study: string, question: string, codes: string[]): Promise<void> {
  const entries = codes.map((text) => {
    const at = text.indexOf('=');
    return at < 0 ? { code: text, label: text } : { code: text.slice(0, at), label: text.slice(at + 1) };
  });
  await withHub(async (hub) => {
    const kept = await hub.session((session) => saveCodebook(session, { study, question, codes: entries, savedBy: 'command line' }));
    process.stdout.write(`${study} ${question}: version ${kept.version} with ${kept.codes.length} codes\n`);
  });
}

async function code(study: string, question: string, file: string): Promise<void> {
  const rows = parse(await readFile(file), { columns: true, trim: true, bom: true }) as Record<string, string>[];
  const missing = ['coder', 'wave', 'respondent', 'codes'].find((column) => rows[0] && !(column in rows[0]));
  if (missing) throw new Error(`${file}: there is no column "${missing}"; expected coder, wave, respondent, codes`);
  await withHub(async (hub) => {
    const total = await hub.session(async (session) => {
      let count = 0;
      for (const coder of new Set(rows.map((row) => row.coder!))) {
        const own = rows.filter((row) => row.coder === coder);
        const coded = own.map(({ wave, respondent, codes }) => ({
          ...{ wave: wave!, respondent: respondent! },
          codes: codes!.split('|').filter((each) => each !== ''),
        }));
        count += await codeAnswers(session, { study, question, coder, coded });
      }
      return count;
    });
    process.stdout.write(`${total} answers coded\n`);
  });
}

async function coding(study: string, question: string, options: CodingOptions): Promise<void> {
  await withHub(async (hub) => {
    const found = await hub.session((session) => answerCoding(session, { study, question, wave: options.wave ?? null }), {
      snapshot: true,
    });
    if (!found) throw new Error(`study: "${study}" has no codebook for "${question}"; expected one of brandhub study codebook`);
    const percent = (share: number | null | undefined) => (share == null ? '' : `${(100 * share).toFixed(1)}%`);
    const rows = found.codes.map(({ code: name, n, share, interval, kappa, verbatims }) => [
      ...[
        name,
        n,
        percent(share),
        percent(interval?.low),
        percent(interval?.high),
        kappa === null ? '' : kappa.toFixed(2),
        verbatims[0] ?? '',
      ],
    ]);
    print(found, options, ['code', 'n', 'share', 'low', 'high', 'kappa', 'for example'], rows);
    if (options.json) return;
    const alpha =
      found.alpha === null ? 'no two codings to compare' : `alpha ${found.alpha.toFixed(3)} over ${found.codedTwice} coded twice`;
    process.stderr.write(
      `version ${found.codebook.version}; ${found.coded} of ${found.answers} answers coded by ${found.coders.join(', ')}; ${alpha}\n`,
    );
  });
}
