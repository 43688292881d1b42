import { Command, Option } from 'commander';
import { answerGeoTest, type GeoAnswer } from '../metrics/experiment/geo-test';
import { dimensionOf } from './dimension-of';
import { filterOf } from './filter-of';
import { withHub } from './hub';
import { print } from './print';

interface GeoOptions {
  by: string;
  treated: string[];
  controls?: string[];
  start: string;
  from: string;
  to: string;
  grain: 'DAY' | 'WEEK';
  scale: 'ABSOLUTE' | 'RELATIVE';
  where: string[];
  currency?: string;
  json?: boolean;
}

/** `brandhub geo-test revenue --treated DE --start 2026-05-04 --from 2026-01-05 --to 2026-06-14`. */
export function geoTestCommand(): Command {
  return new Command('geo-test')
    .description('what came of something that some regions got and others did not: difference in differences and synthetic control')
    .argument('<metric>', 'what it was to move, e.g. revenue')
    .requiredOption('--treated <units...>', 'the regions that got it')
    .requiredOption('--start <day>', 'the first day on which they got it')
    .requiredOption('--from <day>', 'the first day that is compared, well before the start')
    .requiredOption('--to <day>', 'the last day that is compared')
    .option('--controls <units...>', 'the regions to compare with (default: all others)')
    .addOption(new Option('--by <dimension>', 'what tells the regions apart').choices(['REGION', 'MARKET']).default('REGION'))
    .addOption(new Option('--grain <grain>', 'one period').choices(['DAY', 'WEEK']).default('WEEK'))
    .addOption(
      new Option('--scale <scale>', 'over each region’s own mean before, or in the unit')
        .choices(['RELATIVE', 'ABSOLUTE'])
        .default('RELATIVE'),
    )
    .option('--where <filters...>', 'e.g. BRAND=lumina', [])
    .option('--currency <code>', 'ISO 4217; default the reporting currency')
    .option('--json', 'print JSON')
    .action(run);
}

async function run(metric: string, options: GeoOptions): Promise<void> {
  const { treated, controls, start, from, to, grain, scale, currency } = options;
  const question = {
    ...{ metric, by: dimensionOf(options.by), treated, start, from, to, grain, scale },
    ...{ where: options.where.map(filterOf), controls: controls ?? null, currency: currency ?? null },
  };
  await withHub(async (hub) => {
    const asker = { today: hub.today, locale: 'EN' as const };
    const found = await hub.session((session) => answerGeoTest(session, question, asker), { snapshot: true });
    if (!found) throw new Error(`geo-test: ${metric} has no values by ${options.by} from ${from} to ${to}`);
    print(found, options, ['method', 'effect', 'low', 'high', 'level', 'p', 'note'], rowsOf(found));
    if (options.json) return;
    if (found.reason) process.stderr.write(`${found.reason}\n`);
    for (const warning of found.warnings) process.stderr.write(`${warning.code}: ${warning.message}\n`);
  });
}

function rowsOf({ difference, synthetic }: GeoAnswer) {
  const shown = (value: number | null | undefined) => (value == null ? '' : Number(value.toPrecision(4)).toString());
  const line = (
    name: string,
    effect: number,
    interval: { low: number; high: number; level: number } | null,
    p: number | null,
    note: string,
  ) => [name, shown(effect), ...[interval?.low, interval?.high, interval?.level, p].map(shown), note];
  return [
    ...(difference
      ? [
          line(
            'difference in differences',
            difference.effect,
            difference.interval,
            difference.pValue,
            `${difference.significantPlacebos} of ${difference.placebos} earlier starts significant`,
          ),
        ]
      : []),
    ...(synthetic
      ? [
          line(
            'synthetic control',
            synthetic.effect,
            synthetic.interval,
            synthetic.pValue,
            `error before ${(100 * synthetic.errorBefore).toFixed(1)} %; ${synthetic.weights
              .slice(0, 4)
              .map(({ unit, weight }) => `${unit} ${weight.toFixed(2)}`)
              .join(', ')}`,
          ),
        ]
      : []),
  ];
}
