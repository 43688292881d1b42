import { Command, Option } from 'commander';
import { answerMix } from '../metrics/mix/answer-mix';
import type { BudgetBound } from '../metrics/mix/budget-bounds';
import { FESTIVAL_COUNTRIES, type FestivalCountry } from '../metrics/mix/festivals';
import {
  MIX_CHANNELS,
  MIX_REGIONS,
  type MixChannel,
  type MixControlQuestion,
  type MixEvent,
  type MixRegions,
  type RegionSize,
} from '../metrics/mix/mix-question';
import { planBudget } from '../metrics/mix/plan-budget';
import type { Asker } from '../metrics/question';
import { filterOf } from './filter-of';
import { withHub } from './hub';
import { showMix } from './mix-tables';
import { type RangeOptions, rangeOf } from './range-of';
import { wholeNumber } from './whole-number';
import { WrongUsage } from './wrong-usage';

interface MixOptions extends RangeOptions {
  outcome: string;
  by: MixChannel;
  brand?: string[];
  event?: string[];
  holidays?: FestivalCountry[];
  control?: string[];
  regions?: MixRegions;
  size?: string[];
  budget?: string;
  target?: string;
  bound?: string[];
  weeks: number;
  planFrom?: string;
  byRegion?: boolean;
  despiteReview?: boolean;
  currency?: string;
  locale: Asker['locale'];
  json?: boolean;
}

/** `brandhub mix --brand lumina --last 104WEEK`: what each channel brought, how far to trust it, and how a budget would be shared out. */
export function mixCommand(): Command {
  return new Command('mix')
    .description('what each channel brought by a model of weekly spend and outcome, with a review of the model')
    .option('--outcome <metric>', 'what is explained', 'revenue')
    .addOption(new Option('--by <what>', 'what a channel is').choices([...MIX_CHANNELS]).default('CHANNEL'))
    .option('--brand <keys...>', 'only these brands')
    .option('--event <events...>', 'days of something else, e.g. 618=2026-06-01..2026-06-20')
    .addOption(
      new Option('--holidays <countries...>', 'days of buying of these countries, such as 618 and Black Friday').choices([
        ...FESTIVAL_COUNTRIES,
      ]),
    )
    .option('--control <metrics...>', 'metrics that move the outcome and are not bought, e.g. averageUnitPrice marketSales:BRAND=rival')
    .addOption(new Option('--regions <what>', 'fit over regions, with one response').choices([...MIX_REGIONS]))
    .option('--size <sizes...>', 'how large each region is, e.g. DE=84 AT=9; default by its mean outcome')
    .option('--budget <amount>', 'share out so much a week in place of what was spent')
    .option('--target <return>', 'spend as long as one more unit brings so much')
    .option(
      '--bound <bounds...>',
      'multiples of the mean that a channel may have, in a region or week too, e.g. paid_search=0.8..2 paid_search/DE@2026-11-23=1..3',
    )
    .option('--weeks <count>', 'plan so many weeks', wholeNumber, 1)
    .option('--plan-from <day>', 'a day of the first week of the plan; default the week after the last')
    .option('--by-region', 'with --regions: money may go from one region to another')
    .option('--despite-review', 'propose a budget also by a model that is not to be used')
    .option('--from <day>', 'first day, with --to')
    .option('--to <day>', 'last day, with --from')
    .option('--last <range>', 'the last complete units', '104WEEK')
    .option('--currency <code>', 'ISO 4217; default the reporting currency')
    .addOption(new Option('--locale <locale>', 'language of labels').choices(['EN', 'ZH_HANS', 'ZH_HANT']).default('EN'))
    .option('--json', 'print JSON')
    .action(async (options: MixOptions) => {
      const question = {
        ...{ range: rangeOf(options), outcome: options.outcome, by: options.by, brands: options.brand ?? null },
        ...{ regions: options.regions ?? null, sizes: (options.size ?? []).map(sizeOf) },
        ...{
          events: (options.event ?? []).map(eventOf),
          holidays: options.holidays ?? null,
          controls: (options.control ?? []).map(controlOf),
          currency: options.currency ?? null,
        },
      };
      const wanted = {
        weekly: amountOf('--budget', options.budget),
        target: amountOf('--target', options.target),
        weeks: options.weeks,
        from: options.planFrom ?? null,
        byRegion: options.byRegion ?? false,
        bounds: (options.bound ?? []).map((text) => boundOf(text, options.byRegion ?? false)),
        despiteReview: options.despiteReview ?? false,
      };
      await withHub(async (hub) => {
        const asker = { today: hub.today, locale: options.locale };
        const found = await hub.session((session) => answerMix(session, question, asker), { snapshot: true });
        showMix(found, await planBudget(found, wanted, asker), options);
      });
    });
}

function eventOf(text: string): MixEvent {
  const match = /^([^=]+)=(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text);
  if (!match) throw new WrongUsage(`--event: "${text}" is not a name and days; expected e.g. 618=2026-06-01..2026-06-20`);
  return { name: match[1]!, from: match[2]!, to: match[3]! };
}

function controlOf(text: string): MixControlQuestion {
  const [metric = '', ...filters] = text.split(':');
  return { metric, where: filters.map(filterOf), name: text };
}

function sizeOf(text: string): RegionSize {
  const match = /^(.+)=(\d+(?:\.\d+)?)$/.exec(text);
  if (!match) throw new WrongUsage(`--size: "${text}" is not a region and a size; expected e.g. DE=84`);
  return { region: match[1]!, size: Number(match[2]) };
}

/** Only a budget by region has regions: otherwise a stroke is part of the channel's name. */
function boundOf(text: string, byRegion: boolean): BudgetBound {
  const match = /^([^=]+?)(?:@(\d{4}-\d{2}-\d{2}))?=(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)$/.exec(text);
  if (!match)
    throw new WrongUsage(
      `--bound: "${text}" is not a channel, or a channel in a region or week, and multiples; expected e.g. paid_search=0.8..2 or paid_search/DE@2026-11-23=1..3`,
    );
  const [channel, region = null] = byRegion ? match[1]!.split(/\/(?=[^/]*$)/) : [match[1]];
  return { channel: channel!, region, week: match[2] ?? null, low: Number(match[3]), high: Number(match[4]) };
}

function amountOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const amount = Number(text);
  if (!(amount >= 0)) throw new WrongUsage(`${option}: "${text}" is not an amount; expected a number from 0 on`);
  return amount;
}
