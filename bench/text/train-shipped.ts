import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { LinearSentiment } from '../../src/text/linear-sentiment';
import { modelFile } from '../../src/text/model-file';
import { MOODS } from '../../src/text/sentiment-model';
import { trainLinear } from '../../src/text/train-linear';
import { featuresOf, labelledFolder, labelledSets, splitTexts } from './labelled-sets';
import { measureModel } from './measure-model';

/** `npm run train`: trains the English model that the hub ships, only from sets whose licence allows it, without the texts kept for testing. */
function main(): void {
  const folder = labelledFolder();
  if (!folder) throw new Error('train: ../shared/data/sentiment is absent');
  const sets = labelledSets(folder);
  const tweets = splitTexts(sets.tweets());
  const brandTweets = splitTexts(sets.brandTweets());
  const model = trainLinear(featuresOf([...tweets.train, ...brandTweets.train]), { classes: MOODS, epochs: 5, rate: 0.05 });
  const { n, accuracy, macroF1 } = measureModel(new LinearSentiment('trained', model), tweets.test);
  const rounded = (value: number | null) => Math.round((value ?? 0) * 1000) / 1000;
  const card = {
    name: 'linear-en',
    version: '1',
    language: 'en',
    sets: [
      { name: 'Tweet Sentiment Extraction', licence: 'CC BY 4.0', texts: tweets.train.length },
      { name: 'Twitter Entity Sentiment (jp797498e), in part', licence: 'CC0 1.0', texts: brandTweets.train.length },
    ],
    measured: { texts: n, accuracy: rounded(accuracy), macroF1: rounded(macroF1) },
  };
  const bytes = modelFile(card, model);
  writeFileSync(path.join(process.cwd(), 'src/text/weights/sentiment-en.bin'), bytes);
  process.stdout.write(`${JSON.stringify(card, null, 2)}\n${bytes.length} bytes\n`);
}

main();
