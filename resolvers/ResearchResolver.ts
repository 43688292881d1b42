import { Arg, Ctx, FieldResolver, Float, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { In, IsNull } from 'typeorm';
import { Goal } from '../entities/plan/Goal';
import { Action } from '../entities/research/Action';
import { Evidence } from '../entities/research/Evidence';
import { Finding } from '../entities/research/Finding';
import { DayScalar } from '../entities/scalars';
import { Cost } from '../src/graph/cost';
import type { Batch, GraphContext } from '../src/graph/graph-context';
import { Permit } from '../src/graph/permit';
import { BadQuestion } from '../src/metrics/BadQuestion';
import { type ActionKind, actionsOf, addAction, completeAction, measuredEffect, type StoredAction } from '../src/metrics/research/actions';
import {
  addEvidence,
  evidenceOf,
  findings,
  publishFinding,
  recordFinding,
  type StoredEvidence,
  type StoredFinding,
} from '../src/metrics/research/findings';
import { filtersOf } from './metrics/MetricQueryInput';
import { ActionInput, EvidenceInput, FindingInput } from './research/FindingInput';

/** So many actions a finding has, as costs go. */
const ACTIONS = 3;
/** Two numbers of one metric. */
const TWO_NUMBERS = 20;

const evidence: Batch<number, StoredEvidence[]> = async (context, ids) => {
  const all = await context.read((session) => evidenceOf(session, ids));
  return ids.map((id) => all.filter(({ findingId }) => findingId === id));
};

const actions: Batch<number, StoredAction[]> = async (context, ids) => {
  const all = await context.read((session) => actionsOf(session, ids));
  return ids.map((id) => all.filter(({ findingId }) => findingId === id));
};

/** The goals in force of some keys, of the latest plan that has them. */
const goalByKey: Batch<string, Goal | null> = async (context, keys) => {
  const where = { workspaceId: context.caller.workspaceId, key: In([...keys]), archivedAt: IsNull() };
  const found = await context.read((session) => session.manager.find(Goal, { where, order: { startDay: 'DESC' } }));
  return keys.map((key) => found.find((goal) => goal.key === key) ?? null);
};

/** Findings: what research supports, what speaks against it, and what is done. */
@Resolver(() => Finding)
export class ResearchResolver {
  @Permit('viewer')
  @Query(() => [Finding], { description: 'Findings, of one goal or with a text in the statement, the newest first.' })
  findings(
    @Arg('goal', () => String, { nullable: true }) goal: string | null,
    @Arg('search', () => String, { nullable: true, description: 'Have we asked this before?' }) search: string | null,
    @Ctx() context: GraphContext,
  ): Promise<StoredFinding[]> {
    return context.read((session) => findings(session, { goal, search }));
  }

  @Permit('analyst')
  @Mutation(() => Finding, { description: 'Records a finding; it is published when there is evidence for it.' })
  recordFinding(@Arg('finding', () => FindingInput) finding: FindingInput, @Ctx() context: GraphContext): Promise<StoredFinding> {
    const given = { ...finding, confidence: finding.confidence ?? null, reviewOn: finding.reviewOn ?? null };
    return context.write((session) => recordFinding(session, { ...given, recordedBy: context.caller.name }));
  }

  @Permit('analyst')
  @Mutation(() => Finding, { nullable: true, description: 'Adds what speaks for or against a finding. Null when there is none of the id.' })
  addEvidence(
    @Arg('finding', () => ID) finding: string,
    @Arg('evidence', () => EvidenceInput) given: EvidenceInput,
    @Ctx() context: GraphContext,
  ): Promise<StoredFinding | null> {
    const added = { ...given, note: given.note ?? null, findingId: idOf(finding, 'addEvidence.finding'), addedBy: context.caller.name };
    return context.write((session) => addEvidence(session, added));
  }

  @Permit('analyst')
  @Mutation(() => Finding, { nullable: true, description: 'Publishes a finding; refused where nothing speaks for it.' })
  publishFinding(@Arg('id', () => ID) id: string, @Ctx() context: GraphContext): Promise<StoredFinding | null> {
    return context.write((session) => publishFinding(session, idOf(id, 'publishFinding.id')));
  }

  @Permit('analyst')
  @Mutation(() => Action, { description: 'Adds what is done because of a finding.' })
  addAction(@Arg('action', () => ActionInput) given: ActionInput, @Ctx() context: GraphContext): Promise<StoredAction> {
    const { finding, kind, title, owner = null, due = null, metric = null, expectedEffect = null, where } = given;
    const action = { findingId: idOf(finding, 'addAction.finding'), kind: kind as ActionKind, title, owner, due, metric, expectedEffect };
    return context.write((session) => addAction(session, { ...action, filters: filtersOf(where) }));
  }

  @Permit('analyst')
  @Mutation(() => Action, { nullable: true, description: 'Notes that an action was done; null when there is none of the id.' })
  completeAction(
    @Arg('id', () => ID) id: string,
    @Arg('doneOn', () => DayScalar, { nullable: true, description: 'Today when absent.' }) doneOn: string | null,
    @Ctx() context: GraphContext,
  ): Promise<StoredAction | null> {
    return context.write((session, asker) => completeAction(session, idOf(id, 'completeAction.id'), doneOn ?? asker.today));
  }

  @FieldResolver(() => [Evidence], { description: 'For and against, in the order in which it came.' })
  evidence(@Root() { id }: StoredFinding, @Ctx() context: GraphContext): Promise<StoredEvidence[]> {
    return context.load(evidence, id);
  }

  @FieldResolver(() => [Goal])
  async goals(@Root() finding: StoredFinding, @Ctx() context: GraphContext): Promise<Goal[]> {
    return (await Promise.all(finding.goals.map((key) => context.load(goalByKey, key)))).flatMap((goal) => goal ?? []);
  }

  @Cost({ items: () => ACTIONS })
  @FieldResolver(() => [Action])
  actions(@Root() { id }: StoredFinding, @Ctx() context: GraphContext): Promise<StoredAction[]> {
    return context.load(actions, id);
  }
}

/** What came of an action. */
@Resolver(() => Action)
export class ActionResolver {
  @FieldResolver(() => Boolean)
  done(@Root() { doneOn }: StoredAction): boolean {
    return doneOn !== null;
  }

  @Cost({ own: TWO_NUMBERS })
  @FieldResolver(() => Float, {
    nullable: true,
    description: 'By which share the metric stands higher since it was done than over as many days before, at most 28; null within a week.',
  })
  measuredEffect(@Root() action: StoredAction, @Ctx() context: GraphContext): Promise<number | null> {
    return context.read((session, asker) => measuredEffect(session, action, asker));
  }
}

function idOf(text: string, place: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new BadQuestion(place, text, 'an id');
  return Number(text);
}
