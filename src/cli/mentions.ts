import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { parse } from 'csv-parse/sync';
import { addDays } from '../lib/day';
import { auditSentiment } from '../metrics/mention-readings/audit-sentiment';
import { explainText } from '../metrics/mention-readings/explain-text';
import { labelMention } from '../metrics/mention-readings/label-mention';
import { readAgain } from '../metrics/mention-readings/read-again';
import { sampleMentions } from '../metrics/mention-readings/sample-mentions';
import { type LabelledText, trainModel } from '../metrics/mention-readings/train-model';
import { MOODS, type Mood } from '../text/sentiment-model';
import type { SentimentLanguage } from '../text/sentiment-models';
import { assertBrand } from './assert-brand';
import { httpSentiment } from './http-sentiment';
import { type Hub, withHub } from './hub';
import { print } from './print';
import { wholeNumber } from './whole-number';
import { WrongUsage } from './wrong-usage';

const JSON_OPTION = ['--json', 'print JSON'] as const;

/** `brandhub mentions`: how mentions are read, what people say of them, and what follows. */
export function mentionsCommand(): Command {
  const mentions = new Command('mentions').description('how mentions are read: sample, label, audit, train, again, explain');
  mentions
    .command('sample <brand>')
    .description('draw mentions at random, to be labelled by people')
    .option('--days <n>', 'of the last days', wholeNumber, 90)
    .option('--count <n>', 'how many', wholeNumber, 50)
    .option('--seed <n>', 'another seed draws others', wholeNumber, 1)
    .option(...JSON_OPTION)
    .action(sample);
  mentions
    .command('label <file>')
    .description('a CSV with source, post, brand, sentiment: what a person says holds from now on')
    .requiredOption('--by <name>', 'who labelled')
    .option('--audited', 'the mentions were drawn at random: they also tell how often the machine errs')
    .action(label);
  mentions
    .command('audit <brand>')
    .description('how the machine agrees with people, and net sentiment freed from its mistakes')
    .option('--days <n>', 'of the last days', wholeNumber, 90)
    .option(...JSON_OPTION)
    .action(audit);
  mentions
    .command('train [file]')
    .description("train the workspace's own model from labels of its mentions and a CSV with text, sentiment")
    .addOption(new Option('--language <language>').choices(['en', 'zh']).makeOptionMandatory())
    .option(...JSON_OPTION)
    .action(train);
  mentions
    .command('again')
    .description('read mentions again by the models that hold now; what was known before is kept as of then')
    .option('--days <n>', 'of the last days', wholeNumber, 90)
    .option('--http <url>', 'let a model elsewhere judge the sentiment')
    .action(again);
  mentions
    .command('explain <text>')
    .description('how a text is judged, and the words that weighed')
    .option(...JSON_OPTION)
    .action(explain);
  return mentions;
}

function lastDays({ today }: Hub, days: number) {
  return { from: addDays(today, -days), to: today };
}

async function sample(brand: string, options: { days: number; count: number; seed: number; json?: boolean }): Promise<void> {
  await withHub(async (hub) => {
    const drawn = await hub.session(async (session) => {
      await assertBrand(session, brand);
      return sampleMentions(session, brand, lastDays(hub, options.days), options.count, options.seed);
    });
    const rows = drawn.map(({ source, post, brand: of, day, sentiment, text }) => [
      source,
      post,
      of,
      day,
      sentiment,
      text.replace(/\s+/g, ' '),
    ]);
    print(drawn, options, ['source', 'post', 'brand', 'day', 'sentiment', 'text'], rows);
  });
}

async function label(file: string, options: { by: string; audited?: boolean }): Promise<void> {
  const rows = await rowsOf(file, ['source', 'post', 'brand', 'sentiment']);
  await withHub(async (hub) => {
    for (const { source = '', post = '', brand = '', sentiment } of rows) {
      const given = { source, post, brand, label: moodOf(file, sentiment), labeller: options.by, isAudited: options.audited ?? false };
      await hub.session((session) => labelMention(session, given));
    }
    process.stdout.write(`${rows.length} labels are kept.\n`);
  });
}

