import { shippedModels } from '../../src/metrics/mention-readings/shipped-models';
import { type BrandNames, matchBrands } from '../../src/text/match-brands';
import { DuplicateIndex } from '../../src/text/near-duplicates';
import { readMention } from '../../src/text/read-mention';
import { labelledFolder, labelledSets } from './labelled-sets';

/** What one run of the whole reading took: texts a second of processor, and megabytes of the process before and after it. */
export interface MeasuredPipeline {
  readonly texts: number;
  readonly perSecond: number;
  readonly before: number;
  readonly after: number;
}

const OF_EACH = 6_000;
const BRANDS = 1_000;
const WARM = 500;

/** Brands, language, sentiment, topic, spam and near-duplicates of each text, one after the other. */
function measurePipeline(folder: string): MeasuredPipeline {
  const sets = labelledSets(folder);
  const texts = [...sets.tweets().slice(0, OF_EACH), ...sets.meals().slice(0, OF_EACH)].map(({ text }) => text);
  const brands: BrandNames[] = Array.from({ length: BRANDS }, (_, no) => ({
    key: `b${no}`,
    names: [`brand${no}`, `牌${String.fromCharCode(0x4e00 + no)}`],
    excludes: [],
  }));
  const models = shippedModels();
  const readerOf = () => {
    const index = new DuplicateIndex();
    return (text: string) => {
      matchBrands(text, brands);
      readMention(text, models);
      index.add(text);
    };
  };
  texts.slice(0, WARM).forEach(readerOf());
  const before = megabytes();
  const began = process.cpuUsage();
  texts.forEach(readerOf());
  const { user, system } = process.cpuUsage(began);
  return { texts: texts.length, perSecond: texts.length / ((user + system) / 1e6), before, after: megabytes() };
}

function megabytes(): number {
  return process.memoryUsage().rss / 2 ** 20;
}

process.stdout.write(JSON.stringify(measurePipeline(labelledFolder() as string)));
