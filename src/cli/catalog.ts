import { Command, Option } from 'commander';
import { metricCatalog } from '../metrics/catalog';
import type { Asker } from '../metrics/question';
import { formulaOf, metricOf } from '../metrics/registry';
import { print } from './print';

/** `brandhub catalog 投产比`: which metric is meant by a word, in any of the three languages. */
export function catalogCommand(): Command {
  return new Command('catalog')
    .description('the metrics, or those that a word means, e.g. brandhub catalog 投产比; the best fit first')
    .argument('[search...]', 'a part of a name, label, description or synonym, in any language')
    .addOption(new Option('--locale <locale>', 'language of labels').choices(['EN', 'ZH_HANS', 'ZH_HANT']).default('EN'))
    .option('--json', 'print JSON')
    .action((search: string[], options: { locale: Asker['locale']; json?: boolean }) => {
      const language = ({ EN: 'en', ZH_HANS: 'zhHans', ZH_HANT: 'zhHant' } as const)[options.locale];
      const found = metricCatalog(search.join(' ')).map((name) => {
        const metric = metricOf(name);
        const { label, describe, unit, better, synonyms } = metric.about;
        return { name, label: label[language], unit, better, description: describe[language], formula: formulaOf(metric), synonyms };
      });
      const header = ['name', 'label', 'unit', 'better', 'description'];
      print(
        found,
        options,
        header,
        found.map((each) => [each.name, each.label, each.unit, each.better, each.description]),
      );
    });
}
