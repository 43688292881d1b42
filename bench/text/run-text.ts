import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { shippedModels } from '../../src/metrics/mention-readings/shipped-models';
import { agreementOf, confusionOf } from '../../src/stats/confusion';
import { LEXICON_SENTIMENT } from '../../src/text/lexicon-sentiment';
import { LinearSentiment } from '../../src/text/linear-sentiment';
import { NameFinder } from '../../src/text/name-finder';
import { MOODS, type Mood } from '../../src/text/sentiment-model';
import { trainLinear } from '../../src/text/train-linear';
import type { BenchOptions } from '../main';
import { median } from '../median';
import { type Section, tableOf } from '../results-file';
import { featuresOf, type LabelledText, labelledFolder, labelledSets, splitTexts } from './labelled-sets';
import { measureModel } from './measure-model';
import { peerFinders, peerJudges } from './peer-libraries';
import type { MeasuredPipeline } from './pipeline-process';

type Sets = ReturnType<typeof labelledSets>;

/** How well and how fast mentions are read, beside named libraries on the same texts in the same run; seconds are of the processor, not of the clock. */
export async function runText({ command, rounds }: BenchOptions): Promise<Section> {
  const folder = labelledFolder();
  if (!folder) throw new Error('bench text: ../shared/data/sentiment is absent');
  const sets = labelledSets(folder);
  const body = [
    `\`${command}\`: median of ${rounds} rounds, processor seconds of one core. Node ${process.version}. Libraries that are not installed (\`npm install\` in \`bench/\`) are left out.`,
    english(sets, rounds),
    chinese(sets),
    finding(sets, rounds),
    pipeline(rounds),
  ];
  return { title: 'Reading mentions', body: body.join('\n\n') };
}

/** English: the shipped model, the word lists and libraries on the tweets that nothing was trained from. */
function english(sets: Sets, rounds: number): string {
  const { test } = splitTexts(sets.tweets());
  const shipped = shippedModels().en!;
  const judges: [string, (text: string) => Mood][] = [
    ['brandhub `linear-en-1`', (text) => shipped.judgeOne({ text, written: 'en' }).label ?? 'neutral'],
    ['brandhub `words-1`', (text) => LEXICON_SENTIMENT.judgeOne({ text, written: 'en' }).label ?? 'neutral'],
    ...peerJudges().map(({ name, judge }): [string, (text: string) => Mood] => [name, judge]),
  ];
  const rows = judges.map(([name, judge]) => {
    const pairs = test.map(({ text, mood }): [number, number] => [MOODS.indexOf(mood), MOODS.indexOf(judge(text))]);
    const { accuracy, macroF1, kappa } = agreementOf(confusionOf(pairs, MOODS.length));
    return [name, percent(accuracy), percent(macroF1), (kappa ?? 0).toFixed(2), perSecond(rounds, test, ({ text }) => judge(text))];
  });
  return `English tweets, three moods, ${test.length.toLocaleString('en')} texts:\n\n${tableOf(['', 'accuracy', 'macro F1', 'kappa', 'texts/s'], rows)}`;
}

/** Chinese: one model trained here from all sets, tested on the parts and files that it was not trained from. */
function chinese(sets: Sets): string {
  const meals = splitTexts(sets.meals());
  const goods = splitTexts(sets.goods());
  const train = [...meals.train, ...goods.train, ...sets.posts('usual_test'), ...sets.posts('virus_train'), ...sets.posts('virus_eval')];
  const started = processor();
  const model = new LinearSentiment('zh', trainLinear(featuresOf(train), { classes: MOODS, epochs: 5, rate: 0.1 }));
  const took = (processor() - started).toFixed(1);
  const tests: [string, LabelledText[]][] = [
    ['meals (waimai), two sides', meals.test],
    ['goods (shopping, 8 categories), two sides', goods.test],
    ['Weibo, usual, three moods', sets.posts('usual_eval')],
    ['Weibo, epidemic, three moods', sets.posts('virus_test')],
  ];
  const rows = tests.map(([name, texts]) => {
    const own = measureModel(model, texts);
    const lists = measureModel(LEXICON_SENTIMENT, texts);
    return [name, String(texts.length), percent(own.accuracy), percent(own.macroF1), percent(lists.accuracy), percent(lists.macroF1)];
  });
  const head = ['', 'texts', 'trained: accuracy', 'macro F1', 'word lists: accuracy', 'macro F1'];
  return `Chinese, one model trained from ${train.length.toLocaleString('en')} texts in ${took} s:\n\n${tableOf(head, rows)}`;
}

const NAMES = 10_000;

function finding(sets: Sets, rounds: number): string {
  const [reviews, tweets] = [sets.meals(), sets.tweets()].map((set) => set.map(({ text }) => text.toLowerCase()));
  const texts = [...reviews!.slice(0, 2_000), ...tweets!.slice(0, 2_000)];
  // Names that do stand in such texts: pieces of two to four characters of Han, and words.
  const pieces = reviews!.flatMap((text, no) => text.match(new RegExp(`\\p{sc=Han}{${2 + (no % 3)}}`, 'gu')) ?? []);
  const words = tweets!.flatMap((text) => text.match(/[a-z]{5,}/g) ?? []);
  const names = [...[...new Set(pieces)].slice(0, NAMES / 2), ...[...new Set(words)].slice(0, NAMES / 2)];
  const rows = [{ name: 'brandhub', make: (some: readonly string[]) => finderOf(some) }, ...peerFinders()].map(({ name, make }) => {
    const started = processor();
    const find = make(names);
    const built = Math.round((processor() - started) * 1000);
    const some = name.startsWith('a loop') ? texts.slice(0, 200) : texts;
    return [
      name,
      `${built} ms`,
      perSecond(rounds, some, find),
      some === texts ? String(texts.reduce((sum, text) => sum + find(text), 0)) : '',
    ];
  });
  return `${names.length.toLocaleString('en')} names in ${texts.length.toLocaleString('en')} texts:\n\n${tableOf(['', 'building', 'texts/s', 'found'], rows)}`;
}

function finderOf(names: readonly string[]): (text: string) => number {
  const finder = new NameFinder(names);
  return (text) => finder.find(text).length;
}

/** All of it for each text, in a process of its own, whose memory is that of reading and nothing else. */
function pipeline(rounds: number): string {
  const measured: MeasuredPipeline[] = Array.from({ length: rounds }, () =>
    JSON.parse(execFileSync(process.execPath, [join(__dirname, 'pipeline-process.js')], { encoding: 'utf8' })),
  );
  const of = (read: (one: MeasuredPipeline) => number) => Math.round(median(measured.map(read)));
  return `The whole reading (1,000 brands, language, sentiment, topic, spam, near-duplicates) of ${measured[0]!.texts.toLocaleString('en')} texts: **${of(({ perSecond: rate }) => rate).toLocaleString('en')} mentions/s** on one core, in a process that takes ${of(({ before }) => before)} MB before and ${of(({ after }) => after)} MB after it, the texts, models and signatures of near-duplicates among them.`;
}

function perSecond<T>(rounds: number, texts: readonly T[], work: (text: T) => unknown): string {
  for (const text of texts.slice(0, 500)) work(text);
  const speeds = Array.from({ length: rounds }, () => {
    const started = processor();
    for (const text of texts) work(text);
    return texts.length / (processor() - started);
  });
  return Math.round(median(speeds)).toLocaleString('en');
}

function processor(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function percent(share: number | null): string {
  return ((share ?? 0) * 100).toFixed(1);
}
