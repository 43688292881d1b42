import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { isDay } from '../lib/day';
import {
  COMPETITOR_FACT_KINDS,
  type CompetitorFact,
  type CompetitorFactKind,
  competitorMatrix,
  recordCompetitorFact,
} from '../metrics/research/competitor-facts';
import {
  addEvidence,
  EVIDENCE_KINDS,
  type EvidenceKind,
  evidenceOf,
  FINDING_KINDS,
  type FindingKind,
  findings,
  publishFinding,
  recordFinding,
} from '../metrics/research/findings';
import { interviews, recordInterview } from '../metrics/research/interviews';
import { calendarDay } from './calendar-day';
import { withHub } from './hub';
import { print } from './print';
import { realNumber } from './real-number';
import { wholeNumber } from './whole-number';
import { WrongUsage } from './wrong-usage';

type Json = { json?: boolean };
const JSON_OPTION = ['--json', 'print JSON'] as const;
const BY = ['--by <name>', 'who says it', 'command line'] as const;

/** `brandhub research`: findings with their evidence, what is known of competitors, interviews; listed and added. */
export function researchCommand(): Command {
  const research = new Command('research').description('findings, facts of competitors, interviews: list and add');
  addFindings(research);
  addFacts(research);
  research
    .command('interviews')
    .description('the interviews that are kept, the newest first')
    .option(...JSON_OPTION)
    .action(listInterviews);
  research
    .command('add-interview <file>')
    .description('keep an interview of a YAML file: key, title, heldOn, consent (INTERNAL or QUOTE), turns of speaker and text')
    .option(...JSON_OPTION)
    .action(addInterview);
  return research;
}

function addFindings(research: Command): void {
  research
    .command('findings')
    .description('findings with their evidence, the newest first')
    .option('--goal <key>', 'that matter to a goal')
    .option('--search <text>', 'with a text in the statement')
    .option(...JSON_OPTION)
    .action(listFindings);
  research
    .command('add-finding <statement>')
    .description('record a finding; it is published when there is evidence for it')
    .addOption(new Option('--kind <kind>', 'what it is about').choices([...FINDING_KINDS]).makeOptionMandatory())
    .option('--confidence <share>', '0 to 1', realNumber)
    .option('--goal <keys...>', 'the goals that it matters to')
    .option('--review-on <day>', 'when it is to be looked at again', calendarDay)
    .option(...BY)
    .option(...JSON_OPTION)
    .action(addFinding);
  research
    .command('add-evidence <finding> <kind> <reference>')
    .description(`what speaks for a finding: ${EVIDENCE_KINDS.join(', ')}, and the cell, key, id, post or address of it`)
    .option('--against', 'it speaks against it')
    .option('--note <text>', 'a few words about it')
    .option(...BY)
    .action(addToFinding);
  research
    .command('publish')
    .description('publish a finding; refused where nothing speaks for it')
    .argument('<finding>', 'its id, as in the list', wholeNumber)
    .action(publish);
}

function addFacts(research: Command): void {
  research
    .command('facts')
    .description('what is known of competitors, by brand and kind; what has expired is marked')
    .option('--brand <keys...>', 'of these brands')
    .option('--on <day>', 'as it was known on a day; default today', calendarDay)
    .option(...JSON_OPTION)
    .action(listFacts);
  research
    .command('add-fact <brand> <kind> <statement>')
    .description(`record what was seen of a competitor: ${COMPETITOR_FACT_KINDS.join(', ')}`)
    .requiredOption('--url <url>', 'where it was seen')
    .option('--subject <text>', 'a product, a channel; the brand as a whole unless said', '')
    .option('--observed-on <day>', 'when it was seen; default today', calendarDay)
    .requiredOption('--expires-on <day>', 'until when it is taken to hold', calendarDay)
    .option('--confidence <share>', 'how sure it is, above 0, at most 1', realNumber, 1)
    .option(...BY)
    .option(...JSON_OPTION)
    .action(addFact);
}

async function listFindings({ goal, search, json }: Json & { goal?: string; search?: string }): Promise<void> {
  await withHub(async (hub) => {
    const found = await hub.session(async (session) => {
      const all = await findings(session, { goal: goal ?? null, search: search ?? null });
      const evidence = await evidenceOf(
        session,
        all.map(({ id }) => id),
      );
      return all.map((each) => ({ ...each, evidence: evidence.filter(({ findingId }) => findingId === each.id) }));
    });
    const rows = found.map(({ id, kind, statement, confidence, goals, evidence, publishedAt, reviewOn }) => [
      ...[id, kind, statement, confidence, goals.join(' '), evidence.filter(({ supports }) => supports).length],
      ...[evidence.filter(({ supports }) => !supports).length, publishedAt?.toISOString() ?? null, reviewOn],
    ]);
    print(found, json ? { json } : {}, ['id', 'kind', 'statement', 'confidence', 'goals', 'for', 'against', 'published', 'review'], rows);
  });
}

