import { type Command, Option } from 'commander';
import { answerBrandLift, type ToldLift } from '../metrics/research/brand-lift';
import { QUALITY_FLAGS, type QualityFlag } from '../metrics/research/quality-flags';
import { withHub } from './hub';
import { print } from './print';

interface LiftOptions {
  values: string[];
  group: string;
  exposed: string[];
  control: string[];
  wave?: string;
  unweighted?: boolean;
  without?: QualityFlag[];
  json?: boolean;
}

/** Adds `brandhub study lift` to `brandhub study`. */
export function addLiftCommand(study: Command): void {
  study
    .command('lift <key> <question>')
    .description('a share of answers among those who were exposed, against a control')
    .requiredOption('--values <answers...>', 'the answers whose share is compared')
    .requiredOption('--group <code>', 'the question that tells who was exposed, or segment')
    .requiredOption('--exposed <answers...>', 'its answers of those who were')
    .requiredOption('--control <answers...>', 'its answers of those who were not')
    .option('--wave <wave>', 'of one wave (default: all together)')
    .option('--unweighted', 'count heads')
    .addOption(new Option('--without <flags...>', 'leave out responses with one of these flags').choices([...QUALITY_FLAGS]))
    .option('--json', 'print JSON')
    .action(lift);
}

async function lift(key: string, question: string, options: LiftOptions): Promise<void> {
  await withHub(async (hub) => {
    const { values, group, exposed, control, wave = null, without = null } = options;
    const asked = { study: key, question, values, group, exposed, control, wave, without, weighted: !options.unweighted };
    const found = await hub.session((session) => answerBrandLift(session, asked), { snapshot: true });
    if (!found) throw new Error(`study: there is no "${key}"; expected one that brandhub study load has loaded`);
    const row = (name: string, told: ToldLift | null, n = '') => [name, ...boundsOf(told), n];
    const ofGroup = ({ share, interval, n }: typeof found.control) =>
      [share === null ? null : { value: share, interval: interval! }, String(n)] as const;
    const rows = [
      row('control', ...ofGroup(found.control)),
      row('exposed', ...ofGroup(found.exposed)),
      row('absolute lift', found.absolute),
      row('relative lift', found.relative),
      row('headroom lift', found.headroom),
    ];
    print(found, options, ['', 'value', 'low', 'high', 'n'], rows);
    if (options.json) return;
    const { pValue, detectable, significant, reason } = found;
    const said = [
      ...(pValue === null ? [] : [`p ${pValue.toPrecision(2)}, ${significant ? 'significant' : 'not significant'}`]),
      ...(detectable === null ? [] : [`so many answers show a lift of ${percent(detectable)} four times in five`]),
      ...(reason === null ? [] : [reason]),
    ];
    process.stderr.write(`${said.join('; ')}\n`);
  });
}

function boundsOf(told: ToldLift | null): string[] {
  return told ? [told.value, told.interval.low, told.interval.high].map(percent) : ['', '', ''];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
