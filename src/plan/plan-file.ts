import { type Document, isNode, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { Day } from '../lib/day';
import type { Micros } from '../lib/money';
import type { Better, MetricUnit, Texts } from '../metrics/metric';
import type { Dimension } from '../metrics/question';
import type { GoalTarget } from './goal-target';
import { PlanFileError, type PlanProblem } from './PlanFileError';
import { type DraftProblem, planFromDraft } from './plan-from-draft';
import { planSchema } from './plan-schema';

/** What a plan file is read against. The registry's METRICS fits `metrics`. */
export interface PlanContext {
  /** The file's name, for messages. */
  readonly file: string;
  /** The day that says what `year: current` means. */
  readonly today: Day;
  readonly metrics: ReadonlyMap<string, { readonly about: { readonly unit: MetricUnit; readonly better: Better } }>;
}

/** A brand that the plan's goals are about or that is watched as a competitor. */
export interface PlanBrand {
  readonly key: string;
  readonly name: Texts;
  readonly own: boolean;
  readonly aliases: readonly string[];
  readonly excludes: readonly string[];
}

/** A goal of the plan. Amounts in millionths; money in the plan's currency. */
export interface PlanGoal extends GoalTarget {
  readonly key: string;
  readonly parent: string | null;
  readonly title: Texts;
  readonly section: { readonly key: string; readonly title: Texts } | null;
  readonly owner: string | null;
  readonly metric: string;
  readonly unit: MetricUnit;
  readonly where: readonly { readonly dimension: Dimension; readonly values: readonly string[] }[];
  /** Patterns on a campaign's key or name; the view hub.goal_campaign matches them. */
  readonly campaigns: readonly string[];
  /** Patterns on the key or name of experiments that serve the goal. */
  readonly experiments: readonly string[];
  /** Its sub-goals deliberately cover only a part of it. */
  readonly partial: boolean;
}

/** A plan as its file says it, with every default filled in. */
export interface PlanFile {
  readonly year: number;
  readonly title: Texts;
  readonly currency: string;
  readonly timeZone: string;
  /** How many units of the plan's currency one unit of another is worth, in millionths. */
  readonly rates: ReadonlyMap<string, Micros>;
  readonly brands: readonly PlanBrand[];
  /** In the order of the file, each before its sub-goals. */
  readonly goals: readonly PlanGoal[];
}

/** Where in the tree of a plan file something is. */
export type PlanPath = readonly (string | number)[];

/** Reads a plan from YAML text. Throws a PlanFileError that lists every problem with its line. */
export function parsePlanFile(source: string, context: PlanContext): PlanFile {
  const lines = new LineCounter();
  const document = parseDocument(source, { schema: 'failsafe', lineCounter: lines });
  const syntax = syntaxProblems(document, lines);
  if (syntax.length > 0) throw new PlanFileError(context.file, syntax);
  const refuse = (problems: readonly DraftProblem[]) =>
    new PlanFileError(context.file, problems.map(({ path, message }) => problemAt(document, lines, path, message)).sort(byPlace));
  const draft = planSchema.safeParse(document.toJS());
  if (!draft.success) throw refuse(draft.error.issues.flatMap(simpleIssues));
  const { plan, problems } = planFromDraft(draft.data, context);
  if (problems.length > 0) throw refuse(problems);
  return plan;
}

/** How many of the parser's complaints are told. */
const SYNTAX_PROBLEMS = 3;

/** A complaint of the parser without the place, which the problem has, and the drawing of it. */
function sentenceOf(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:$/, '');
}

/** What YAML itself refuses, and aliases: they are nearly always a campaign pattern that lacks its quotes. */
function syntaxProblems(document: Document.Parsed, lines: LineCounter): PlanProblem[] {
  const at = (offset: number, message: string): PlanProblem => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, path: 'YAML', message };
  };
  // One mistake makes YAML refuse many lines after it: the first tell where it is.
  const problems = document.errors.slice(0, SYNTAX_PROBLEMS).map((error) => at(error.pos[0], sentenceOf(error.message)));
  visit(document, {
    Alias: (_key, alias) => {
      problems.push(
        at(
          alias.range?.[0] ?? 0,
          `"*${alias.source}" reads as an alias, which plans do not use; expected quotes around a text that starts with "*"`,
        ),
      );
    },
  });
  return problems;
}

function simpleIssues(issue: z.core.$ZodIssue): DraftProblem[] {
  const path = issue.path as PlanPath;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => ({ path: [...path, name], message: 'this field is not known; expected another name here' }));
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, message }));
  return [{ path, message: issue.message }];
}

function problemAt(document: Document.Parsed, lines: LineCounter, path: PlanPath, message: string): PlanProblem {
  const { node, present } = nodeAt(document, path);
  const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
  const found = present ? (isScalar(node) ? `found "${node.value}"; ` : '') : 'missing; ';
  return { line, column: col, path: pathText(path), message: `${found}${message}` };
}

/** The node at a path; where it is missing, the nearest above it. */
function nodeAt(document: Document.Parsed, path: PlanPath): { node: Node | null; present: boolean } {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node)) return { node, present: length === path.length };
  }
  return { node: null, present: false };
}

function pathText(path: PlanPath): string {
  if (path.length === 0) return 'plan';
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '');
}

function byPlace(a: PlanProblem, b: PlanProblem): number {
  return a.line - b.line || a.column - b.column;
}
