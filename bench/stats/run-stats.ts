import type { CreditModel, Journey } from '../../src/stats/attribution/journey';
import { MarkovCredits } from '../../src/stats/attribution/markov-credits';
import { RuleCredits } from '../../src/stats/attribution/rule-credits';
import { ShapleyCredits } from '../../src/stats/attribution/shapley-credits';
import { USUAL_DECAY, USUAL_POSITION } from '../../src/stats/attribution/touch-weights';
import type { BenchOptions } from '../main';
import { median } from '../median';
import { type Section, tableOf } from '../results-file';
import { measureExperiments } from './experiments';
import { CHANNELS, journeysOf } from './journeys';
import { PlainMarkov } from './plain-markov';
import { type PythonRound, pythonRound } from './python-peer';
import { measureRaking } from './raking';

const JOURNEYS = 1_000_000;
const SEED = 20_261;

/** What is measured of one way: seconds of processor for all journeys, the making of them included, and the credits of conversions. */
interface Measured {
  readonly seconds: number;
  readonly credits: readonly number[];
}

const WAYS: Readonly<Record<string, () => { add(journey: Journey): void; credits(): number[] }>> = {
  'Markov, textbook': () => new PlainMarkov(CHANNELS),
  'Markov, order 1': () => conversionsOf(new MarkovCredits(CHANNELS)),
  'Markov, order 3': () => conversionsOf(new MarkovCredits(CHANNELS, 3)),
  'Shapley, all coalitions': () => conversionsOf(new ShapleyCredits(CHANNELS)),
  'time decay': () => conversionsOf(new RuleCredits(CHANNELS, USUAL_DECAY)),
  position: () => conversionsOf(new RuleCredits(CHANNELS, USUAL_POSITION)),
};

/** Attribution of a stream of journeys, against attribution by removal as textbooks write it; experiments and raking by themselves. */
export async function runStats({ rows = JOURNEYS, rounds, command }: BenchOptions): Promise<Section> {
  const making: number[] = [];
  const measured = new Map<string, Measured[]>(Object.keys(WAYS).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    const idle = measure(rows, () => ({ add: () => undefined, credits: () => [] })).seconds;
    const found = Object.entries(WAYS).map(([name, way]) => [name, measure(rows, way)] as const);
    // The first round only warms.
    if (round > 0) {
      making.push(idle);
      for (const [name, each] of found) measured.get(name)!.push(each);
    }
    process.stderr.write(`stats: round ${round} of ${rounds}\n`);
  }
  checkEqual(measured.get('Markov, textbook')!.at(-1)!.credits, measured.get('Markov, order 1')!.at(-1)!.credits);
  const body = report(measured, making, { rows, command, memory: memoryAt(rows) });
  return { title: 'stats', body: `${body}\n\n${engines(rounds)}` };
}

function measure(rows: number, way: () => { add(journey: Journey): void; credits(): number[] }): Measured {
  const before = process.cpuUsage();
  const model = way();
  for (const journey of journeysOf(rows, SEED)) model.add(journey);
  const credits = model.credits();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, credits };
}

/** Bytes that a model of order 3 holds on to after a tenth of the journeys, and after all. */
function memoryAt(rows: number): readonly [number, number] {
  const heldAfter = (count: number) => {
    global.gc?.();
    const before = process.memoryUsage().heapUsed;
    const model = new MarkovCredits(CHANNELS, 3);
    for (const journey of journeysOf(count, SEED)) model.add(journey);
    global.gc?.();
    const held = process.memoryUsage().heapUsed - before;
    model.credits();
    return held;
  };
  return [heldAfter(Math.ceil(rows / 10)), heldAfter(rows)];
}

function conversionsOf(model: CreditModel) {
  return {
    add: (journey: Journey) => model.add(journey),
    credits: () => model.credits().map(({ conversions }) => conversions),
  };
}