async function audit(brand: string, options: { days: number; json?: boolean }): Promise<void> {
  await withHub(async (hub) => {
    const asker = { today: hub.today, locale: 'EN' as const };
    const range = { last: options.days, unit: 'DAY' as const };
    const found = await hub.session(
      async (session) => {
        await assertBrand(session, brand);
        return auditSentiment(session, brand, range, asker);
      },
      { snapshot: true },
    );
    const { machine, people, corrected, netSentiment } = found;
    const rows = [
      ['net sentiment', netSentiment?.value ?? null, null, null],
      ['net sentiment, corrected', corrected?.net.value ?? null, corrected?.net.low ?? null, corrected?.net.high ?? null],
      ['audited mentions', machine.n, null, null],
      ['accuracy of the machine', machine.accuracy, null, null],
      ['kappa of machine and people', machine.kappa, null, null],
      ['kappa of two people', people.kappa, null, null],
      ...MOODS.map((mood, at) => [`people say ${mood}, machine says ${MOODS.join(' / ')}`, found.matrix[at]!.join(' / '), null, null]),
    ];
    print(found, options, ['what', 'value', 'low', 'high'], rows);
  });
}

async function train(file: string | undefined, options: { language: SentimentLanguage; json?: boolean }): Promise<void> {
  const rows = file === undefined ? [] : await rowsOf(file, ['text', 'sentiment']);
  const given = rows.map(({ text = '', sentiment }): LabelledText => ({ text, mood: moodOf(file ?? '', sentiment) }));
  await withHub(async (hub) => {
    const trained = await hub.session((session) => trainModel(session, options.language, given, file ? path.basename(file) : 'none'));
    const { id, texts, tested, accuracy, macroF1 } = trained;
    print(trained, options, ['model', 'texts', 'tested on', 'accuracy', 'macro F1'], [[id, texts, tested, accuracy, macroF1]]);
  });
}

async function again(options: { days: number; http?: string }): Promise<void> {
  const other = options.http === undefined ? undefined : httpSentiment(options.http);
  await withHub(async (hub) => {
    const changed = await hub.session((session) => readAgain(session, lastDays(hub, options.days), other));
    process.stdout.write(`${changed} mentions are read otherwise from now on.\n`);
  });
}

async function explain(text: string, options: { json?: boolean }): Promise<void> {
  await withHub(async (hub) => {
    const told = await hub.session((session) => explainText(session, text));
    const { label, score, model } = told.judgement;
    const about = [
      `brands ${told.brands.join(', ') || 'none'}`,
      `topics ${told.topics.join(', ') || 'none'}`,
      `signs of spam: ${told.spamSigns.join(', ') || 'none'}`,
    ];
    if (!options.json)
      process.stdout.write(
        `${told.written ?? 'no words'}: ${label ?? 'not judged'}, score ${score?.toFixed(2) ?? 'none'}, by ${model}; ${about.join('; ')}\n`,
      );
    const rows = told.words.map(({ word, weight }) => [word, Math.round(weight * 1000) / 1000]);
    print(told, options, ['word', 'weight'], rows);
  });
}

type Row = Record<string, string>;

async function rowsOf(file: string, columns: readonly string[]): Promise<Row[]> {
  const rows = parse(await readFile(file), { columns: true, bom: true, relax_quotes: true }) as Row[];
  const missing = columns.find((column) => rows.length > 0 && !(column in rows[0]!));
  if (missing !== undefined) throw new WrongUsage(`${file}: has no column "${missing}"; expected ${columns.join(', ')}`);
  return rows;
}

function moodOf(file: string, text = ''): Mood {
  const mood = MOODS.find((each) => each === text.trim().toLowerCase());
  if (mood === undefined) throw new WrongUsage(`${file}: sentiment "${text}"; expected one of ${MOODS.join(', ')}`);
  return mood;
}
