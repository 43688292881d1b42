import { Command, Option } from 'commander';
import { deriveWorkspace } from '../../ingest/derive/derive-due';
import { type AttributionAnswer, answerAttribution } from '../metrics/attribution/answer-attribution';
import { ATTRIBUTION_MODELS, type AttributionModelName, CREDITED, type Credited } from '../metrics/attribution/attribution-question';
import { chooseReportingModel, REPORTING_MODELS, type ReportingModelName, reportingModel } from '../metrics/attribution/reporting-model';
import { type Hub, withHub } from './hub';
import { print } from './print';
import { type RangeOptions, rangeOf } from './range-of';
import type { Cell } from './table';
import { wholeNumber } from './whole-number';

interface AttributionOptions extends RangeOptions {
  models?: AttributionModelName[];
  by: Credited;
  brand?: string[];
  window: number;
  currency?: string;
  locale: 'EN' | 'ZH_HANS' | 'ZH_HANT';
  revenue?: boolean;
  json?: boolean;
}

/** The model that claims are held against, where it is asked for. */
const JUDGE: AttributionModelName = 'MARKOV';

/** `brandhub attribution --by PLATFORM --brand kumo`: what each platform claims, is credited with by every model, and was found to have brought. */
export function attributionCommand(): Command {
  return new Command('attribution')
    .description('who is credited for orders, beside what platforms claim and what lift tests found')
    .addOption(new Option('--models <models...>', 'only these models').choices([...ATTRIBUTION_MODELS]))
    .addOption(new Option('--by <what>', 'what credit is broken down by').choices([...CREDITED]).default('CHANNEL'))
    .option('--brand <keys...>', 'only orders of these brands')
    .option('--window <days>', 'how many days before an order a touch counts', wholeNumber, 30)
    .option('--from <day>', 'first day, with --to')
    .option('--to <day>', 'last day, with --from')
    .option('--last <range>', 'the last complete units, e.g. 30DAY, 3MONTH', '3MONTH')
    .option('--currency <code>', 'ISO 4217; default the reporting currency')
    .option('--revenue', 'show credited revenue in place of orders')
    .addOption(new Option('--locale <locale>', 'language of labels').choices(['EN', 'ZH_HANS', 'ZH_HANT']).default('EN'))
    .option('--json', 'print JSON')
    .action(async (options: AttributionOptions) => {
      const range = rangeOf(options);
      await withHub(async (hub) => {
        const { models, by, brand: brands, window: windowDays, currency, locale } = options;
        const question = { range, by, windowDays, models: models ?? null, brands: brands ?? null, currency: currency ?? null };
        const asker = { today: hub.today, locale };
        show(await hub.session((session) => answerAttribution(session, question, asker), { snapshot: true }), options);
      });
    })
    .addCommand(modelCommand());
}

interface ModelOptions {
  set?: ReportingModelName;
  windowDays?: number;
  halfLife?: number;
  json?: boolean;
}

/** `brandhub attribution model --set LINEAR --window-days 14`: by which model attributed conversions and revenue are reported. */
function modelCommand(): Command {
  return new Command('model')
    .description('shows or chooses the model by which attributed conversions and revenue are reported')
    .addOption(new Option('--set <model>', 'choose this model').choices([...REPORTING_MODELS]))
    .option('--window-days <days>', 'how many days before an order a touch counts', wholeNumber)
    .option('--half-life <days>', 'TIME_DECAY: after so many days a touch is worth half', wholeNumber)
    .option('--json', 'print JSON')
    .action((_: ModelOptions, command: Command) => withHub((hub) => showModel(hub, command.optsWithGlobals<ModelOptions>())));
}

async function showModel(hub: Hub, options: ModelOptions): Promise<void> {
  const { set, windowDays, halfLife: halfLifeDays } = options;
  const model = await hub.session((session) =>
    set
      ? chooseReportingModel(session, { model: set, windowDays: windowDays ?? null, halfLifeDays: halfLifeDays ?? null }, 'command line')
      : reportingModel(session),
  );
  if (set) await deriveWorkspace(hub.database, hub.workspace.id, hub.today);
  const row = [model.model, model.windowDays, model.halfLifeDays, model.chosenBy ?? '', model.chosenAt?.toISOString() ?? ''];
  print(model, options, ['model', 'window (days)', 'half-life (days)', 'chosen by', 'at'], [row]);
}

function show(found: AttributionAnswer, options: AttributionOptions): void {
  const models = found.rows[0]?.credits.map(({ model }) => model) ?? [];
  const header = [
    options.by,
    'spend',
    options.revenue ? 'revenue claimed' : 'claimed',
    ...models,
    `claimed per ${models.includes(JUDGE) ? JUDGE : (models.at(-1) ?? '')}`,
    'incremental',
  ];
  print(
    found,
    options,
    header,
    found.rows.map((row): Cell[] => {
      const value = (name: string) => row.values.find(({ metric }) => metric === name)?.value ?? null;
      const judge = row.credits.find(({ model }) => model === JUDGE) ?? row.credits.at(-1);
      return [
        row.label,
        short(value('spend')),
        short(value(options.revenue ? 'revenueClaimed' : 'conversionsClaimed')),
        ...row.credits.map((credit) => short(options.revenue ? credit.revenue : credit.conversions)),
        short(judge?.overclaimRatio ?? null),
        short(row.lift?.conversions ?? null),
      ];
    }),
  );
  if (options.json) return;
  const { tally } = found;
  process.stderr.write(
    `${tally.conversions} orders, ${tally.conversions - tally.unattributedConversions} with a touch; ${tally.journeysToNothing} journeys to nothing\n`,
  );
  for (const said of [...found.reasons, ...found.warnings.map(({ code, message }) => `${code}: ${message}`)])
    process.stderr.write(`${said}\n`);
  process.stderr.write(`${found.currency}, as of ${found.asOf.toISOString()}, version ${found.dataVersion}\n`);
}

function short(value: number | null): string {
  return value === null ? '' : Number(value.toFixed(2)).toString();
}