function checkEqual(plain: readonly number[], own: readonly number[]): void {
  const off = plain.findIndex((value, channel) => !(Math.abs(value - own[channel]!) <= 1e-9 * Math.max(1, value)));
  if (off >= 0) throw new Error(`stats: channel ${off} is credited ${own[off]} and by the textbook ${plain[off]}`);
}

function report(
  measured: ReadonlyMap<string, readonly Measured[]>,
  making: readonly number[],
  { rows, command, memory }: { rows: number; command: string; memory: readonly [number, number] },
): string {
  const made = median(making);
  const own = (name: string) => median(measured.get(name)!.map(({ seconds }) => seconds)) - made;
  const textbook = own('Markov, textbook');
  const lines = [...measured.keys()].map((name) => [
    name,
    own(name).toFixed(2),
    name === 'Markov, order 1' ? (textbook / own(name)).toFixed(1) : '',
  ]);
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  return `\`${command}\`: ${rows.toLocaleString('en')} journeys of 1 to 12 touches over ${CHANNELS} channels, made one by one and kept nowhere; Node ${process.version}.

Seconds of processor, without the making of the journeys (${made.toFixed(2)} s), which is measured by itself in every round. The textbook counts transitions in
objects of texts and solves for every channel removed by elimination; our Markov models credit conversions and value apart, which is twice the solving.
Before anything was written the credits of the textbook and those of order 1 were compared: they are equal to nine digits.

${tableOf(['credits by', 's', 'times as fast as the textbook'], lines)}

A Markov model of order 3 holds ${megabytes(memory[0])} MB after a tenth of the journeys and ${megabytes(memory[1])} MB after all of them${global.gc ? '' : ' (without --expose-gc, so with what is not yet collected)'}.`;
}

/** Milliseconds of processor for what other engines do at their usual size, in turns with scipy and numpy where they are there: the first time, and the median of the rounds after it. */
function engines(rounds: number): string {
  const found = Array.from({ length: rounds + 1 }, () => ({
    cuped: measureExperiments({ cuped: true }),
    plain: measureExperiments({ cuped: false }),
    raking: measureRaking(),
    python: pythonRound(),
  }));
  const { plain, raking, python } = found.at(-1)!;
  if (python) {
    near('corrected p-values', plain.corrected, python.corrected);
    near('how far margins are off', raking.off, python.off);
  }
  const line = (name: string, own: (round: (typeof found)[number]) => number, peer: ((round: PythonRound) => number) | null) => {
    const [first, ...others] = found.map(own);
    const theirs = peer && found.slice(1).flatMap((round) => (round.python ? [1000 * peer(round.python)] : []));
    const after = median(others);
    const compared = theirs?.length ? [median(theirs).toFixed(0), (median(theirs) / after).toFixed(1)] : ['', ''];
    return [name, first!.toFixed(0), after.toFixed(0), ...compared];
  };
  const peer = python ? `${python.versions}, which find the same` : 'scipy and numpy (not installed)';
  return `Milliseconds of processor, the first time and afterwards, beside ${peer}: scipy tests each experiment (Welch, Holm) and no more; the hub also judges split, exposures and likeness before,
and gives sequential and Bayesian results and a verdict.

${tableOf(
  ['', 'first', 'afterwards', 'python', 'times as fast'],
  [
    line('10,000 experiments of two arms and two metrics judged, with CUPED and Holm', ({ cuped }) => cuped.milliseconds, null),
    line(
      'the same without CUPED',
      (round) => round.plain.milliseconds,
      ({ experiments }) => experiments,
    ),
    line(
      '10,000 respondents weighed to five margins, trimmed',
      (round) => round.raking.milliseconds,
      (round) => round.raking,
    ),
  ],
)}`;
}

function near(what: string, own: number, theirs: number): void {
  if (!(Math.abs(own - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs))))
    throw new Error(`stats: ${what} are ${own} here and ${theirs} by python`);
}