interface FindingOptions extends Json {
  kind: FindingKind;
  confidence?: number;
  goal?: string[];
  reviewOn?: string;
  by: string;
}

async function addFinding(statement: string, { kind, confidence, goal, reviewOn, by, ...options }: FindingOptions): Promise<void> {
  await withHub(async (hub) => {
    const given = { kind, statement, confidence: confidence ?? null, goals: goal ?? [], reviewOn: reviewOn ?? null, recordedBy: by };
    const made = await hub.session((session) => recordFinding(session, given));
    print(made, options, ['id', 'kind', 'statement'], [[made.id, made.kind, made.statement]]);
  });
}

async function addToFinding(
  finding: string,
  kind: string,
  reference: string,
  { against, note, by }: { against?: boolean; note?: string; by: string },
): Promise<void> {
  const known = oneOf<EvidenceKind>('kind', kind, EVIDENCE_KINDS);
  const given = { findingId: wholeNumber(finding), kind: known, reference, supports: !against, note: note ?? null, addedBy: by };
  await withHub(async (hub) => {
    if (!(await hub.session((session) => addEvidence(session, given)))) throw new Error(`research: there is no finding ${finding}`);
    process.stdout.write(`It speaks ${against ? 'against' : 'for'} finding ${finding}.\n`);
  });
}

async function publish(id: number): Promise<void> {
  await withHub(async (hub) => {
    if (!(await hub.session((session) => publishFinding(session, id)))) throw new Error(`research: there is no finding ${id}`);
    process.stdout.write(`Finding ${id} is published.\n`);
  });
}

async function listFacts({ brand, on, ...options }: Json & { brand?: string[]; on?: string }): Promise<void> {
  await withHub(async (hub) => {
    const cells = await hub.session((session) => competitorMatrix(session, on ?? hub.today, brand ?? null));
    const row = (fact: CompetitorFact, state: string) => [
      ...[fact.id, fact.brand, fact.kind, fact.subject, fact.statement, fact.observedOn, fact.confidence, `${state} ${fact.expiresOn}`],
      fact.sourceUrl,
    ];
    const rows = cells.flatMap(({ facts, expired }) => [
      ...facts.map((fact) => row(fact, 'until')),
      ...expired.map((fact) => row(fact, 'expired')),
    ]);
    print(cells, options, ['id', 'brand', 'kind', 'subject', 'statement', 'seen', 'confidence', 'holds', 'source'], rows);
  });
}

interface FactOptions extends Json {
  url: string;
  subject: string;
  observedOn?: string;
  expiresOn: string;
  confidence: number;
  by: string;
}

async function addFact(brand: string, kind: string, statement: string, given: FactOptions): Promise<void> {
  const { url, subject, observedOn, expiresOn, confidence, by, ...options } = given;
  const known = oneOf<CompetitorFactKind>('kind', kind, COMPETITOR_FACT_KINDS);
  await withHub(async (hub) => {
    const fact = { brand, kind: known, subject, statement, sourceUrl: url, observedOn: observedOn ?? hub.today, expiresOn, confidence };
    const made = await hub.session((session) => recordCompetitorFact(session, { ...fact, recordedBy: by }));
    print(made, options, ['id', 'brand', 'kind', 'statement'], [[made.id, made.brand, made.kind, made.statement]]);
  });
}

async function listInterviews(options: Json): Promise<void> {
  await withHub(async (hub) => {
    const found = await hub.session(interviews);
    const rows = found.map(({ key, title, heldOn, consent, turns, redactedAt }) => [
      ...[key, title, heldOn, consent, turns.length, redactedAt?.toISOString() ?? null],
    ]);
    print(found, options, ['key', 'title', 'held', 'consent', 'turns', 'redacted'], rows);
  });
}

const INTERVIEW = z.strictObject({
  key: z.string().min(1),
  title: z.string().min(1),
  heldOn: z.string().refine(isDay, 'a day, as 2026-11-23'),
  consent: z.enum(['INTERNAL', 'QUOTE', 'WITHDRAWN']),
  turns: z.array(z.strictObject({ speaker: z.string(), text: z.string() })),
});

async function addInterview(file: string, options: Json): Promise<void> {
  // A day that stands in YAML without quotes stays the text that it is.
  const parsed = INTERVIEW.safeParse(parse(readFileSync(file, 'utf8'), { schema: 'core' }));
  if (!parsed.success) {
    const told = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new WrongUsage(`${file}: ${told}`);
  }
  await withHub(async (hub) => {
    const made = await hub.session((session) => recordInterview(session, parsed.data));
    print(made, options, ['key', 'title', 'turns'], [[made.key, made.title, made.turns.length]]);
  });
}

function oneOf<T extends string>(place: string, given: string, known: readonly T[]): T {
  const found = known.find((each) => each === given);
  if (!found) throw new WrongUsage(`${place}: "${given}" is not one of ${known.join(', ')}`);
  return found;
}
